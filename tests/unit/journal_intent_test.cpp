// Numbers that wait for a control unit.

#include "actors/journal/verify.hpp"
#include "tests/support/journal_world.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

v1::RecordBody intent() {
  v1::RecordBody out;
  *out.mutable_intent()->mutable_receipt() = one_line_sale().receipt();
  return out;
}

v1::RecordBody void_because(const std::string& why) {
  v1::RecordBody out;
  out.mutable_void_()->set_reason(why);
  return out;
}

/// The receipt that an intent promised, with its code.
v1::RecordBody end_of(const v1::RecordBody& intent) {
  v1::RecordBody out;
  out.set_business_ms(intent.business_ms());
  *out.mutable_receipt() = intent.intent().receipt();
  out.mutable_receipt()->mutable_unit()->set_code("CODE");
  return out;
}

TEST(Intent, HoldsTheExactDataOfItsReceipt) {
  journal_world world;
  auto held = world.must(intent()).intent();
  v1::UnitData data;
  ASSERT_TRUE(data.ParseFromString(held.unit_data()));
  EXPECT_EQ(data.number(), 1U);
  EXPECT_EQ(data.register_name(), "KASSA1");
  EXPECT_EQ(data.org_no(), "5566778899");
  EXPECT_EQ(data.sale_ore(), held.receipt().to_pay_ore());
  EXPECT_EQ(data.return_ore(), 0);
  EXPECT_EQ(data.vat_size(), 1);
  EXPECT_EQ(data.time().size(), 8U);
}

TEST(Intent, GivesTheUnitTheAmountBeforeRoundingWhereThatIsChosen) {
  for (bool total : {false, true}) {
    journal_world world;
    world.at.unit_total = total;
    v1::RecordBody draft;
    *draft.mutable_intent()->mutable_receipt()
      = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 960, 2500)})
          .receipt();
    auto held = world.must(draft).intent();
    v1::UnitData data;
    ASSERT_TRUE(data.ParseFromString(held.unit_data()));
    EXPECT_EQ(data.sale_ore(), total ? 960 : 1000);
  }
}

TEST(Intent, KeepsWhetherAReturnGoesToTheUnitWithoutASign) {
  for (bool without : {false, true})
    for (auto series : {v1::SERIES_SALE, v1::SERIES_RETURN}) {
      journal_world world;
      world.at.unit_unsigned = without;
      v1::RecordBody draft;
      auto line = make_line(1, 1000, 1000, 2500);
      if (series == v1::SERIES_RETURN) {
        line.set_quantity_milli(-1000);
        line.set_gross_ore(-1000);
      }
      *draft.mutable_intent()->mutable_receipt()
        = make_receipt(series, {line}).receipt();
      v1::UnitData data;
      ASSERT_TRUE(data.ParseFromString(world.must(draft).intent().unit_data()));
      EXPECT_EQ(data.unsigned_return(), without && series == v1::SERIES_RETURN);
      EXPECT_EQ(data.sale_ore() < 0, series == v1::SERIES_RETURN)
        << "the engine keeps signs";
    }
}

TEST(Intent, L2_EndsInTheVeryReceiptThatItPromised) {
  journal_world world;
  auto held = world.must(intent());
  auto other = end_of(held);
  other.mutable_receipt()->set_number(2);
  EXPECT_EQ(code_of(world.write(other)), errc::internal);
  auto back = end_of(held);
  back.mutable_receipt()->set_series(v1::SERIES_RETURN);
  EXPECT_EQ(code_of(world.write(back)), errc::internal);
  auto end = world.must(end_of(held));
  EXPECT_EQ(end.receipt().number(), 1U);
  EXPECT_EQ(end.business_ms(), held.business_ms());
  EXPECT_EQ(world.ledger().open_intent_seq(), 0U);
  EXPECT_EQ(world.ledger().open_intent_number(), 0U);
  EXPECT_EQ(world.must(one_line_sale()).receipt().number(), 2U);
}

TEST(Intent, L2_AVoidNamesTheIntentThatItEnds) {
  journal_world world;
  auto held = world.must(intent());
  auto end = world.must(void_because("refused")).void_();
  EXPECT_EQ(end.series(), v1::SERIES_SALE);
  EXPECT_EQ(end.number(), 1U);
  EXPECT_EQ(end.intent_seq(), held.seq());
}

