#include "proto/base/result.hpp"

#include <gtest/gtest.h>

#include <set>
#include <span>

namespace kassa {

namespace {

std::span<const error_row> table() {
  auto [rows, size] = error_table();
  return {rows, size};
}

std::set<std::string> fields_of(std::string_view text) {
  std::set<std::string> out;
  for (auto open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    auto close = text.find('}', open);
    out.emplace(text.substr(open + 1, close - open - 1));
  }
  return out;
}

} // namespace

TEST(Errors, FindEachCodeByItsNameAndNumber) {
  for (const auto& row : table()) {
    EXPECT_EQ(&row_of(row.code), &row);
    EXPECT_EQ(code_named(row.name), row.code);
  }
}

TEST(Errors, TakeAnUnknownNameOrNumberForInternal) {
  EXPECT_EQ(code_named("no_such_code"), errc::internal);
  EXPECT_EQ(row_of(static_cast<errc>(9999)).code, errc::internal);
}

TEST(Errors, SpeakOfTheSameFieldsInBothLanguages) {
  for (const auto& row : table())
    EXPECT_EQ(fields_of(row.sv), fields_of(row.en)) << row.name;
}

TEST(Errors, FillTheirFieldsIn) {
  error why{errc::unknown_user, {{"user", "anna"}, {"store", "odenplan"}}};
  EXPECT_EQ(words(why, language::sv), "anna är okänd i butiken odenplan.");
  EXPECT_EQ(words(why, language::en), "anna is unknown in store odenplan.");
}

TEST(Errors, ShowAFieldThatNobodyFilledIn) {
  EXPECT_EQ(words({errc::unknown_article}, language::en), "Unknown article ?.");
}

TEST(Errors, TellTheLogTheirDetail) {
  EXPECT_EQ(to_string(error{errc::no_open_sale, {}, "rev 3"}),
            "no_open_sale: There is no open sale. (rev 3)");
  EXPECT_EQ(to_string(error_kind::retry), "retry");
  EXPECT_EQ(to_string(error_kind::ask), "ask");
  EXPECT_EQ(to_string(error_kind::stop), "stop");
}

TEST(Result, HoldsAValueOrAReason) {
  result<std::string> good{std::string{"x"}};
  result<std::string> bad{errc::busy};
  EXPECT_EQ(*good, "x");
  EXPECT_EQ(bad.why().code, errc::busy);
}

} // namespace kassa
