// A terminal's life ends in order: told, delivered, archived, closed.

#include "tests/system/bad_input.hpp"

#include <gtest/gtest.h>
#include <kassa/v1/closing.pb.h>

#include <algorithm>
#include <filesystem>

namespace kassa::testing {
namespace {

namespace fs = std::filesystem;

class Retiring : public ::testing::Test {
protected:
  Retiring() {
    shop::options with;
    with.terminals = 2;
    with.articles = KASSA_SOURCE_DIR "/scripts/sample/articles.csv";
    with.hub = {"--backup-folder",        vault_ / "backups",
                "--backup-key",           vault_ / "key",
                "--backup-every-minutes", "0",
                "--backup-same-disk",     "1"};
    all_.emplace(std::move(with));
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_TRUE(eventually(
        [&] { return all_->status(i).catalog().name().version() == 1; }));
      all_->log_in(i);
      all_->must_at(i, {"sell", "100", "--card"});
    }
    EXPECT_TRUE(all_->converge());
  }

  words_t retire(words_t more = {}) {
    words_t out{"terminal", "retire",   all_->at(0).id, "--store",
                "butik",    "--reason", "ny kassa"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }

  v1::ClosingStatement statement() {
    v1::ClosingStatement out;
    EXPECT_TRUE(cli::from_json(all_->must({"--json", "terminal", "statement",
                                           all_->at(0).id, "--store", "butik"}),
                               out));
    return out;
  }

  std::string state_of(std::size_t i) {
    v1::TerminalList all;
    EXPECT_TRUE(cli::from_json(
      all_->must({"--json", "terminals", "--store", "butik"}), all));
    for (const auto& one : all.terminals())
      if (one.terminal() == all_->at(i).id)
        return one.retiring();
    return "?";
  }

  temp_dir vault_;
  std::optional<shop> all_;
};

TEST_F(Retiring, L6_DeliversAllIsArchivedAndThenClosed) {
  auto& all = *all_;
  expect_refused(
    all.kassa({"terminal", "statement", all.at(0).id, "--store", "butik"}), 3,
    "not_closed", {"retire"});
  all.must_at(0, {"z"});
  all.must_at(0, {"sell", "101", "--card"});
  auto said = all.must(retire());
  EXPECT_NE(said.find(" no more"), std::string::npos) << said;
  ASSERT_TRUE(eventually([&] { return state_of(0) == "delivered"; }));
  ASSERT_TRUE(eventually([&] { return all.status(0).selling() == "retired"; }));
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 5, "retired",
                 {all.at(0).id, "ny kassa"});
  said = all.must(retire());
  EXPECT_NE(said.find("kassa hub backup"), std::string::npos) << said;
  all.must({"hub", "backup"});
  ASSERT_TRUE(eventually([&] { return state_of(0) == "closed"; }));
  ASSERT_TRUE(eventually([&] { return all.status(0).hub() == "retired"; }));

  const auto now = statement();
  EXPECT_EQ(now.terminal(), all.at(0).id);
  EXPECT_EQ(now.reason(), "ny kassa");
  EXPECT_FALSE(now.forced());
  EXPECT_EQ(now.missing(), 0u);
  EXPECT_EQ(now.archived_seq(), now.held().seq());
  EXPECT_EQ(now.last_sale(), 2u);
  EXPECT_EQ(now.last_z(), 1u);
  EXPECT_EQ(now.grand().net_ore(), all.status(0).grand().net_ore());
  EXPECT_EQ(now.open().receipts(), 1u) << "folded since the last Z";
  EXPECT_EQ(all.must(retire()).find("retiring"), std::string::npos);
  const auto read
    = all.must({"terminal", "statement", all.at(0).id, "--store", "butik"});
  EXPECT_NE(read.find("not a Z report"), std::string::npos) << read;

  // The closed register is read, makes its last Z, and is closed after a start.
  all.must_at(0, {"x"});
  all.must_at(0, {"z"});
  all.at(0).daemon->stop();
  all.restart(0);
  all.log_in(0);
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 5, "retired");
  ASSERT_TRUE(eventually([&] { return all.status(0).hub() == "retired"; }));
  all.must_at(0, {"verify"});
  // The other one is what it was.
  all.must_at(1, {"sell", "100", "--card"});
  EXPECT_TRUE(eventually([&] { return all.statistics().receipts() == 4; }));
}

