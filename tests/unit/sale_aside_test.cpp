// Copies, training and pro forma where a control unit is told of them.

#include "proto/base/time.hpp"
#include "tests/unit/sale_booked_till.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;

/// Receipt 1 was sold before the unit came.
struct told_till : kassa::sale::testing::booked_till {
  told_till() {
    sell({{"2", 1000}});
    plug_in();
  }

  const unit::accepted coded{"CODE", "UNIT-1"};
  const unit::accepted bare{"", "UNIT-1"};
  const unit::refused not_taken{unit::refusal::bad_data, "kd 6", false};
  const unit::refused full{unit::refusal::storage_full, "kd 24", false};

  static v1::CopyReceiptRequest copy_of(std::uint64_t number) {
    v1::CopyReceiptRequest by;
    by.set_number(number);
    return by;
  }

  void practise() {
    v1::SetTrainingRequest by;
    by.set_on(true);
    must(by);
    add("2");
    pay_part(v1::MEANS_CARD);
  }

  /// The intent that a call becomes.
  template <class Request>
  v1::Intent intent(const Request& by) {
    auto all = must(by);
    EXPECT_EQ(all.size(), 1U);
    EXPECT_TRUE(all.front().has_intent());
    EXPECT_TRUE(now.pending);
    return all.front().intent();
  }

  static unit::receipt_data asked(const v1::Intent& of) {
    return registration_of(of, false)->receipt;
  }
};

TEST(SaleAside, OneDecisionSaysWhatTheUnitIsToldOf) {
  using kind = unit::receipt_kind;
  context with;
  for (auto x : {kind::normal, kind::copy, kind::training, kind::pro_forma})
    EXPECT_FALSE(is_registered(x, with));
  with.unit = unit::condition{};
  for (auto x : {kind::normal, kind::copy, kind::training, kind::pro_forma})
    EXPECT_TRUE(is_registered(x, with));
  with.rules.registers_all = false;
  EXPECT_TRUE(is_registered(kind::normal, with));
  for (auto x : {kind::copy, kind::training, kind::pro_forma})
    EXPECT_FALSE(is_registered(x, with));
}

TEST(SaleAside, L11_ACopyIsAnIntentFirstAndThenTheOneCopy) {
  told_till t;
  const auto sold = (*t.memory.receipt(v1::SERIES_SALE, 1))->body;
  t.world.clock.advance(3'600'000);
  auto held = t.intent(t.copy_of(1));
  auto told = t.asked(held);
  EXPECT_EQ(told.kind, unit::receipt_kind::copy);
  EXPECT_EQ(told.number, 1U);
  EXPECT_EQ(told.sale_amount, 3990);
  EXPECT_EQ(told.vat, (std::vector<unit::vat_sum>{{600, 226, 3990}}));
  EXPECT_EQ(told.register_name, "KASSA1");
  auto then = at_offset(sold.business_ms(), sold.offset_minutes());
  ASSERT_TRUE(told.original);
  EXPECT_EQ(*told.original, (unit::original_receipt{then.date, then.time, 1}));
  EXPECT_NE(told.time, then.time);
  EXPECT_EQ(t.refused(t.copy_of(1)), errc::payment_pending);
  EXPECT_EQ(t.world.ledger().period().copies(), 0U);

  auto made = t.hear(t.coded).copy();
  EXPECT_EQ(made.number(), 1U);
  EXPECT_EQ(made.original_number(), 1U);
  EXPECT_EQ(made.unit().code(), "CODE");
  EXPECT_EQ(made.unit().unit(), "UNIT-1");
  EXPECT_FALSE(t.now.pending);
  EXPECT_EQ(t.refused(t.copy_of(1)), errc::already_copied);
  EXPECT_EQ(t.world.ledger().period().copies(), 1U);
  EXPECT_EQ(t.world.ledger().period().copies_ore(), 3990);
  t.expect_verified();
}

TEST(SaleAside, ACopyOfAReturnKeepsItsSigns) {
  told_till t;
  v1::BeginReturnRequest back;
  back.set_number(1);
  t.must(back);
  t.pay_part(v1::MEANS_CARD);
  t.pay();
  t.hear(t.coded);
  auto by = t.copy_of(1);
  by.set_series(v1::SERIES_RETURN);
  auto told = t.asked(t.intent(by));
  EXPECT_EQ(told.kind, unit::receipt_kind::copy);
  EXPECT_EQ(told.return_amount, 3990);
  EXPECT_EQ(told.sale_amount, -3990);
}

