// A journal outside its terminal: handed out by the hub, read from a file and
// from a stopped terminal's folder, on the real programs.

#include "tests/system/figures.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace kassa::testing {
namespace {

class Journals : public ::testing::Test {
protected:
  Journals() {
    all.start_all();
    all.log_in(0);
    all.must_at(0, {"sell", "100", "2x101", "--card"});
    all.must_at(0, {"sell", "102", "--cash"});
    all.must_at(0, {"z"});
    all.must_at(0, {"sell", "100", "--card"});
    EXPECT_TRUE(all.converge());
    auto told = all.must(
      {"hub", "journal", "export", "--terminal", "KASSA1", "--out", file});
    EXPECT_NE(told.find("whole and signed by the terminal: "),
              std::string::npos)
      << told;
  }

  static shop::options options() {
    shop::options out;
    out.terminals = 1;
    out.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
    return out;
  }

  shop all{options()};
  const std::string file = all.path("kassa1.journal");
};

TEST_F(Journals, L6_AHandedOutOneIsTheTerminalsOwnRecordByRecord) {
  const auto at_till = all.must_at(0, {"--json", "journal"});
  const auto of_file = all.must({"--json", "journal", "dump", file});
  // What the terminal has written since, the hub need not hold yet.
  ASSERT_FALSE(of_file.empty());
  EXPECT_EQ(at_till.substr(0, of_file.size()), of_file);
  const auto told = all.must({"journal", "dump", file});
  EXPECT_NE(told.find("chain whole: "), std::string::npos) << told;
  const auto log = content_of(all.path("hub.log"));
  EXPECT_NE(log.find("journal_handed_out"), std::string::npos);
  EXPECT_NE(log.find("\"eva\""), std::string::npos) << log;
}

TEST_F(Journals, AStoppedTerminalsFolderIsReadAsItLies) {
  EXPECT_NE(
    all.kassa({"journal", "dump", all.at(0).data}).err.find("[store_locked]"),
    std::string::npos);
  EXPECT_EQ(all.at(0).daemon->stop(), 0);
  const auto of_folder
    = all.must({"--json", "journal", "dump", all.at(0).data});
  const auto of_file = all.must({"--json", "journal", "dump", file});
  EXPECT_EQ(of_folder.substr(0, of_file.size()), of_file);
}

TEST_F(Journals, AnExportOfAFileIsThatOfTheTerminal) {
  const auto day = all.zs(0).reports(0).report().business_date();
  std::map<std::string, std::string> live;
  for (const std::string format : {"csv", "jsonl", "xml"}) {
    live[format] = all.path("live." + format);
    all.must_at(
      0, {"export", format, "--from", day, "--to", day, "--out", live[format]});
  }
  all.kill_hub(); // Nothing but the file is asked from here on.
  all.at(0).daemon->kill();
  for (const auto& [format, path] : live) {
    const auto stored = all.path("stored." + format);
    all.must({"export", format, "--from", day, "--to", day, "--out", stored,
              "--journal", file});
    EXPECT_FALSE(content_of(path).empty());
    if (format == "xml") { // It says when it was made, and by whom.
      EXPECT_NE(content_of(stored).find("<Kassakvitto>"), std::string::npos);
    } else {
      EXPECT_EQ(content_of(stored), content_of(path)) << format;
    }
  }
  all.must({"export", "sie", "--from", day, "--to", day, "--out",
            all.path("stored.si"), "--journal", file});
  EXPECT_NE(content_of(all.path("stored.si")).find("#VER"), std::string::npos);
}

TEST_F(Journals, ADamagedFileIsNotReadAndTheRecordIsNamed) {
  const auto whole = content_of(file);
  auto refused = [&](std::string bytes) {
    write_file(all.path("bad.journal"), bytes);
    const auto how = all.kassa({"journal", "dump", all.path("bad.journal")});
    EXPECT_NE(how.code, 0);
    EXPECT_TRUE(how.out.empty()) << how.out;
    return how.err;
  };
  auto flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  EXPECT_NE(refused(flipped).find("record "), std::string::npos);
  EXPECT_NE(refused(whole.substr(0, whole.size() - 3)).find("[corrupt]"),
            std::string::npos);
  EXPECT_NE(refused("").find("[not_found]"), std::string::npos);
  EXPECT_NE(all.kassa({"hub", "journal", "export", "--terminal", "NOBODY"})
              .err.find("[unknown_terminal]"),
            std::string::npos);
}

// What earlier releases wrote is read without their programs.
TEST(OldJournals, ArePrintedAndExported) {
  const std::string corpus = KASSA_SOURCE_DIR "/tests/corpus";
  const temp_dir out;
  int seen = 0;
  for (const auto& file : std::filesystem::directory_iterator{corpus}) {
    if (file.path().extension() != ".journal")
      continue;
    SCOPED_TRACE(file.path());
    ++seen;
    const std::string path = file.path();
    auto kassa = [](words_t words) {
      words.insert(words.begin(), std::string{KASSA_BIN_DIR} + "/kassa");
      return run(words, {{"LC_ALL", "C.UTF-8"}});
    };
    auto dump = kassa({"journal", "dump", path});
    EXPECT_EQ(dump.code, 0) << dump.err;
    EXPECT_NE(dump.out.find("chain whole: "), std::string::npos) << dump.out;
    for (const auto* format : {"xml", "csv", "jsonl"}) {
      const auto made = out / (std::string{"old."} + format);
      auto written = kassa({"export", format, "--journal", path, "--from",
                            "2000-01-01", "--to", "2099-12-31", "--out", made});
      EXPECT_EQ(written.code, 0) << format << ": " << written.err;
      EXPECT_GT(std::filesystem::file_size(made), 1000u) << format;
    }
  }
  EXPECT_GT(seen, 0);
}

} // namespace
} // namespace kassa::testing
