#include "proto/base/console.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>

namespace kassa::cli {
namespace {

TEST(Console, LinesColumnsUpByCharacters) {
  table t({"namn", ">kr"});
  t.add({"Räksmörgås", "129,00"});
  t.add({"Te", "5,00"});
  std::ostringstream out;
  t.print(out);
  EXPECT_EQ(out.str(), "namn            kr\n"
                       "Räksmörgås  129,00\n"
                       "Te            5,00\n");
}

TEST(Console, TurnsErrorsIntoExitCodes) {
  EXPECT_EQ(exit_code_of({errc::wrong_password}), exit_ask);
  EXPECT_EQ(exit_code_of({errc::unavailable}), exit_retry);
  EXPECT_EQ(exit_code_of({errc::fenced}), exit_stop);
  EXPECT_EQ(exit_code_of({errc::usage}), exit_usage);
  EXPECT_EQ(exit_code_of({errc::internal}), exit_internal);
}

TEST(Console, PrintsAnErrorInTheChosenLanguageWithItsCode) {
  std::ostringstream err;
  context to;
  to.err = &err;
  to.lang = language::sv;
  fail(to, {errc::unknown_article, {{"article", "999"}}});
  EXPECT_EQ(err.str(), "kassa: Okänd artikel 999. [unknown_article]\n");
  EXPECT_EQ(to.exit, exit_ask);
}

TEST(Console, KeepsSessionsInAFileOfItsOwnerOnly) {
  testing::temp_dir folder;
  session_file file(folder / "a/sessions.json");
  EXPECT_FALSE(file.find("127.0.0.1:1"));
  ASSERT_TRUE(file.save("127.0.0.1:1", {std::string("\0\xff", 2), "anna", 7}));
  ASSERT_TRUE(file.save("127.0.0.1:2", {"x", "bo", 0}));
  auto kept = file.find("127.0.0.1:1");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->token, std::string("\0\xff", 2));
  EXPECT_EQ(kept->user, "anna");
  EXPECT_EQ(kept->expires_ms, 7);
  struct stat s = {};
  ASSERT_EQ(stat(file.path().c_str(), &s), 0);
  EXPECT_EQ(s.st_mode & 0777, 0600u);
  ASSERT_TRUE(file.forget("127.0.0.1:1"));
  EXPECT_FALSE(file.find("127.0.0.1:1"));
  EXPECT_TRUE(file.find("127.0.0.1:2"));
}

TEST(Console, ReadsThePasswordOfAFileWithoutItsLineEnd) {
  testing::temp_dir folder;
  std::istringstream in("annat\r\nrad\n");
  context from;
  from.in = &in;
  auto password = read_password(from, "-", "Password");
  ASSERT_TRUE(password);
  EXPECT_EQ(*password, "annat");
  EXPECT_EQ(read_password(from, folder / "none", "").why().code,
            errc::not_found);
}

} // namespace
} // namespace kassa::cli
