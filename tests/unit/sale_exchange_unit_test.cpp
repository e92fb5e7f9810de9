// An exchange where a control unit registers each of its receipts.

#include "tests/unit/sale_booked_till.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::booked_till;

const unit::accepted accepted{"CODE", "UNIT-1"};

struct signed_exchange : booked_till {
  signed_exchange() {
    number = sell({{"3", 2000}}); // 99,00
    plug_in();
    must(exchange_of(number));
    add("2");
    pay_part(v1::MEANS_CARD);
  }

  /// Pays as far as to the return receipt.
  v1::Receipt settle_return() {
    auto all = must(v1::PayRequest{});
    EXPECT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].has_intent());
    return hear(accepted).receipt();
  }

  std::uint64_t number = 0;
};

TEST(SaleExchangeUnit, L2_TheReturnIsRegisteredFirst) {
  signed_exchange t;
  auto back = t.settle_return();
  EXPECT_EQ(back.series(), v1::SERIES_RETURN);
  EXPECT_EQ(back.payments_size(), 2);
  // Which number the sale will get is not certain yet.
  EXPECT_TRUE(back.has_counterpart());
  EXPECT_EQ(back.counterpart().number(), 0U);
  ASSERT_TRUE(t.now.sale);
  const auto& x = t.now.sale->exchange();
  EXPECT_EQ(x.settled_number(), back.number());
  EXPECT_EQ(x.settled_ore(), 3990);
  EXPECT_EQ(x.refund_size(), 2);
  EXPECT_EQ(t.now.sale->payments_size(), 0);
  auto view = view_of(t.now);
  EXPECT_EQ(view.remaining_ore(), 0);
  EXPECT_EQ(view.exchange_ore(), 3990);
  t.expect_verified();

  auto next = second_half(t.now, v1::DELIVERY_PAPER, t.with);
  ASSERT_TRUE(next);
  ASSERT_EQ(next->size(), 1U);
  EXPECT_EQ((*next)[0].intent().receipt().counterpart().number(),
            back.number());
  ASSERT_TRUE(t.book(*next));
  auto sold = t.hear(accepted).receipt();
  EXPECT_EQ(sold.series(), v1::SERIES_SALE);
  EXPECT_EQ(sold.payments_size(), 1);
  EXPECT_EQ(sold.payments(0).means(), v1::MEANS_OFFSET);
  EXPECT_FALSE(t.now.sale);
  EXPECT_EQ(t.period_means(v1::MEANS_OFFSET).amount_ore(), 0);
  auto kept = t.memory.receipt(v1::SERIES_RETURN, back.number());
  EXPECT_EQ((*kept)->entry.counterpart(), sold.number());
  t.must(v1::MakeZRequest{});
  t.expect_verified();
}

TEST(SaleExchangeUnit, AVoidedReturnLeavesTheExchangeAsItWas) {
  signed_exchange t;
  auto before = view_of(t.now);
  t.must(v1::PayRequest{});
  EXPECT_TRUE(
    t.hear(unit::refused{unit::refusal::bad_data, "no", false}).has_void_());
  auto after = view_of(t.now);
  EXPECT_EQ(after.sale().exchange().settled_number(), 0U);
  EXPECT_EQ(after.remaining_ore(), before.remaining_ore());
  EXPECT_EQ(after.sale().payments_size(), 1);
  t.must(v1::AbortRequest{});
  t.expect_verified();
}

TEST(SaleExchangeUnit, L2_WithTheReturnWrittenTheSaleIsFinishedNotGivenUp) {
  signed_exchange t;
  auto back = t.settle_return();
  auto next = second_half(t.now, v1::DELIVERY_PAPER, t.with);
  ASSERT_TRUE(t.book(*next));
  EXPECT_TRUE(t.hear(unit::unavailable{"no line"}).has_void_());
  ASSERT_TRUE(t.now.sale);
  v1::ParkRequest park;
  park.set_parking("bord 4");
  for (auto code : {t.refused(v1::AbortRequest{}), t.refused(park),
                    t.refused(v1::MakeZRequest{})})
    EXPECT_EQ(code, errc::exchange_begun);
  auto why = t.call(v1::AbortRequest{}).why();
  EXPECT_EQ(why.fields["number"], std::to_string(back.number()));
  // Fewer goods than were settled is no sale yet.
  v1::RemoveLineRequest gone;
  gone.set_line_no(1);
  t.must(gone);
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::exchange_begun);
  t.add("1");
  EXPECT_EQ(view_of(t.now).remaining_ore(), -990);
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::unbalanced);
  v1::AddPaymentRequest card;
  card.set_means(v1::MEANS_CARD);
  EXPECT_EQ(t.refused(card), errc::over_paid);
  t.add("1");
  EXPECT_EQ(view_of(t.now).remaining_ore(), 2010);
  t.pay_part(v1::MEANS_CARD);
  // Without the unit it is the one receipt that is missing.
  t.with.unit.reset();
  auto sold = t.pay();
  ASSERT_EQ(sold.size(), 1U);
  EXPECT_EQ(sold[0].counterpart().number(), back.number());
  EXPECT_EQ(sold[0].payments_size(), 2);
  t.must(v1::MakeZRequest{});
  t.expect_verified();
}

TEST(SaleExchangeUnit, TheSecondHalfWaitsForAUnitThatSells) {
  signed_exchange t;
  t.settle_return();
  t.with.unit->now = unit::state::down;
  EXPECT_EQ(second_half(t.now, v1::DELIVERY_PAPER, t.with).why().code,
            errc::unit_down);
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::unit_down);
  t.expect_verified();
}

TEST(SaleExchangeUnit, L13_AClosedScopeEndsWithoutTheSale) {
  signed_exchange t;
  t.settle_return();
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  ASSERT_TRUE(t.book({fence}));
  t.with.gate = error{errc::fenced, {{"reason", "copied"}}};
  t.with.gate_stops_all = true;
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::fenced);
  t.must(v1::AbortRequest{});
  auto z = t.must(v1::MakeZRequest{}).back().z_report();
  EXPECT_EQ(t.refused(v1::AbortRequest{}), errc::no_open_sale);
  ore_t offset = 0;
  for (const auto& row : z.period().means())
    offset += row.means() == v1::MEANS_OFFSET ? row.amount_ore() : 0;
  EXPECT_EQ(offset, -3990);
  t.expect_verified();
}

TEST(SaleExchangeUnit, ACorrectionKeepsItsPaymentsBetweenTheReceipts) {
  booked_till t;
  auto number = t.sell({{"2", 1000}}, v1::MEANS_CASH);
  t.plug_in();
  t.must(t.correction_of(number));
  t.pay_part(v1::MEANS_SWISH);
  t.must(v1::PayRequest{});
  auto back = t.hear(accepted).receipt();
  EXPECT_EQ(back.payments(0).tendered_ore(), -4000);
  EXPECT_EQ(back.rounding_ore(), -10);
  ASSERT_TRUE(t.now.sale);
  EXPECT_EQ(t.now.sale->payments_size(), 1);
  EXPECT_EQ(t.now.sale->exchange().settled_ore(), 0);
  EXPECT_EQ(t.refused(v1::AbortRequest{}), errc::exchange_begun);
  v1::AddLineRequest line;
  line.set_article_no("1");
  EXPECT_EQ(t.refused(line), errc::correction_open);
  t.must(v1::PayRequest{});
  auto sold = t.hear(accepted).receipt();
  EXPECT_EQ(sold.payments(0).means(), v1::MEANS_SWISH);
  EXPECT_EQ(sold.counterpart().number(), back.number());
  t.expect_verified();
}

} // namespace