TEST(Intent, L2_NothingOfTheSaleMovesWhileItWaits) {
  journal_world world;
  world.must(one_line_sale());
  world.must(intent());
  v1::RecordBody copy, line, parked, cash;
  copy.mutable_copy()->set_original_series(v1::SERIES_SALE);
  copy.mutable_copy()->set_original_number(1);
  line.mutable_line_added()->mutable_line()->set_line_no(1);
  parked.mutable_sale_parked()->set_parking("bord 4");
  cash.mutable_cash_moved()->set_amount_ore(100);
  for (const auto& body : {copy, line, parked, intent(), make_z()})
    EXPECT_EQ(code_of(world.write(body)), errc::payment_pending);
  world.must(cash);
  world.must(make_x());
}

TEST(Intent, L2_TheLedgerSeesRecordsThatAWriterWouldNotMake) {
  journal_world world;
  world.must(intent());
  for (auto body : {intent(), make_z()}) {
    ledger book{world.of, world.ledger()};
    body.set_seq(world.ledger().seq() + 1);
    store::write_set out;
    auto folded = book.fold(body, "hash", over(world.disk), out);
    ASSERT_FALSE(folded);
    EXPECT_NE(to_string(folded.why()).find("L2"), std::string::npos);
  }
}

TEST(Intent, L2_L11_ACopysEndsInThatCopyAndNothingElse) {
  journal_world world;
  auto sold = world.must(one_line_sale());
  v1::RecordBody draft, copy;
  *draft.mutable_intent()->mutable_receipt() = sold.receipt();
  copy.mutable_copy()->set_original_series(v1::SERIES_SALE);
  copy.mutable_copy()->set_original_number(1);
  copy.mutable_copy()->set_original_seq(sold.seq());
  *draft.mutable_intent()->mutable_copy() = copy.copy();
  auto held = world.must(draft).intent();
  EXPECT_EQ(held.copy().number(), 1U);
  EXPECT_EQ(held.receipt().number(), 1U);
  EXPECT_EQ(world.ledger().open_intent_series(), v1::SERIES_COPY);
  EXPECT_EQ(code_of(world.write(one_line_sale())), errc::internal);
  EXPECT_EQ(code_of(world.write(intent())), errc::payment_pending);
  EXPECT_EQ(code_of(world.write(make_z())), errc::payment_pending);
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  world.must(fence);
  EXPECT_EQ(world.must(copy).copy().number(), 1U);
  EXPECT_EQ(world.ledger().open_intent_seq(), 0U);
  EXPECT_EQ(code_of(world.write(copy)), errc::fenced);
  EXPECT_TRUE(verify(world.disk, world.of, {})->findings.empty());
}

TEST(Intent, L13_AFenceStopsNewNumbersAndEndsThePromisedOne) {
  journal_world world;
  auto held = world.must(intent());
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  world.must(fence);
  world.must(end_of(held));
  EXPECT_EQ(code_of(world.write(intent())), errc::fenced);
}

TEST(Intent, L2_EndsEachNumberOnceAcrossPowerCutsBeforeTheOutcome) {
  auto seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937_64 dice{seed};
  journal_world world;
  world.disk.keep_durable = true;
  ASSERT_TRUE(world.disk.sync());
  for (int i = 0; i < 300; ++i) {
    auto open = world.ledger().open_intent_seq();
    append_request request;
    request.how = store::durability::synced;
    if (open == 0)
      request.drafts = {intent()};
    else if (dice() % 3 == 0)
      request.drafts = {void_because("refused")};
    else
      request.drafts = {end_of(*read_body(world.disk, world.of, open))};
    if (dice() % 4 == 0)
      request.how = store::durability::lazy;
    ASSERT_TRUE(world.write(request));
    if (dice() % 3 == 0)
      world.disk.cut_power();
  }
  auto state = world.ledger();
  std::uint64_t ended = 0;
  for (seq_t seq = 1; seq <= state.seq(); ++seq) {
    auto body = read_body(world.disk, world.of, seq);
    ASSERT_TRUE(body);
    if (body->has_receipt()) {
      EXPECT_EQ(body->receipt().number(), ++ended);
    }
    if (body->has_void_()) {
      EXPECT_EQ(body->void_().number(), ++ended);
    }
  }
  EXPECT_EQ(state.next_sale(), ended + 1);
  auto report = verify(world.disk, world.of, {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
}

} // namespace
