// Card payments whose outcome is awaited.

#include "actors/journal/verify.hpp"
#include "tests/support/journal_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

v1::RecordBody asked(const std::string& ask) {
  v1::RecordBody out;
  out.mutable_card_asked()->set_sale("sale");
  out.mutable_card_asked()->set_ask(ask);
  out.mutable_card_asked()->mutable_payment()->set_tendered_ore(1000);
  out.mutable_card_asked()->set_terminal("emulated");
  return out;
}

v1::RecordBody said(const std::string& ask, v1::CardOutcome what,
                    bool stray = false) {
  v1::RecordBody out;
  out.mutable_card_answered()->set_ask(ask);
  out.mutable_card_answered()->set_outcome(what);
  out.mutable_card_answered()->set_stray(stray);
  return out;
}

v1::RecordBody line() {
  v1::RecordBody out;
  *out.mutable_line_added()->mutable_line() = make_line(1, 1000, 1000, 2500);
  return out;
}

void expect_verified(const journal_world& world) {
  auto report = verify(world.disk, world.of, {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
}

TEST(OpenCard, StaysInTheLedgerUntilItsOutcomeIsKnown) {
  journal_world world;
  world.must(line());
  world.must(asked("a"));
  EXPECT_EQ(world.ledger().open_card().ask(), "a");
  expect_verified(world);
  world.must(said("a", v1::CARD_OUTCOME_UNKNOWN));
  world.must(said("b", v1::CARD_OUTCOME_APPROVED));
  world.must(said("a", v1::CARD_OUTCOME_APPROVED, /*stray=*/true));
  EXPECT_EQ(world.ledger().open_card().ask(), "a");
  world.must(said("a", v1::CARD_OUTCOME_DECLINED));
  EXPECT_FALSE(world.ledger().has_open_card());
  expect_verified(world);
}

TEST(OpenCard, ItsPaymentComesInOneBatchWithTheAnswer) {
  journal_world world;
  world.must(line());
  world.must(asked("a"));
  v1::RecordBody paid;
  *paid.mutable_payment_added()->mutable_payment()
    = asked("a").card_asked().payment();
  append_request both;
  both.drafts = {said("a", v1::CARD_OUTCOME_APPROVED), paid};
  both.how = store::durability::synced;
  ASSERT_TRUE(world.write(both));
  EXPECT_FALSE(world.ledger().has_open_card());
}

TEST(OpenCard, NothingOfTheSaleMovesWhileItWaits) {
  journal_world world;
  world.must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  world.must(line());
  world.must(asked("a"));
  v1::RecordBody paid, parked, aborted, intent, copy;
  paid.mutable_payment_added()->mutable_payment()->set_payment_no(1);
  parked.mutable_sale_parked()->set_parking("bord 4");
  aborted.mutable_sale_aborted()->set_amount_ore(1000);
  auto receipt
    = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)});
  *intent.mutable_intent()->mutable_receipt() = receipt.receipt();
  for (const auto& body :
       {line(), paid, parked, aborted, receipt, intent, asked("b"), make_z()})
    EXPECT_EQ(code_of(world.write(body)), errc::card_unknown);
  world.must(make_x());
  copy.mutable_copy()->set_original_series(v1::SERIES_SALE);
  copy.mutable_copy()->set_original_number(1);
  world.must(copy);
}

TEST(OpenCard, TheLedgerSeesRecordsThatAWriterWouldNotMake) {
  journal_world world;
  world.must(line());
  world.must(asked("a"));
  for (auto body : {asked("b"), line()}) {
    ledger book{world.of, world.ledger()};
    body.set_seq(world.ledger().seq() + 1);
    store::write_set out;
    auto folded = book.fold(body, "hash", over(world.disk), out);
    ASSERT_FALSE(folded);
    EXPECT_NE(to_string(folded.why()).find("card payment a"),
              std::string::npos);
  }
}

} // namespace
