#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "tests/support/hub_records.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {

namespace {

class JournalRows : public ::testing::Test {
protected:
  JournalRows() { till_.append_plain(9); }

  void append(seq_t first, seq_t last, std::size_t skip = 0) {
    put(last, run_row(till_.batch(first, last).run(), skip));
  }

  void put(seq_t last, std::string row) {
    store::transaction what;
    what.partition = till_.of().store;
    what.writes.push_back(
      {keys::run(till_.of().terminal, last), std::move(row)});
    ASSERT_TRUE(storage_->commit({&what, 1}).front());
  }

  /// How many records are held in one piece from `from` on.
  result<std::size_t> held(seq_t from) {
    std::size_t n = 0;
    auto seen = visit_records(
      *storage_, till_.of(), from, [&](seq_t seq, const record_view& x) {
        EXPECT_EQ(seq, from + n);
        EXPECT_EQ(x.bytes, till_.record(seq).SerializeAsString());
        ++n;
        return true;
      });
    if (!seen)
      return seen.why();
    return n;
  }

  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  testing::made_journal till_{{"bageri", "KASSA1"}};
};

TEST_F(JournalRows, L6_KeepTheBytesOfEachRecord) {
  append(1, 4);
  append(5, 5);
  append(4, 9, 2); // Begins with what is held.
  for (seq_t from = 1; from <= 9; ++from)
    EXPECT_EQ(*held(from), 10 - from) << from;
  EXPECT_EQ(*held(10), 0U);
}

TEST_F(JournalRows, FindARecordWithinItsRun) {
  append(1, 4);
  append(5, 9);
  for (seq_t seq = 1; seq <= 9; ++seq) {
    auto found = find_record(*storage_, till_.of(), seq);
    ASSERT_TRUE(found && *found) << seq;
    EXPECT_EQ((*found)->hash(), till_.record(seq).hash());
  }
  for (seq_t seq : {0, 10})
    EXPECT_FALSE(find_record(*storage_, till_.of(), seq)->has_value()) << seq;
}

TEST_F(JournalRows, SayWhenARunIsMissingOrNoRun) {
  append(1, 3);
  append(6, 9);
  EXPECT_EQ(held(1).why().code, errc::corrupt);
  EXPECT_EQ(*held(7), 3U);
  put(5, "no run");
  EXPECT_EQ(held(4).why().code, errc::corrupt);
}

} // namespace

} // namespace kassa::hub
