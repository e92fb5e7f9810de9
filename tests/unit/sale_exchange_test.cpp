// Goods come back and others go.

#include "tests/unit/sale_booked_till.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::booked_till;

const v1::Payment& only_payment(const v1::Receipt& of) {
  EXPECT_EQ(of.payments_size(), 1);
  return of.payments(0);
}

/// Each cites the other, and both their Kvittning come to nothing.
void expect_pair(const std::vector<v1::Receipt>& both) {
  ASSERT_EQ(both.size(), 2U);
  const auto& back = both[0];
  const auto& sold = both[1];
  EXPECT_EQ(back.series(), v1::SERIES_RETURN);
  EXPECT_EQ(sold.series(), v1::SERIES_SALE);
  EXPECT_EQ(back.counterpart().series(), v1::SERIES_SALE);
  EXPECT_EQ(back.counterpart().number(), sold.number());
  EXPECT_EQ(sold.counterpart().series(), v1::SERIES_RETURN);
  EXPECT_EQ(sold.counterpart().number(), back.number());
  EXPECT_FALSE(sold.has_original());
  EXPECT_TRUE(back.has_original());
  ore_t offset = 0;
  for (const auto& receipt : both)
    for (const auto& x : receipt.payments())
      offset += x.means() == v1::MEANS_OFFSET ? x.tendered_ore() : 0;
  EXPECT_EQ(offset, 0);
}

TEST(SaleExchange, L3_AnEvenOneIsTwoReceiptsSettledByKvittning) {
  booked_till t;
  auto number = t.sell({{"1", 1000}, {"2", 1000}});
  t.must(t.exchange_of(number, 1, 1000));
  t.add("1");
  auto view = view_of(t.now);
  EXPECT_EQ(view.total_ore(), 3000);
  EXPECT_EQ(view.exchange_ore(), 3000);
  EXPECT_EQ(view.remaining_ore(), 0);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[0].total_ore(), -3000);
  EXPECT_EQ(both[0].original().number(), number);
  EXPECT_EQ(only_payment(both[0]).name(), "Kvittning");
  EXPECT_EQ(only_payment(both[0]).tendered_ore(), -3000);
  EXPECT_EQ(only_payment(both[1]).tendered_ore(), 3000);
  EXPECT_FALSE(t.now.sale);
  EXPECT_EQ(t.period_means(v1::MEANS_OFFSET).amount_ore(), 0);
  EXPECT_EQ(t.period_means(v1::MEANS_OFFSET).count(), 2U);
  EXPECT_EQ(t.refused(t.exchange_of(number, 1, 1000)), errc::return_exceeds);
  t.expect_verified();
}

TEST(SaleExchange, FindsTheReceiptThatItsQrCodeNames) {
  booked_till t;
  auto number = t.sell({{"1", 1000}});
  v1::BeginExchangeRequest by;
  by.set_code("KVITTO:KASSA1:" + std::to_string(number));
  t.must(by);
  EXPECT_EQ(t.now.sale->exchange().original().number(), number);
  t.must(v1::AbortRequest{});
  v1::CorrectPaymentRequest right;
  right.set_code(by.code());
  t.must(right);
  EXPECT_TRUE(t.now.sale->exchange().correction());
  t.must(v1::AbortRequest{});
  right.set_number(number);
  EXPECT_EQ(t.refused(right), errc::invalid);
  by.set_code("KVITTO:KASSA2:" + std::to_string(number));
  EXPECT_EQ(t.refused(by), errc::other_terminal);
}

