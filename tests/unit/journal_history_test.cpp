#include "actors/journal/history.hpp"
#include "actors/journal/verify.hpp"
#include "store/keys.hpp"
#include "tests/support/journal_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

struct journal_history : ::testing::Test, journal_world {
  void sell(int receipts) {
    for (int i = 0; i < receipts; ++i)
      must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  }
};

TEST_F(journal_history, FindsAReceiptByItsNumberAndNothingElse) {
  sell(3);
  auto found = find_receipt(disk, of, v1::SERIES_SALE, 2);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->body.receipt().number(), 2u);
  EXPECT_EQ((*found)->seq, 3u);
  EXPECT_FALSE(*find_receipt(disk, of, v1::SERIES_SALE, 4));
  EXPECT_FALSE(*find_receipt(disk, of, v1::SERIES_RETURN, 2));
}

TEST_F(journal_history, L1_FindsNothingOfAnotherTerminal) {
  sell(1);
  scope other{"bageriet", "KASSA2"};
  EXPECT_FALSE(*find_receipt(disk, other, v1::SERIES_SALE, 1));
  EXPECT_FALSE(read_ledger(disk, other));
}

TEST_F(journal_history, ListsReceiptsPageByPage) {
  sell(5);
  must(make_z());
  clock.advance(86'400'000);
  sell(2);
  auto page = list_receipts(disk, of, "2026-05-04", "2026-05-04", 0, 3);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->receipts_size(), 3);
  EXPECT_EQ(page->receipts(0).number(), 1u);
  page = list_receipts(disk, of, "2026-05-04", "2026-05-04",
                       page->next_after_seq(), 3);
  ASSERT_EQ(page->receipts_size(), 2);
  EXPECT_EQ(page->receipts(1).number(), 5u);
  EXPECT_EQ(page->next_after_seq(), 0u);
  EXPECT_EQ(list_receipts(disk, of, "", "", 0, 0)->receipts_size(), 7);
  EXPECT_EQ(list_receipts(disk, of, "2026-05-05", "", 0, 0)->receipts_size(),
            2);
  EXPECT_FALSE(list_receipts(disk, of, "yesterday", "", 0, 0));
}

TEST_F(journal_history, FindsTheLatestZAndListsThem) {
  EXPECT_FALSE(*find_z(disk, of, 0));
  for (int i = 0; i < 3; ++i) {
    sell(1);
    must(make_z());
  }
  EXPECT_EQ((*find_z(disk, of, 0))->body.z_report().number(), 3u);
  EXPECT_EQ((*find_z(disk, of, 2))->body.z_report().number(), 2u);
  auto list = list_z(disk, of, 1, 10);
  ASSERT_EQ(list->size(), 2u);
  EXPECT_EQ(list->front().body.z_report().number(), 2u);
  EXPECT_EQ(list_z(disk, of, 0, 1)->size(), 1u);
}

TEST_F(journal_history, ReadsRecordsUpToABoundInBytesButAtLeastOne) {
  sell(10);
  auto all = read_records(disk, of, 0, 11, 1 << 20);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->count, 11u);
  EXPECT_EQ(read_records(disk, of, 0, 4, 1 << 20)->count, 4u);
  EXPECT_EQ(read_records(disk, of, 3, 11, 1)->count, 1u);
  EXPECT_TRUE(read_records(disk, of, 11, 11, 1 << 20)->empty());
}

TEST_F(journal_history, ReadsUpToDamageAndNoFurther) {
  sell(5);
  auto& record = disk.in(store::family::journal)[store::journal_key(of, 4)];
  record[record.size() / 2] ^= 1;
  auto before = read_records(disk, of, 0, 6, 1 << 20);
  ASSERT_TRUE(before);
  EXPECT_EQ(before->count, 3u);
  auto damage = read_records(disk, of, 3, 6, 1 << 20);
  ASSERT_FALSE(damage);
  EXPECT_EQ(damage.why().code, errc::journal_damaged);
  EXPECT_EQ(damage.why().fields.at("seq"), "4");
}

TEST_F(journal_history, UnfollowedItEndsBeforeWhatIsNoRecord) {
  sell(5);
  auto& rows = disk.in(store::family::journal);
  EXPECT_EQ(read_unfollowed(disk, of, 0, 6, 1 << 20)->bytes,
            read_records(disk, of, 0, 6, 1 << 20)->bytes);
  EXPECT_EQ(read_unfollowed(disk, of, 2, 6, 1)->count, 1u);
  EXPECT_TRUE(read_unfollowed(disk, of, 6, 6, 1 << 20)->empty());
  auto& record = rows[store::journal_key(of, 4)];
  record[record.size() / 2] ^= 1; // For the hub to find.
  EXPECT_EQ(read_unfollowed(disk, of, 0, 6, 1 << 20)->count, 6u);
  record = "no record";
  EXPECT_EQ(read_unfollowed(disk, of, 0, 6, 1 << 20)->count, 3u);
  rows.erase(store::journal_key(of, 4));
  EXPECT_EQ(read_unfollowed(disk, of, 0, 6, 1 << 20)->count, 3u);
  EXPECT_EQ(read_unfollowed(disk, of, 3, 6, 1 << 20).why().fields.at("seq"),
            "5");
}

