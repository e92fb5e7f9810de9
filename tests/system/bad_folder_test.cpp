#include "tests/system/bad_input.hpp"

#include <filesystem>

namespace kassa::testing {
namespace {

namespace fs = std::filesystem;

TEST_F(BadInput, ALockedStoreIsNotOpenedTwice) {
  expect_refused(start_refused(), 3, "store_locked");
  expect_refused(all.kassa({"verify", "--data", all.at(0).data}), 3,
                 "store_locked");
  all.at(0).daemon->stop();
  auto verified = all.kassa({"verify", "--data", all.at(0).data});
  EXPECT_EQ(verified.code, 0) << verified.err;
}

TEST_F(BadInput, L13_AMovedFolderSellsOnlyAfterAManagersWord) {
  all.must_at(0, {"sell", "100", "--card"});
  all.kill_hub(); // The hub's word would do as well as a manager's.
  all.at(0).daemon->stop();
  const auto away = all.at(0).data + "-away";
  fs::copy(all.at(0).data, away, fs::copy_options::recursive);
  fs::remove_all(all.at(0).data);
  fs::rename(away, all.at(0).data);
  all.start_all();
  all.log_in(0);
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 3, "folder_moved",
                 {"moved or copied", "kassa confirm-move"});
  EXPECT_EQ(all.status(0).selling(), "folder_moved");
  all.must_at(0, {"confirm-move"});
  all.must_at(0, {"sell", "100", "--card"});
}

TEST_F(BadInput, L13_ACopyBesideTheRunningOriginalDoesNotSell) {
  all.kill_hub();
  all.at(0).daemon->stop();
  const auto copy = all.at(0).data + "-copy";
  fs::copy(all.at(0).data, copy, fs::copy_options::recursive);
  all.start_all();
  all.log_in(0);
  const auto address = "127.0.0.1:" + std::to_string(free_port());
  const auto addresses = copy + ".address";
  process second({program("kassa-node"), "run", "--data", copy,
                  "--register-address", address, "--address-file", addresses,
                  "--printer", "file:" + copy + ".txt"},
                 copy + ".log", all.environment());
  ASSERT_TRUE(eventually([&] { return fs::exists(addresses); }))
    << content_of(copy + ".log");
  all.must({"login", "anna", "--password-file", all.password_file(),
            "--terminal", address});
  expect_refused(all.kassa({"sell", "100", "--card", "--terminal", address}), 3,
                 "folder_moved", {"moved or copied"});
  all.must_at(0, {"sell", "100", "--card"});
}

TEST_F(BadInput, L13_AFolderOlderThanItsWitnessDoesNotSell) {
  all.at(0).daemon->stop();
  const auto old = all.at(0).data + "-old";
  fs::copy(all.at(0).data + "/store", old, fs::copy_options::recursive);
  all.start_all();
  all.log_in(0);
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  all.kill_hub();
  all.at(0).daemon->stop();
  fs::remove_all(all.at(0).data + "/store");
  fs::rename(old, all.at(0).data + "/store");
  all.start_all();
  all.log_in(0);
  EXPECT_EQ(all.status(0).selling(), "older_than_witness");
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 5,
                 "older_than_witness", {"older than what was last printed"});
  EXPECT_EQ(all.status(0).receipts(), 0u);
}

TEST_F(BadInput, L4_ADamagedRecordAboveTheHubsHeadStopsSales) {
  ASSERT_TRUE(all.converge());
  all.kill_hub();
  all.must_at(0, {"sell", "100", "--card"});
  const auto seq = seq_of_last_receipt();
  damage_record(seq);
  EXPECT_EQ(all.status(0).selling(), "journal_damaged");
  expect_refused(all.kassa_at(0, {"sell", "100", "--card"}), 5,
                 "journal_damaged", {"record " + std::to_string(seq)});
  EXPECT_NE(all.kassa_at(0, {"verify"}).code, 0);
  all.must_at(0, {"z"}); // The day can be closed all the same.
}

TEST_F(BadInput, L4_ADamagedRecordBelowTheHubsHeadIsToldAndSalesGoOn) {
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  const auto seq = seq_of_last_receipt();
  // Counted at the hub is not yet acknowledged here.
  ASSERT_TRUE(eventually([&] { return all.status(0).acked().seq() >= seq; }));
  damage_record(seq);
  EXPECT_EQ(all.status(0).selling(), "yes");
  all.must_at(0, {"sell", "100", "--card"});
  ASSERT_TRUE(all.converge());
  EXPECT_EQ(all.statistics().net_ore(), 5'800);
  expect_refused(all.kassa_at(0, {"receipt", "1"}), 5, "journal_damaged",
                 {"record " + std::to_string(seq)});
  EXPECT_NE(all.kassa_at(0, {"verify"}).code, 0);
}

} // namespace
} // namespace kassa::testing