TEST_F(Retiring, WhatIsGoneIsClosedByForceWithItsHole) {
  auto& all = *all_;
  const auto held = all.status(0).acked().seq();
  // Out of reach: the hub hears of what it sold, and never gets it.
  all.at(0).network->cut();
  for (int i = 0; i < 3; ++i)
    all.must_at(0, {"sell", "100", "--card"});
  EXPECT_NE(all.must(retire()).find("--force"), std::string::npos);
  EXPECT_EQ(state_of(0), "told");
  all.must(retire({"--force"}));
  auto now = statement();
  EXPECT_TRUE(now.forced());
  EXPECT_EQ(now.last_sale(), 1u);
  EXPECT_GE(now.held().seq(), held);
  // It was not gone after all: it hears that it is retired, and stops. What it
  // has and the hub has not stays with it.
  all.at(0).network->mend();
  ASSERT_TRUE(eventually([&] { return all.status(0).selling() == "retired"; }));
  EXPECT_GT(all.status(0).durable_seq(), now.held().seq());
  EXPECT_EQ(statement().SerializeAsString(), now.SerializeAsString());
}

// What the hub does not hold and the terminal cannot read is lost; what
// verifies beyond it is not (design, section 6).
TEST_F(Retiring, L4_DeliversWhatVerifiesBeyondAHoleAsEvidence) {
  auto& all = *all_;
  all.at(0).network->cut();
  all.must_at(0, {"sell", "100", "--card"});
  const auto damaged = seq_of_last_receipt(all, 0);
  all.must_at(0, {"sell", "100", "--card"});
  all.must_at(0, {"sell", "101", "--card"});
  damage_record(all, 0, damaged);
  all.must(retire()); // Told with the first word, before it finds the hole.
  all.at(0).network->mend();
  ASSERT_TRUE(eventually([&] { return state_of(0) == "delivered"; }));
  all.must({"hub", "backup"});
  ASSERT_TRUE(eventually([&] { return state_of(0) == "closed"; }));

  const auto now = statement();
  EXPECT_FALSE(now.forced());
  EXPECT_EQ(now.held().seq(), damaged - 1);
  EXPECT_EQ(now.last_sale(), 1u) << "what the hub's stream holds";
  ASSERT_EQ(now.holes_size(), 1);
  EXPECT_EQ(now.holes(0).first(), damaged);
  EXPECT_EQ(now.missing(), now.holes(0).last() - damaged + 1);
  EXPECT_GT(now.evidence_records(), 0u);
  EXPECT_EQ(now.evidence_sale(), 4u);
  const auto said
    = all.must({"terminal", "statement", all.at(0).id, "--store", "butik"});
  EXPECT_NE(said.find("DAMAGED: records " + std::to_string(damaged)),
            std::string::npos)
    << said;
  const auto file = vault_ / "beyond.jsonl";
  const auto shown = all.must(
    {"hub", "journal", "evidence", "--terminal", all.at(0).id, "--out", file});
  EXPECT_NE(shown.find("Hole: records"), std::string::npos) << shown;
  const auto lines = content_of(file);
  EXPECT_EQ(std::ranges::count(lines, '\n'),
            static_cast<std::ptrdiff_t>(now.evidence_records()));
  EXPECT_NE(lines.find("\"retired\""), std::string::npos) << lines;
  EXPECT_EQ(all.statistics().receipts(), 2u) << "evidence counts nowhere";
}

TEST_F(Retiring, AStopOfTheHubHoldsNothingUp) {
  auto& all = *all_;
  all.at(0).network->cut();
  all.must(retire());
  all.kill_hub();
  all.start_hub();
  all.log_in_at_hub();
  all.at(0).network->mend();
  ASSERT_TRUE(eventually([&] { return state_of(0) == "delivered"; }));
  all.kill_hub();
  all.start_hub();
  all.log_in_at_hub();
  all.must({"hub", "backup"});
  ASSERT_TRUE(eventually([&] { return state_of(0) == "closed"; }));
  EXPECT_FALSE(statement().forced());
}

TEST_F(Retiring, BadInputChangesNothing) {
  auto& all = *all_;
  expect_refused(
    all.kassa({"terminal", "retire", all.at(0).id, "--store", "butik"}), 3,
    "invalid", {"--reason"});
  expect_refused(all.kassa({"terminal", "retire", "NOSUCH1", "--store", "butik",
                            "--reason", "x"}),
                 5, "unknown_terminal");
  EXPECT_EQ(state_of(0), "");
  all.must_at(0, {"sell", "100", "--card"});
}

} // namespace
} // namespace kassa::testing