TEST(SaleAside, AProFormaOfAnOpenReturnIsRegisteredAsOne) {
  told_till t;
  t.add("2");
  t.pay_part(v1::MEANS_CARD);
  t.pay();
  t.hear(t.coded);
  v1::BeginReturnRequest back;
  back.set_number(1);
  t.must(back);
  auto told = t.asked(t.intent(v1::PrintProFormaRequest{}));
  EXPECT_EQ(told.kind, unit::receipt_kind::pro_forma);
  EXPECT_EQ(told.return_amount, 3990);
  EXPECT_EQ(told.sale_amount, -3990);
}

TEST(SaleAside, WithSalesOnlyNothingElseWaitsForTheUnit) {
  told_till t;
  t.with.rules.registers_all = false;
  t.with.unit->now = unit::state::down;
  EXPECT_FALSE(t.must(t.copy_of(1)).front().copy().has_unit());
  t.practise();
  auto shown = t.must(v1::PrintProFormaRequest{}).front();
  EXPECT_EQ(shown.pro_forma().number(), 0U);
  EXPECT_FALSE(shown.pro_forma().receipt().has_unit());
  EXPECT_EQ(t.pay().front().series(), v1::SERIES_TRAINING);
  t.expect_verified();
}

TEST(SaleAside, RefusesWhileTheUnitIsDownBeforeAnythingIsWritten) {
  told_till t;
  t.practise();
  auto seq = t.world.ledger().seq();
  t.with.unit->now = unit::state::down;
  EXPECT_EQ(t.refused(v1::PrintProFormaRequest{}), errc::unit_down);
  EXPECT_EQ(t.refused(v1::AddPaymentRequest{}), errc::unit_down);
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::unit_down);
  t.with.unit->now = unit::state::blocked;
  EXPECT_EQ(t.refused(v1::PrintProFormaRequest{}), errc::unit_blocked);
  EXPECT_EQ(t.world.ledger().seq(), seq);
  told_till other;
  other.with.unit->now = unit::state::down;
  EXPECT_EQ(other.refused(other.copy_of(7)), errc::unknown_receipt);
  EXPECT_EQ(other.refused(other.copy_of(1)), errc::unit_down);
}

TEST(SaleAside, StandsWithoutACodeWhereTheUnitTakesNoneOfItsKind) {
  told_till t;
  t.intent(t.copy_of(1));
  auto copy = t.hear(t.not_taken).copy();
  EXPECT_EQ(copy.unit().unit(), "UNIT-1");
  EXPECT_EQ(copy.unit().code(), "");
  EXPECT_EQ(copy.unit().refused(), "bad_data: kd 6");
  t.practise();
  t.intent(v1::PrintProFormaRequest{});
  EXPECT_EQ(t.hear(t.not_taken).pro_forma().receipt().unit().refused(),
            "bad_data: kd 6");
  t.intent(v1::PayRequest{});
  auto trained = t.hear(t.not_taken).receipt();
  EXPECT_EQ(trained.series(), v1::SERIES_TRAINING);
  EXPECT_EQ(trained.unit().refused(), "bad_data: kd 6");
  EXPECT_EQ(t.world.ledger().next_training(), 2U);
  t.expect_verified();
}

TEST(SaleAside, L2_AUnitThatNeedsServiceLeavesAVoidAndNoCopy) {
  told_till t;
  t.intent(t.copy_of(1));
  auto told = judge(*t.now.pending, t.full, false);
  EXPECT_EQ(told.why->code, errc::unit_not_told);
  EXPECT_EQ(told.why->fields.at("number"), "1");
  EXPECT_FALSE(judge(*t.now.pending, unit::unknown{}, false).draft);
  auto end = t.hear(unit::unavailable{"no line"}).void_();
  EXPECT_EQ(end.series(), v1::SERIES_COPY);
  EXPECT_EQ(end.number(), 1U);
  t.intent(t.copy_of(1));
  EXPECT_EQ(t.hear(t.coded).copy().number(), 2U);
  EXPECT_EQ(t.world.ledger().period().copies(), 1U);
  t.expect_verified();
}

