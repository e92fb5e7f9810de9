#include "store/terminal_store.hpp"
#include "tests/store/store_fixture.hpp"
#include "tests/support/power_env.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace kassa::store {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class TerminalStore : public ::testing::Test {
protected:
  terminal_store::options options() {
    return {.path = dir_ / "db", .die = deaths_.port()};
  }
  std::unique_ptr<terminal_store> open() { return open_at(options()); }

  errc refusal(terminal_store::options with) {
    auto out = terminal_store::open(std::move(with));
    EXPECT_FALSE(out);
    return out ? errc::internal : out.why().code;
  }

  /// Overwrites the middle of each file of this kind.
  void damage(const std::string& extension) {
    for (const auto& x : std::filesystem::directory_iterator{dir_ / "db"})
      if (x.path().extension() == extension) {
        std::fstream file{x.path(), std::ios::in | std::ios::out};
        file.seekp(static_cast<std::streamoff>(x.file_size() / 4));
        file << std::string(64, '#');
      }
  }

  kassa::testing::temp_dir dir_;
  deaths deaths_;
  const scope till_{"odenplan", "KASSA1"};
};

} // namespace

TEST_F(TerminalStore, KeepsItsFamiliesApart) {
  auto db = open();
  for (auto where :
       {family::journal, family::index, family::state, family::catalog})
    ASSERT_TRUE(db->commit(put(where, "k", std::to_string(int(where))),
                           durability::lazy));
  EXPECT_EQ(**db->get(family::journal, "k"), "0");
  EXPECT_EQ(**db->get(family::catalog, "k"), "3");
  EXPECT_FALSE(*db->get(family::state, "other"));
}

TEST_F(TerminalStore, FindsAllAgainAfterReopening) {
  auto db = open();
  ASSERT_TRUE(db->commit(put(family::journal, "a", "1"), durability::synced));
  ASSERT_TRUE(db->commit(put(family::state, "b", "2"), durability::lazy));
  db.reset();
  db = open();
  EXPECT_EQ(**db->get(family::journal, "a"), "1");
  EXPECT_EQ(**db->get(family::state, "b"), "2");
}

TEST_F(TerminalStore, AppliesAWriteSetInItsOrder) {
  auto db = open();
  write_set changes;
  changes.put(family::index, "a", "1");
  changes.put(family::index, "b", "2");
  changes.put(family::index, "c", "3");
  changes.erase(family::index, "a");
  changes.erase_range(family::index, "b", "c");
  changes.put(family::index, "b", "4");
  ASSERT_TRUE(db->commit(changes, durability::lazy));
  EXPECT_THAT(all_of(*db, family::index),
              ElementsAre(Pair("b", "4"), Pair("c", "3")));
}

TEST_F(TerminalStore, ScansUpAndDownWithinBounds) {
  auto db = open();
  for (const auto* key : {"a", "b", "c", "d"})
    ASSERT_TRUE(db->commit(put(family::index, key, key), durability::lazy));
  EXPECT_THAT(all_of(*db, family::index, "b", "d"),
              ElementsAre(Pair("b", "b"), Pair("c", "c")));
  EXPECT_THAT(all_back(*db, family::index, "b", "d"),
              ElementsAre(Pair("c", "c"), Pair("b", "b")));
  EXPECT_EQ(all_of(*db, family::index, "c").size(), 2U);
  EXPECT_EQ(all_back(*db, family::index).size(), 4U);
  EXPECT_THAT(all_of(*db, family::index, "d", "b"), IsEmpty());
  EXPECT_THAT(all_back(*db, family::index, "d", "b"), IsEmpty());
}

TEST_F(TerminalStore, StopsAScanWhenTold) {
  auto db = open();
  for (const auto* key : {"a", "b", "c"})
    ASSERT_TRUE(db->commit(put(family::index, key, key), durability::lazy));
  std::string seen;
  auto first = [&seen](std::string_view key, std::string_view) {
    seen += key;
    return false;
  };
  ASSERT_TRUE(db->scan(family::index, {}, {}, first));
  ASSERT_TRUE(db->scan_back(family::index, {}, {}, first));
  EXPECT_EQ(seen, "ac");
}

TEST_F(TerminalStore, ReadsAMomentWhateverIsWrittenMeanwhile) {
  auto db = open();
  ASSERT_TRUE(db->commit(put(family::state, "a", "old"), durability::lazy));
  auto then = db->snapshot();
  ASSERT_TRUE(db->commit(put(family::state, "a", "new"), durability::lazy));
  ASSERT_TRUE(db->commit(put(family::state, "b", "new"), durability::lazy));
  ASSERT_TRUE(db->flush());
  EXPECT_EQ(**then->get(family::state, "a"), "old");
  EXPECT_THAT(all_of(*then, family::state), ElementsAre(Pair("a", "old")));
  EXPECT_THAT(all_back(*then, family::state), ElementsAre(Pair("a", "old")));
  EXPECT_EQ(**db->get(family::state, "a"), "new");
}