TEST_F(journal_history, L4_ReadsWhatVerifiesBeyondAHole) {
  sell(9);
  auto& rows = disk.in(store::family::journal);
  auto whole = read_beyond(disk, of, 6, 10, 1 << 20);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->hole_first(), 0u);
  EXPECT_EQ(view_run(whole->run())->size(), 4u);
  EXPECT_EQ(whole->head().hash(), read_record(disk, of, 10)->hash());
  EXPECT_TRUE(whole->last());
  rows[store::journal_key(of, 4)] = "no record"; // So nobody can tell of 5.
  rows.erase(store::journal_key(of, 7));
  auto first = read_beyond(disk, of, 3, 10, 1 << 20);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->hole_first(), 4u);
  EXPECT_EQ(first->hole_last(), 5u);
  EXPECT_EQ(first->head().seq(), 6u);
  EXPECT_FALSE(first->last());
  auto second = read_beyond(disk, of, 6, 10, 1 << 20);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->hole_first(), 7u);
  EXPECT_EQ(second->hole_last(), 8u);
  EXPECT_EQ(view_run(second->run())->size(), 2u);
  EXPECT_TRUE(second->last());
  rows[store::journal_key(of, 10)] = "gone";
  auto end = read_beyond(disk, of, 9, 10, 1 << 20);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->hole_last(), 10u);
  EXPECT_TRUE(end->run().empty());
  EXPECT_TRUE(end->last());
  auto small = read_beyond(disk, of, 0, 3, 1);
  ASSERT_TRUE(small);
  EXPECT_EQ(small->head().seq(), 1u) << "at least one, whatever its size";
}

/// A disk of which some rows of the journal cannot be read at all.
class torn_reader : public store::reader {
public:
  torn_reader(const store::reader& of, std::string first, std::string last)
    : of_(of), first_(std::move(first)), last_(std::move(last)) {}

  result<std::optional<std::string>> get(store::family where,
                                         std::string_view key) const override {
    if (where == store::family::journal && key >= first_ && key <= last_)
      return error{errc::corrupt, {{"what", "journal"}}, "checksum"};
    return of_.get(where, key);
  }
  status scan(store::family where, std::string_view from, std::string_view to,
              const visitor& visit) const override {
    auto torn = false;
    auto done = of_.scan(
      where, from, to, [&](std::string_view key, std::string_view value) {
        torn = where == store::family::journal && key >= first_ && key <= last_;
        return !torn && visit(key, value);
      });
    if (torn)
      return error{errc::corrupt, {{"what", "journal"}}, "checksum"};
    return done;
  }
  status scan_back(store::family where, std::string_view from,
                   std::string_view to, const visitor& visit) const override {
    return of_.scan_back(where, from, to, visit);
  }

private:
  const store::reader& of_;
  std::string first_, last_;
};

TEST_F(journal_history, L4_WhatTheDiskLostIsAHole) {
  sell(9);
  torn_reader torn{disk, store::journal_key(of, 4), store::journal_key(of, 6)};
  for (auto read : {read_records, read_unfollowed}) {
    auto before = read(torn, of, 0, 10, 1 << 20);
    ASSERT_TRUE(before);
    EXPECT_EQ(before->count, 3u);
    auto damage = read(torn, of, 3, 10, 1 << 20);
    ASSERT_FALSE(damage);
    EXPECT_EQ(damage.why().code, errc::journal_damaged);
    EXPECT_EQ(damage.why().fields.at("seq"), "4");
  }
  auto beyond = read_beyond(torn, of, 3, 10, 1 << 20);
  ASSERT_TRUE(beyond);
  EXPECT_EQ(beyond->hole_first(), 4u);
  EXPECT_EQ(beyond->hole_last(), 7u) << "nobody can tell of 7";
  EXPECT_EQ(beyond->head().seq(), 10u);
  auto after = read_beyond(torn, of, 5, 10, 1 << 20);
  ASSERT_TRUE(after) << "5 cannot be gone on from";
  EXPECT_EQ(after->hole_first(), 6u);
  EXPECT_EQ(after->hole_last(), 7u);
}

TEST_F(journal_history, ReadsOnAfterDamageThatTheHubHasAcknowledged) {
  sell(5);
  auto key = store::journal_key(of, 4);
  v1::Acked acked;
  acked.set_seq(4);
  acked.set_hash(read_record(disk, of, 4)->hash());
  disk.in(store::family::state)[store::acked_key(of)]
    = acked.SerializeAsString();
  auto& rows = disk.in(store::family::journal);
  auto whole = rows.at(key);
  auto flipped = whole;
  flipped.back() ^= 1; // In its hash.
  for (const auto& found : {flipped, std::string{"no record"}, std::string{}}) {
    rows[key] = found;
    if (found.empty())
      rows.erase(key);
    auto after = read_records(disk, of, 4, 6, 1 << 20);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->count, 2u);
    EXPECT_FALSE(*find_damage(disk, of, 5, 6));
    EXPECT_FALSE(read_records(disk, of, 3, 6, 1 << 20));
  }
}

TEST_F(journal_history, KnowsTheFolderOnceItWasMade) {
  EXPECT_EQ(*read_folder_scope(disk), std::optional{of});
  EXPECT_EQ(*read_folder_scope(memory_store{}), std::nullopt);
  auto body = read_body(disk, of, 1);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->kind(), v1::KIND_GENESIS);
  EXPECT_EQ(body->genesis().manufacturing_number(), "KASSA1");
}

TEST_F(journal_history, L13_RefusesASecondJournalInTheFolder) {
  new_journal second;
  second.scope = {"bageriet", "KASSA2"};
  second.path = "/var/lib/kassa";
  auto done = create_journal(disk, second);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.why().code, errc::already_initialised);
  EXPECT_EQ(done.why().fields.at("terminal"), "KASSA1");
}

} // namespace