TEST(SaleAside, AProFormaHasANumberOfItsOwnAndLeavesTheSaleAsItIs) {
  told_till t;
  t.add("2");
  auto before = view_of(t.now);
  auto held = t.intent(v1::PrintProFormaRequest{});
  EXPECT_EQ(held.receipt().number(), 0U);
  auto told = t.asked(held);
  EXPECT_EQ(told.kind, unit::receipt_kind::pro_forma);
  EXPECT_EQ(told.number, 1U);
  EXPECT_FALSE(told.original);
  EXPECT_EQ(t.refused(v1::PrintProFormaRequest{}), errc::payment_pending);
  EXPECT_EQ(t.refused(v1::AbortRequest{}), errc::payment_pending);
  auto made = t.hear(t.bare).pro_forma();
  EXPECT_EQ(made.number(), 1U);
  EXPECT_EQ(made.receipt().number(), 0U);
  EXPECT_EQ(made.receipt().lines_size(), 1);
  EXPECT_EQ(made.receipt().unit().unit(), "UNIT-1");
  EXPECT_EQ(view_of(t.now).DebugString(), before.DebugString());
  t.expect_verified();
  t.intent(v1::PrintProFormaRequest{});
  EXPECT_EQ(t.hear(t.coded).pro_forma().number(), 2U);
  EXPECT_EQ(t.world.ledger().next_sale(), 2U);
  t.expect_verified();
}

TEST(SaleAside, L2_WhatWaitsBesideNoSaleIsFoundAgain) {
  told_till t;
  t.add("2");
  v1::ParkRequest park;
  park.set_parking("bord 4");
  t.must(park);
  v1::PrintProFormaRequest by;
  by.set_parking("bord 4");
  t.intent(by);
  auto found = t.memory.open_sale();
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->sale);
  ASSERT_TRUE(found->pending);
  EXPECT_EQ(found->pending->seq, t.now.pending->seq);
  EXPECT_EQ(found->pending->since_ms, t.now.pending->since_ms);
  EXPECT_EQ(view_of(*found).pending().series(), v1::SERIES_PRO_FORMA);
  v1::SetTrainingRequest on;
  on.set_on(true);
  EXPECT_EQ(t.refused(on), errc::payment_pending);
  EXPECT_EQ(t.hear(t.bare).pro_forma().parking(), "bord 4");
  t.expect_verified();
}

TEST(SaleAside, L12_WhatIsPractisedIsToldAsThat) {
  told_till t;
  t.practise();
  auto grand = t.world.ledger().grand().SerializeAsString();
  EXPECT_EQ(t.asked(t.intent(v1::PayRequest{})).kind,
            unit::receipt_kind::training);
  EXPECT_EQ(t.hear(t.full).void_().series(), v1::SERIES_TRAINING);
  ASSERT_TRUE(t.now.sale);
  t.intent(v1::PayRequest{});
  auto made = t.hear(t.bare).receipt();
  EXPECT_EQ(made.number(), 2U);
  EXPECT_EQ(made.unit().unit(), "UNIT-1");
  EXPECT_FALSE(t.now.sale);
  EXPECT_EQ(t.world.ledger().grand().SerializeAsString(), grand);
  EXPECT_EQ(t.world.ledger().period().training(), 1U);
  t.expect_verified();
}

TEST(SaleAside, L2_AManagersWordEndsACopyThatNobodyAnswersFor) {
  told_till t;
  t.add("2");
  auto before = view_of(t.now);
  t.intent(t.copy_of(1));
  v1::VoidPendingRequest by;
  by.set_reason("trasig");
  auto end = t.must(by).front().void_();
  EXPECT_EQ(end.series(), v1::SERIES_COPY);
  EXPECT_TRUE(end.in_doubt());
  EXPECT_EQ(view_of(t.now).DebugString(), before.DebugString());
  t.expect_verified();
}

TEST(SaleAside, NamesEachAskApart) {
  told_till t;
  auto copy = t.intent(t.copy_of(1));
  auto sold = copy;
  sold.clear_copy();
  EXPECT_NE(ask_id(copy), ask_id(sold));
  auto again = copy;
  EXPECT_EQ(ask_id(again), ask_id(copy));
}

} // namespace
