// The two receipts of an exchange, as the ledger sees them.

#include "actors/journal/verify.hpp"
#include "tests/support/journal_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

struct exchange_world : journal_world {
  exchange_world() {
    sold = must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}))
             .receipt();
    halves = make_exchange(sold.number(), sold.lines(0));
  }

  v1::RecordBody begun() {
    v1::RecordBody out;
    out.mutable_exchange_begun()->mutable_exchange()->set_correction(false);
    return out;
  }

  v1::ReceiptEntry entry(v1::Series series, std::uint64_t number) {
    auto found = find_receipt(disk, of, series, number);
    EXPECT_TRUE(found && *found);
    return (*found)->entry;
  }

  void expect_broken(const result<written>& made) {
    ASSERT_FALSE(made);
    EXPECT_EQ(made.why().code, errc::internal);
    EXPECT_NE(to_string(made.why()).find("L3"), std::string::npos);
  }

  v1::Receipt sold;
  std::vector<v1::RecordBody> halves;
};

TEST(JournalExchange, L2_EachReceiptIsGivenTheOthersNumber) {
  exchange_world world;
  world.must(world.begun());
  append_request both;
  both.drafts = world.halves;
  auto made = world.write(both);
  ASSERT_TRUE(made);
  const auto& back = made->bodies[0].receipt();
  const auto& gone = made->bodies[1].receipt();
  EXPECT_EQ(back.number(), 1U);
  EXPECT_EQ(back.counterpart().number(), 2U);
  EXPECT_EQ(gone.number(), 2U);
  EXPECT_EQ(gone.counterpart().number(), 1U);
  EXPECT_EQ(world.entry(v1::SERIES_RETURN, 1).counterpart(), 2U);
  EXPECT_EQ(world.entry(v1::SERIES_SALE, 1).returned(0).gross_ore(), 1000);
  EXPECT_EQ(world.ledger().sale_first_seq(), 0U);
  world.must(make_z());
  auto report = verify(world.disk, world.of, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->findings, std::vector<finding>{});
}

TEST(JournalExchange, TheReturnLeavesItsSaleOpen) {
  exchange_world world;
  auto seq = world.must(world.begun()).seq();
  EXPECT_EQ(world.ledger().sale_first_seq(), seq);
  world.must(world.halves[0]);
  EXPECT_EQ(world.ledger().sale_first_seq(), seq);
  world.must(world.halves[1]);
  EXPECT_EQ(world.ledger().sale_first_seq(), 0U);
}

TEST(JournalExchange, L2_AnIntentOfTheReturnPromisesNoNumberOfTheSale) {
  exchange_world world;
  v1::RecordBody intent;
  *intent.mutable_intent()->mutable_receipt() = world.halves[0].receipt();
  auto held = world.must(intent).intent().receipt();
  EXPECT_TRUE(held.has_counterpart());
  EXPECT_EQ(held.counterpart().number(), 0U);
}

TEST(JournalExchange, L3_NoZPassesAHalfDoneOneButAnXDoes) {
  exchange_world world;
  world.must(world.halves[0]);
  world.must(make_x());
  world.expect_broken(world.write(make_z()));
  world.must(world.halves[1]);
  world.must(make_z());
}

TEST(JournalExchange, L3_AReturnIsSettledByOneSale) {
  exchange_world world;
  world.must(world.halves[0]);
  auto gone = world.must(world.halves[1]);
  auto again = world.halves[1];
  again.mutable_receipt()->mutable_counterpart()->set_number(1);
  world.expect_broken(world.write(again));
  again.mutable_receipt()->mutable_counterpart()->set_number(7);
  auto made = world.write(again);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.why().code, errc::unknown_receipt);
}

TEST(JournalExchange, L13_TheLastZOfAFencedScopeIsMadeAllTheSame) {
  exchange_world world;
  world.must(world.halves[0]);
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  world.must(fence);
  EXPECT_EQ(world.write(world.halves[1]).why().code, errc::fenced);
  world.must(make_z());
}

} // namespace
