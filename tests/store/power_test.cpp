// What a power cut, a failing disk and a queue of background work do to the
// terminal store: law by law.

#include "store/files.hpp"
#include "tests/store/store_fixture.hpp"
#include "tests/support/power_env.hpp"
#include "tests/support/queued_env.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/test_seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kassa::store {

namespace {

using kassa::testing::power_env;
using kassa::testing::queued_env;

const scope till{"odenplan", "KASSA1"};

/// A machine whose disk outlives its power.
class Power : public ::testing::Test {
protected:
  void boot() {
    disk_ = std::make_unique<power_env>(memory_.get());
    queue_ = std::make_unique<queued_env>(disk_.get());
    db_ = open_at({.path = "/db", .env = queue_.get(), .die = deaths_.port()});
  }

  void cut(std::mt19937_64& random) {
    disk_->cut(random);
    db_.reset();
  }

  /// Two keys a record, so that half a batch would show.
  status append(seq_t seq, durability how) {
    write_set changes;
    auto body = std::to_string(seq) + std::string(seq % 700, 'x');
    changes.put(family::journal, journal_key(till, seq), body);
    changes.put(family::state, ledger_key(till), std::to_string(seq));
    return db_->commit(changes, how);
  }

  /// How long the journal is; 0 also when it has gaps.
  seq_t journal_length() {
    auto all = all_of(*db_, family::journal);
    for (seq_t seq = 1; seq <= all.size(); ++seq)
      EXPECT_EQ(seq_of_journal_key(all[seq - 1].first), seq);
    auto ledger = db_->get(family::state, ledger_key(till));
    EXPECT_TRUE(ledger);
    EXPECT_EQ(ledger->value_or("0"), std::to_string(all.size()));
    return all.size();
  }

  std::unique_ptr<rocksdb::Env> memory_{
    rocksdb::NewMemEnv(rocksdb::Env::Default())};
  deaths deaths_;
  std::unique_ptr<power_env> disk_;
  std::unique_ptr<queued_env> queue_;
  std::unique_ptr<terminal_store> db_;
};

} // namespace

TEST_F(Power, L2_CutKeepsWhatWasSyncedAndAPrefixOfTheRest) {
  std::mt19937_64 random{kassa::testing::test_seed()};
  seq_t written = 0;
  seq_t durable = 0;
  for (int life = 0; life < 30; ++life) {
    boot();
    auto found = journal_length();
    ASSERT_GE(found, durable) << "life " << life;
    ASSERT_LE(found, written) << "life " << life;
    written = found;
    for (auto n = random() % 200; n > 0; --n) {
      if (random() % 60 == 0) { // A kill: the machine goes on.
        db_.reset();
        db_ = open_at(
          {.path = "/db", .env = queue_.get(), .die = deaths_.port()});
        durable = written;
      }
      bool synced = random() % 10 == 0;
      ASSERT_TRUE(
        append(++written, synced ? durability::synced : durability::lazy));
      if (synced)
        durable = written;
      if (random() % 50 == 0) {
        ASSERT_TRUE(db_->sync());
        durable = written;
      }
      queue_->run();
    }
    cut(random);
  }
  EXPECT_GT(durable, 0U);
  EXPECT_TRUE(deaths_.told.empty());
}

TEST_F(Power, L4_LazyWritesMayBeLostUntilASync) {
  boot();
  ASSERT_TRUE(append(1, durability::synced));
  ASSERT_TRUE(append(2, durability::lazy));
  EXPECT_EQ(journal_length(), 2U);
  disk_->cut();
  db_.reset();
  boot();
  EXPECT_EQ(journal_length(), 1U);
  ASSERT_TRUE(append(2, durability::lazy));
  ASSERT_TRUE(db_->sync());
  disk_->cut();
  db_.reset();
  boot();
  EXPECT_EQ(journal_length(), 2U);
}

