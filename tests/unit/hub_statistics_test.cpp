#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/statistics_store.hpp"
#include "tests/support/hub_records.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::hub {

namespace {

using testing::made_journal;

class Statistics : public ::testing::Test {
protected:
  // What the committer does for an upload, cut to the parts that count.
  void store(const made_journal& from, seq_t upto) {
    store::transaction what;
    what.partition = from.of().store;
    what.writes.push_back(
      {keys::run(from.of().terminal, upto), from.batch(1, upto).run()});
    ASSERT_TRUE(storage_->commit({&what, 1}).front());
  }

  bool step(const scope& of, std::uint32_t max = 3) {
    auto next = next_count(*storage_, of, "Europe/Stockholm", max);
    EXPECT_TRUE(next);
    if (!*next)
      return false;
    return static_cast<bool>(storage_->commit({&(*next)->change, 1}).front());
  }

  void count(const made_journal& of) {
    while (step(of.of())) {
    }
  }

  v1::StoreStatistics read(const std::string& from = "",
                           const std::string& to = "") {
    auto out = read_statistics(*storage_, "bageri", from, to);
    EXPECT_TRUE(out);
    return *out;
  }

  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  made_journal till_{{"bageri", "KASSA1"}};
};

TEST_F(Statistics, L9_SumBothSeries) {
  till_.append_receipt(10'000);
  till_.append_plain(1);
  till_.append_receipt(-2'500);
  till_.append_receipt(600, 600, "200");
  store(till_, 4);
  count(till_);
  auto sums = read();
  EXPECT_EQ(sums.sales_ore(), 10'600);
  EXPECT_EQ(sums.returns_ore(), 2'500);
  EXPECT_EQ(sums.net_ore(), 8'100);
  EXPECT_EQ(sums.receipts(), 3U);
  ASSERT_EQ(sums.articles_size(), 2);
  EXPECT_EQ(sums.articles(0).key(), "100");
  EXPECT_EQ(sums.articles(0).net_ore(), 7'500);
  EXPECT_EQ(sums.articles(0).quantity_milli(), 0);
  ASSERT_EQ(sums.vat_size(), 2);
  EXPECT_EQ(sums.vat(0).key(), "1200");
  EXPECT_EQ(sums.vat(0).vat_ore(), 750);
  ASSERT_EQ(sums.means_size(), 1);
  EXPECT_EQ(sums.means(0).net_ore(), 8'100);
  ASSERT_EQ(sums.hours_size(), 1);
  EXPECT_EQ(sums.hours(0).key(), "2026-05-04 13");
}

TEST_F(Statistics, L9_CountEachRecordOnceWhateverIsRepeated) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck{seed};
  for (int i = 0; i < 50; ++i)
    till_.append_receipt(100 + i);
  for (int round = 0; round < 200; ++round) {
    store(till_, 1 + luck() % 50); // Delivered again, from the beginning.
    auto next = next_count(*storage_, till_.of(), "UTC",
                           static_cast<std::uint32_t>(1 + luck() % 7));
    ASSERT_TRUE(next);
    if (!*next)
      continue;
    auto& change = (*next)->change;
    (void)storage_->commit({&change, 1});
    // The same step again, as after an ambiguous commit: refused.
    EXPECT_FALSE(storage_->commit({&change, 1}).front());
  }
  store(till_, 50);
  count(till_);
  EXPECT_EQ(read().receipts(), 50U);
  EXPECT_EQ(read().net_ore(), 50 * 100 + 49 * 50 / 2);
}

TEST_F(Statistics, L9_RebuiltTheyAreTheSame) {
  made_journal other{{"bageri", "KASSA2"}, 2};
  for (int i = 0; i < 20; ++i) {
    till_.append_receipt(100 + i, 600, std::to_string(i % 3));
    other.append_receipt(-7, 2500, std::to_string(i % 4));
  }
  store(till_, 20);
  store(other, 20);
  count(till_);
  count(other);
  auto before = read().SerializeAsString();
  for (;;) {
    auto part = next_drop(*storage_, "bageri", 5);
    ASSERT_TRUE(part);
    if (!*part)
      break;
    ASSERT_TRUE(storage_->commit({&**part, 1}).front());
  }
  EXPECT_EQ(read().receipts(), 0U);
  count(other);
  count(till_);
  EXPECT_EQ(read().SerializeAsString(), before);
}

TEST_F(Statistics, L9_ADropThatWasCutShortIsMarked) {
  for (int i = 0; i < 9; ++i)
    till_.append_receipt(100, 600, std::to_string(i));
  store(till_, 9);
  count(till_);
  auto part = next_drop(*storage_, "bageri", 2);
  ASSERT_TRUE(storage_->commit({&**part, 1}).front());
  EXPECT_TRUE(*is_dropping(*storage_, "bageri"));
}

TEST_F(Statistics, L14_SetAsideWhatCannotBeReadAndGoOn) {
  till_.append_receipt(100);
  till_.append(till_.body(v1::KIND_RECEIPT)); // Without a receipt in it.
  till_.append(till_.body(static_cast<v1::Kind>(999)));
  auto broken = till_.body(v1::KIND_RECEIPT).SerializeAsString();
  till_.append_bytes(broken + std::string("\xea\x08\x02\xff\xff", 5));
  till_.append(till_.body(static_cast<v1::Kind>(12'345))); // Reserved: fine.
  till_.append_receipt(50);
  store(till_, 6);
  count(till_);
  EXPECT_EQ(read().net_ore(), 150);
  auto cursor = read_cursor(*storage_, till_.of());
  EXPECT_EQ(cursor->seq(), 6U);
  EXPECT_EQ(cursor->set_aside(), 3U);
  auto list = read_quarantine(*storage_, "bageri");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->records_size(), 3);
  const std::pair<seq_t, const char*> wanted[]{
    {2, "a receipt that cannot be read"},
    {3, "a kind that this hub does not know"},
    {4, "a receipt that cannot be read"}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(list->records(i).terminal(), till_.of().terminal);
    EXPECT_EQ(list->records(i).seq(), wanted[i].first);
    EXPECT_EQ(list->records(i).reason(), wanted[i].second) << i;
  }
  EXPECT_FALSE(list->more());
  auto two = read_quarantine(*storage_, "bageri", 2);
  EXPECT_EQ(two->records_size(), 2);
  EXPECT_TRUE(two->more());
}

TEST_F(Statistics, L12_LeaveTrainingOut) {
  auto body = till_.body(v1::KIND_RECEIPT);
  body.mutable_receipt()->set_series(v1::SERIES_TRAINING);
  body.mutable_receipt()->set_total_ore(99);
  till_.append(body);
  store(till_, 1);
  count(till_);
  EXPECT_EQ(read().receipts(), 0U);
  EXPECT_EQ(read_cursor(*storage_, till_.of())->set_aside(), 0U);
}

TEST_F(Statistics, KeepWithinTheDays) {
  till_.append_receipt(100);
  store(till_, 1);
  count(till_);
  EXPECT_EQ(read("2026-05-04", "2026-05-04").net_ore(), 100);
  EXPECT_EQ(read("2026-05-05", "").net_ore(), 0);
  EXPECT_EQ(read("", "2026-05-03").net_ore(), 0);
}

TEST_F(Statistics, L1_OfOneStoreHoldNothingOfAnother) {
  made_journal other{{"kiosk", "KASSA1"}};
  other.append_receipt(777);
  store(other, 1);
  count(other);
  EXPECT_EQ(read().receipts(), 0U);
}

TEST_F(Statistics, TakeAReplayedHourInTheStoresZone) {
  auto body = till_.body(v1::KIND_RECEIPT);
  body.set_offset_minutes(120);
  body.set_business_ms(1'482'400'800'000); // 2016-12-22 10:00 UTC: winter.
  auto& receipt = *body.mutable_receipt();
  receipt.set_series(v1::SERIES_SALE);
  receipt.set_replayed(true);
  receipt.set_business_date("2016-12-22");
  till_.append(body);
  store(till_, 1);
  count(till_);
  ASSERT_EQ(read().hours_size(), 1);
  EXPECT_EQ(read().hours(0).key(), "2016-12-22 11");
}

/// As a hub left it that could not interpret the record: an older one.
class Replay : public Statistics {
protected:
  void set_aside(seq_t seq) {
    auto cursor = read_cursor(*storage_, till_.of());
    ASSERT_TRUE(cursor);
    cursor->set_set_aside(cursor->set_aside() + 1);
    cursor->set_seq(std::max(cursor->seq(), seq));
    store::transaction what;
    what.partition = till_.of().store;
    what.writes.push_back(
      {keys::set_aside(till_.of().terminal, seq), "a kind of later"});
    what.writes.push_back(
      {keys::cursor(till_.of().terminal), cursor->SerializeAsString()});
    ASSERT_TRUE(storage_->commit({&what, 1}).front());
  }
  std::uint64_t replay(std::uint32_t at_once) {
    std::uint64_t counted = 0;
    for (seq_t after = 0;;) {
      auto step = next_replay(*storage_, till_.of(), "Europe/Stockholm", after,
                              at_once);
      EXPECT_TRUE(step);
      if (!*step)
        return counted;
      after = (*step)->last;
      counted += (*step)->counted;
      if ((*step)->counted != 0) {
        EXPECT_TRUE(storage_->commit({&(*step)->change, 1}).front());
      }
    }
  }
};

TEST_F(Replay, L9_L14_WhatIsUnderstoodNowIsCountedOnceAndTheRestStays) {
  for (int i = 0; i < 5; ++i)
    till_.append_receipt(1'000 + i);
  till_.append(till_.body(static_cast<v1::Kind>(999))); // Still unknown.
  store(till_, 6);
  for (seq_t seq = 1; seq <= 6; ++seq)
    set_aside(seq);
  EXPECT_EQ(read().receipts(), 0u);
  EXPECT_EQ(replay(2), 5u);
  EXPECT_EQ(replay(2), 0u) << "once";
  EXPECT_EQ(read().receipts(), 5u);
  EXPECT_EQ(read().sales_ore(), 5'010);
  EXPECT_EQ(read_cursor(*storage_, till_.of())->set_aside(), 1u);
  auto left = read_quarantine(*storage_, "bageri");
  ASSERT_TRUE(left);
  ASSERT_EQ(left->records_size(), 1);
  EXPECT_EQ(left->records(0).seq(), 6u);
  auto kept = read();
  // A rebuild comes to the same.
  while (auto part = *next_drop(*storage_, "bageri"))
    ASSERT_TRUE(storage_->commit({&*part, 1}).front());
  count(till_);
  EXPECT_EQ(read().SerializeAsString(), kept.SerializeAsString());
}

} // namespace

} // namespace kassa::hub