TEST_F(TerminalStore, CountsWhatEachSyncCarries) {
  auto db = open();
  EXPECT_EQ(db->log_bytes(), 0U);
  std::string value(1000, 'x');
  ASSERT_TRUE(db->commit(put(family::journal, "a", value), durability::lazy));
  auto lazy = db->log_bytes();
  EXPECT_GT(lazy, 1000U);
  EXPECT_LT(lazy, 1100U);
  ASSERT_TRUE(db->commit(put(family::journal, "b", value), durability::synced));
  EXPECT_EQ(db->log_bytes(), 0U);
  EXPECT_EQ(db->last_sync_bytes(), 2 * lazy);
}

TEST_F(TerminalStore, CountsTheLogAsItIsOnDisk) {
  auto db = open();
  std::string value(100'000, 'x');
  ASSERT_TRUE(db->commit(put(family::journal, "a", value), durability::synced));
  std::uint64_t log = 0;
  for (const auto& x : std::filesystem::directory_iterator{dir_ / "db"})
    if (x.path().extension() == ".log")
      log += x.file_size();
  EXPECT_EQ(db->last_sync_bytes(), log);
  EXPECT_GT(db->bytes_on_disk(), log);
}

TEST_F(TerminalStore, SyncsOncePerSyncedWriteAndNeverForNothing) {
  kassa::testing::power_env disk{rocksdb::Env::Default()};
  auto with = options();
  with.env = &disk;
  auto db = open_at(with);
  ASSERT_TRUE(db->commit(put(family::state, "a", "1"), durability::synced));
  auto before = disk.syncs_of(".log");
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(db->commit(put(family::state, "a", "2"), durability::lazy));
  EXPECT_EQ(disk.syncs_of(".log"), before);
  ASSERT_TRUE(db->commit(put(family::state, "a", "3"), durability::synced));
  EXPECT_EQ(disk.syncs_of(".log"), before + 1);
  ASSERT_TRUE(db->sync());
  EXPECT_EQ(disk.syncs_of(".log"), before + 1);
  ASSERT_TRUE(db->commit(put(family::state, "a", "4"), durability::lazy));
  ASSERT_TRUE(db->sync());
  EXPECT_EQ(disk.syncs_of(".log"), before + 2);
}

TEST_F(TerminalStore, NamesTheFolderThatAnotherHolds) {
  auto db = open();
  auto second = terminal_store::open(options());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.why().code, errc::store_locked);
  EXPECT_EQ(second.why().fields.at("path"), dir_ / "db");
  auto reading = options();
  reading.read_only = true;
  EXPECT_EQ(refusal(reading), errc::store_locked);
}

TEST_F(TerminalStore, OpensForReadingOnlyAndLetsGoAfter) {
  ASSERT_TRUE(open()->commit(put(family::state, "a", "1"), durability::lazy));
  auto reading = options();
  reading.read_only = true;
  {
    auto db = open_at(reading);
    EXPECT_EQ(**db->get(family::state, "a"), "1");
    EXPECT_THAT(all_of(*db, family::state), ElementsAre(Pair("a", "1")));
    EXPECT_EQ(refusal(options()), errc::store_locked);
  }
  EXPECT_TRUE(open());
}

TEST_F(TerminalStore, SaysThatAFolderIsNoRegister) {
  auto with = options();
  with.must_exist = true;
  EXPECT_EQ(refusal(with), errc::not_initialised);
  with.must_exist = false;
  with.read_only = true;
  EXPECT_EQ(refusal(with), errc::not_initialised);
  EXPECT_FALSE(std::filesystem::exists(dir_ / "db"));
}

TEST_F(TerminalStore, L15_ReportsDamagedData) {
  std::mt19937_64 random{1};
  auto db = open();
  for (seq_t seq = 1; seq <= 300; ++seq) {
    std::string body(400, '\0');
    for (auto& c : body)
      c = static_cast<char>(random());
    ASSERT_TRUE(db->commit(put(family::journal, journal_key(till_, seq), body),
                           durability::lazy));
  }
  ASSERT_TRUE(db->flush());
  db.reset();
  damage(".sst");
  db = open();
  auto found
    = db->scan(family::journal, {}, {}, [](auto, auto) { return true; });
  ASSERT_FALSE(found);
  EXPECT_EQ(found.why().code, errc::corrupt);
  EXPECT_EQ(found.why().fields.at("what"), "journal");
  int unreadable = 0;
  for (seq_t seq = 1; seq <= 300; ++seq)
    if (auto one = db->get(family::journal, journal_key(till_, seq)); !one) {
      EXPECT_EQ(one.why().code, errc::corrupt);
      ++unreadable;
    }
  EXPECT_GT(unreadable, 0);
  EXPECT_LT(unreadable, 300);
}

TEST_F(TerminalStore, L15_RefusesADamagedDatabase) {
  ASSERT_TRUE(open()->flush());
  damage("");
  EXPECT_NE(refusal(options()), errc::internal);
}

} // namespace kassa::store