TEST(SaleExchange, L3_TheCustomerPaysTheDifferenceAndCashIsRounded) {
  booked_till t;
  auto number = t.sell({{"1", 1000}});
  t.must(t.exchange_of(number));
  t.add("2", 2000);
  EXPECT_EQ(view_of(t.now).remaining_ore(), 4980);
  auto now = t.pay_part(v1::MEANS_CASH, 10000);
  EXPECT_EQ(now.change_ore(), 5000);
  EXPECT_EQ(now.rounding_ore(), 20);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[0].rounding_ore(), 0);
  EXPECT_EQ(only_payment(both[0]).tendered_ore(), -3000);
  EXPECT_EQ(both[1].total_ore(), 7980);
  EXPECT_EQ(both[1].rounding_ore(), 20);
  EXPECT_EQ(both[1].payments(1).change_ore(), 5000);
  EXPECT_EQ(journal::expected_cash(t.world.ledger().period()), 5000);
  t.expect_verified();
}

TEST(SaleExchange, L3_WhatIsLeftIsPaidOutAndCashIsRounded) {
  booked_till t;
  auto number = t.sell({{"3", 2000}});
  t.must(t.exchange_of(number));
  t.add("2");
  EXPECT_EQ(view_of(t.now).remaining_ore(), -5910);
  v1::AddPaymentRequest more;
  more.set_means(v1::MEANS_CARD);
  more.set_amount_ore(5911);
  EXPECT_EQ(t.refused(more), errc::over_paid);
  EXPECT_EQ(t.pay_part(v1::MEANS_CARD, 1000).remaining_ore(), -4910);
  auto now = t.pay_part(v1::MEANS_CASH);
  EXPECT_EQ(now.sale().payments(1).tendered_ore(), -4900);
  EXPECT_EQ(now.remaining_ore(), 0);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[0].total_ore(), -9900);
  EXPECT_EQ(both[0].payments_size(), 3);
  EXPECT_EQ(both[0].rounding_ore(), 10);
  EXPECT_EQ(only_payment(both[1]).tendered_ore(), 3990);
  EXPECT_EQ(both[1].rounding_ore(), 0);
  EXPECT_EQ(journal::expected_cash(t.world.ledger().period()), -4900);
  t.expect_verified();
}

TEST(SaleExchange, KeepsTheDiscountOfWhatComesBackAndGivesOneOnWhatGoes) {
  booked_till t;
  t.add("1", 3000);
  v1::SetDiscountRequest off;
  off.mutable_discount()->set_basis_points(1000);
  t.must(off);
  t.pay_part(v1::MEANS_CARD);
  auto number = t.pay().back().number();
  t.must(t.exchange_of(number, 1, 2000));
  t.add("2", 2000);
  off.mutable_discount()->set_basis_points(5000);
  t.must(off);
  auto view = view_of(t.now);
  EXPECT_EQ(view.exchange_ore(), 5400);
  EXPECT_EQ(view.total_ore(), 3990);
  EXPECT_EQ(view.remaining_ore(), -1410);
  t.pay_part(v1::MEANS_CARD);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[1].discount_ore(), 3990);
  EXPECT_EQ(both[0].discount_ore(), 0);
  t.expect_verified();
}

TEST(SaleExchange, GoodsForNothingLeaveNothingToSettle) {
  booked_till t;
  auto number = t.sell({{"1", 1000}});
  t.must(t.exchange_of(number));
  t.add("2");
  v1::SetDiscountRequest free;
  free.mutable_discount()->set_basis_points(10'000);
  t.must(free);
  t.pay_part(v1::MEANS_CARD);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[0].payments_size(), 1);
  EXPECT_EQ(both[1].payments_size(), 0);
  t.expect_verified();
}

TEST(SaleExchange, WithoutNewGoodsItIsAReturn) {
  booked_till t;
  auto number = t.sell({{"1", 1000}});
  t.must(t.exchange_of(number));
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::unbalanced);
  t.pay_part(v1::MEANS_CARD);
  auto all = t.pay();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].series(), v1::SERIES_RETURN);
  EXPECT_FALSE(all[0].has_counterpart());
  EXPECT_EQ(only_payment(all[0]).means(), v1::MEANS_CARD);
  EXPECT_FALSE(t.now.sale);
  t.expect_verified();
}