TEST_F(Power, L2_L4_WhatAStartFoundIsDurableThoughNobodySyncedIt) {
  boot();
  ASSERT_TRUE(append(1, durability::synced));
  ASSERT_TRUE(append(2, durability::lazy));
  // The process is killed, the machine goes on.
  db_.reset();
  db_ = open_at({.path = "/db", .env = queue_.get(), .die = deaths_.port()});
  ASSERT_EQ(journal_length(), 2U);
  ASSERT_TRUE(append(3, durability::synced));
  disk_->cut();
  db_.reset();
  boot();
  EXPECT_EQ(journal_length(), 3U);
}

TEST_F(Power, ManyStartsLeaveFewLogs) {
  for (seq_t seq = 1; seq <= 40; ++seq) {
    boot();
    ASSERT_EQ(journal_length(), seq - 1);
    ASSERT_TRUE(append(seq, durability::synced));
    disk_->cut();
    db_.reset();
  }
  std::vector<std::string> names;
  ASSERT_TRUE(memory_->GetChildren("/db", &names).ok());
  EXPECT_LE(std::count_if(names.begin(), names.end(),
                          [](const auto& x) { return x.ends_with(".log"); }),
            10);
}

TEST_F(Power, L2_CutDuringFlushesLosesNothing) {
  std::mt19937_64 random{kassa::testing::test_seed()};
  boot();
  seq_t seq = 0;
  for (int life = 0; life < 5; ++life) {
    for (int i = 0; i < 3000; ++i) {
      write_set changes;
      changes.put(family::journal, journal_key(till, ++seq),
                  std::string(8000, static_cast<char>(random())));
      changes.put(family::state, ledger_key(till), std::to_string(seq));
      ASSERT_TRUE(db_->commit(changes, i % 20 == 0 ? durability::synced
                                                   : durability::lazy));
      if (random() % 16 == 0)
        queue_->run();
    }
    ASSERT_TRUE(db_->sync());
    cut(random);
    boot();
    ASSERT_EQ(journal_length(), seq);
  }
}

TEST_F(Power, L15_FailedSyncKillsOnce) {
  boot();
  ASSERT_TRUE(append(1, durability::synced));
  disk_->fail_syncs();
  ASSERT_TRUE(append(2, durability::lazy));
  EXPECT_TRUE(deaths_.told.empty());
  EXPECT_EQ(append(3, durability::synced).why().code, errc::io);
  ASSERT_EQ(deaths_.told.size(), 1U);
  EXPECT_NE(deaths_.told[0].find("told to fail"), std::string::npos);
  EXPECT_FALSE(append(4, durability::synced));
  EXPECT_FALSE(append(5, durability::lazy));
  EXPECT_FALSE(db_->sync());
  EXPECT_FALSE(db_->flush());
  EXPECT_EQ(deaths_.told.size(), 1U);
}

TEST_F(Power, L15_FailedLazySyncKills) {
  boot();
  ASSERT_TRUE(append(1, durability::lazy));
  disk_->fail_syncs();
  EXPECT_FALSE(db_->sync());
  EXPECT_EQ(deaths_.told.size(), 1U);
}

TEST_F(Power, L15_FailedWriteKills) {
  boot();
  disk_->fail_appends();
  EXPECT_FALSE(append(1, durability::lazy));
  EXPECT_EQ(deaths_.told.size(), 1U);
}

TEST_F(Power, LeavesBackgroundWorkToWhoeverRunsTheQueue) {
  boot();
  seq_t seq = 0;
  while (queue_->waiting() == 0) {
    write_set changes;
    changes.put(family::journal, journal_key(till, ++seq),
                std::string(1 << 20, 'x'));
    changes.put(family::state, ledger_key(till), std::to_string(seq));
    ASSERT_TRUE(db_->commit(changes, durability::lazy));
    ASSERT_LT(seq, 100U) << "nobody asks for a flush";
  }
  EXPECT_GT(queue_->run(), 0U);
  EXPECT_EQ(journal_length(), seq);
  db_.reset();
  EXPECT_EQ(queue_->waiting(), 0U);
}

} // namespace kassa::store