TEST(SaleExchange, PaymentsStayTrueWhenTheDifferenceTurns) {
  booked_till t;
  auto number = t.sell({{"1", 1000}});
  t.must(t.exchange_of(number));
  t.add("3");
  t.pay_part(v1::MEANS_CARD, 1000);
  v1::RemoveLineRequest gone;
  gone.set_line_no(1);
  t.must(gone);
  t.add("4", 100);
  // 10,00 came in, and 17,01 less goes than came back.
  EXPECT_EQ(view_of(t.now).remaining_ore(), -2701);
  t.pay_part(v1::MEANS_CARD);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[0].total_ore(), -3000);
  EXPECT_EQ(both[1].total_ore(), 1299);
  t.expect_verified();
}

TEST(SaleExchange, NobodyPaysByKvittning) {
  booked_till t;
  t.add("1");
  v1::AddPaymentRequest by;
  by.set_means(v1::MEANS_OFFSET);
  EXPECT_EQ(t.refused(by), errc::invalid);
}

TEST(SaleExchange, BeginsInASaleOfNothingOnly) {
  booked_till t;
  auto number = t.sell({{"1", 1000}});
  t.add("2");
  EXPECT_EQ(t.refused(t.exchange_of(number)), errc::sale_open);
  v1::RemoveLineRequest gone;
  gone.set_line_no(1);
  t.must(gone);
  auto revision = revision_of(t.now);
  t.must(t.exchange_of(number));
  EXPECT_EQ(revision_of(t.now), revision + 1);
  EXPECT_EQ(t.refused(t.exchange_of(number)), errc::sale_open);
  EXPECT_EQ(t.refused(v1::MakeZRequest{}), errc::sale_open);
  t.must(v1::AbortRequest{});
  EXPECT_FALSE(t.now.sale);
  EXPECT_EQ(t.refused(t.exchange_of(77)), errc::unknown_receipt);
  t.with.user = "bo";
  EXPECT_EQ(t.refused(t.exchange_of(number)), errc::forbidden);
  t.with.user = "cilla";
  EXPECT_EQ(t.refused(t.exchange_of(number)), errc::forbidden);
  t.with.user = "anna";
  v1::SetTrainingRequest on;
  on.set_on(true);
  t.must(on);
  EXPECT_EQ(t.refused(t.exchange_of(number)), errc::training_on);
  t.expect_verified();
}

TEST(SaleExchange, WhatCameBackMeanwhileComesBackNoMore) {
  booked_till t;
  auto number = t.sell({{"1", 2000}});
  t.must(t.exchange_of(number, 1, 2000));
  t.add("2");
  v1::ParkRequest park;
  park.set_parking("bord 4");
  t.must(park);
  v1::FetchRequest fetch;
  fetch.set_parking("bord 4");
  t.must(fetch);
  EXPECT_EQ(view_of(t.now).exchange_ore(), 6000);
  t.must(park);
  v1::BeginReturnRequest back;
  back.set_number(number);
  auto& line = *back.add_lines();
  line.set_line_no(1);
  line.set_quantity_milli(1000);
  t.must(back);
  t.pay_part(v1::MEANS_CARD);
  t.pay();
  EXPECT_EQ(t.refused(fetch), errc::return_exceeds);
  v1::RemoveParkedRequest remove;
  remove.set_parking("bord 4");
  t.must(remove);
  t.expect_verified();
}

// -- a wrong means of payment -------------------------------------------------

TEST(SaleCorrection, L3_ReturnsByTheWrongMeansAndSellsByTheRightOnes) {
  booked_till t;
  t.add("2");
  v1::SetDiscountRequest off;
  off.mutable_discount()->set_basis_points(500);
  t.must(off);
  t.add("1", 2000);
  t.pay_part(v1::MEANS_SWISH, 1000);
  t.pay_part(v1::MEANS_CASH, 10000);
  auto sold = t.pay().back();
  auto drawer = journal::expected_cash(t.world.ledger().period());
  kassa::testing::sale_shop dearer;
  dearer.article("2", "Bröd", "hem", 9900);
  t.view = dearer.view(2);
  t.with.catalog = t.view.get();

  t.must(t.correction_of(sold.number()));
  auto view = view_of(t.now);
  EXPECT_EQ(view.total_ore(), sold.total_ore());
  EXPECT_EQ(view.remaining_ore(), sold.total_ore());
  EXPECT_EQ(view.exchange_ore(), 0);
  EXPECT_EQ(view.sale().exchange().refund_size(), 2);
  t.pay_part(v1::MEANS_CARD);
  auto both = t.pay();
  expect_pair(both);
  EXPECT_EQ(both[0].total_ore(), -sold.total_ore());
  EXPECT_EQ(both[0].rounding_ore(), -sold.rounding_ore());
  EXPECT_EQ(both[0].payments(0).tendered_ore(), -1000);
  EXPECT_EQ(both[0].payments(1).tendered_ore(),
            -(sold.payments(1).tendered_ore() - sold.payments(1).change_ore()));
  EXPECT_EQ(both[1].total_ore(), sold.total_ore());
  EXPECT_EQ(only_payment(both[1]).means(), v1::MEANS_CARD);
  EXPECT_EQ(both[1].discount_ore(), sold.discount_ore());
  EXPECT_EQ(both[1].receipt_discount().basis_points(), 500U);
  ASSERT_EQ(both[1].lines_size(), 2);
  EXPECT_EQ(both[1].lines(0).gross_ore(), sold.lines(0).gross_ore());
  EXPECT_EQ(both[1].lines(0).vat_basis_points(), 600U);
  EXPECT_EQ(journal::expected_cash(t.world.ledger().period()), 0);
  EXPECT_NE(drawer, 0);
  EXPECT_EQ(t.period_means(v1::MEANS_SWISH).amount_ore(), 0);
  EXPECT_EQ(t.period_means(v1::MEANS_CARD).amount_ore(), sold.total_ore());
  v1::BeginReturnRequest back;
  back.set_number(sold.number());
  EXPECT_EQ(t.refused(back), errc::already_returned);
  t.must(t.correction_of(both[1].number()));
  t.expect_verified();
}

TEST(SaleCorrection, TheLinesStand) {
  booked_till t;
  auto number = t.sell({{"1", 1000}}, v1::MEANS_CASH);
  t.must(t.correction_of(number));
  v1::AddLineRequest line;
  line.set_article_no("2");
  EXPECT_EQ(t.refused(line), errc::correction_open);
  v1::RemoveLineRequest gone;
  gone.set_line_no(1);
  EXPECT_EQ(t.refused(gone), errc::correction_open);
  v1::ChangeLineRequest change;
  change.set_line_no(1);
  EXPECT_EQ(t.refused(change), errc::correction_open);
  EXPECT_EQ(t.refused(v1::SetDiscountRequest{}), errc::correction_open);
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::unbalanced);
  t.must(v1::AbortRequest{});
  t.must(t.correction_of(number));
  t.expect_verified();
}

TEST(SaleCorrection, IsOfAWholeReceiptOfItsOwn) {
  booked_till t;
  auto what = [&t](std::uint64_t number) {
    auto refusal = t.call(t.correction_of(number));
    EXPECT_FALSE(refusal);
    EXPECT_EQ(refusal.why().code, errc::not_correctable);
    return refusal.why().fields.at("what");
  };
  auto number = t.sell({{"1", 2000}});
  t.must(t.exchange_of(number, 1, 1000));
  t.add("1");
  auto both = t.pay();
  EXPECT_EQ(what(number), "RETUR");
  EXPECT_EQ(what(both[1].number()), "Kvittning");
  EXPECT_EQ(t.refused(t.correction_of(99)), errc::unknown_receipt);
  t.add("1");
  v1::SetDiscountRequest free;
  free.mutable_discount()->set_basis_points(10'000);
  t.must(free);
  EXPECT_EQ(what(t.pay().back().number()), "0,00 kr");
}

} // namespace
