#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

struct pant_till : till {
  pant_till() {
    shop.article("20", "Läsk 33 cl", "bageri", 1500).set_deposit("21");
    shop.article("21", "Pant 1 kr", "hem", 100);
    use(shop, 1);
  }

  const v1::Line& line(int i) const { return now.sale->lines(i); }

  v1::ChangeLineRequest change(std::uint32_t no) {
    v1::ChangeLineRequest by;
    by.set_line_no(no);
    return by;
  }

  v1::RemoveLineRequest remove(std::uint32_t no) {
    v1::RemoveLineRequest by;
    by.set_line_no(no);
    return by;
  }
};

v1::Discount percent(std::uint32_t basis_points) {
  v1::Discount out;
  out.set_basis_points(basis_points);
  return out;
}

TEST(SaleDeposits, GoAlongWithTheirGoods) {
  pant_till t;
  t.add("20", 3000);
  ASSERT_EQ(t.now.sale->lines_size(), 2);
  EXPECT_EQ(t.line(1).article_no(), "21");
  EXPECT_EQ(t.line(1).deposit_of(), 1U);
  EXPECT_EQ(t.line(1).quantity_milli(), 3000);
  EXPECT_EQ(t.line(1).gross_ore(), 300);
  EXPECT_EQ(t.line(1).vat_basis_points(), 2500U) << "its own group's";
  EXPECT_EQ(revision_of(t.now), 12U) << "two records, two changes";
  EXPECT_EQ(t.add("1").line_no(), 3U);
}

TEST(SaleDeposits, FollowTheQuantityAndLeaveWithTheGoods) {
  pant_till t;
  t.add("20");
  auto more = t.change(1);
  more.set_quantity_milli(6000);
  t.must(more);
  EXPECT_EQ(t.line(0).quantity_milli(), 6000);
  EXPECT_EQ(t.line(1).quantity_milli(), 6000);
  EXPECT_EQ(t.line(1).gross_ore(), 600);
  more.set_quantity_milli(0);
  t.must(more);
  EXPECT_TRUE(t.now.sale->lines().empty());
  t.add("20");
  t.must(t.remove(3));
  EXPECT_TRUE(t.now.sale->lines().empty());
}

TEST(SaleDeposits, OfASaleAreNotChangedByThemselves) {
  pant_till t;
  t.add("20");
  auto by = t.change(2);
  by.set_quantity_milli(2000);
  EXPECT_EQ(t.refused(by), errc::bad_quantity);
  by.set_quantity_milli(0);
  EXPECT_EQ(t.refused(by), errc::bad_quantity);
  EXPECT_EQ(t.refused(t.remove(2)), errc::bad_quantity);
  EXPECT_EQ(t.now.sale->lines_size(), 2);
}

TEST(SaleDeposits, TakeNoDiscount) {
  pant_till t;
  t.add("20", 10'000); // 150,00 and 10,00
  v1::SetDiscountRequest half;
  *half.mutable_discount() = percent(5000);
  t.must(half);
  EXPECT_EQ(t.line(0).receipt_discount_ore(), 7500);
  EXPECT_EQ(t.line(1).receipt_discount_ore(), 0);
  EXPECT_EQ(t.line(1).gross_ore(), 1000);
  half.mutable_discount()->Clear();
  half.mutable_discount()->set_amount_ore(15'001);
  EXPECT_EQ(t.refused(half), errc::bad_discount) << "more than the goods";
  half.mutable_discount()->set_amount_ore(15'000);
  t.must(half);
  EXPECT_EQ(view_of(t.now).total_ore(), 1000);
  auto own = t.change(2);
  *own.mutable_discount() = percent(1000);
  EXPECT_EQ(t.refused(own), errc::bad_discount);
}

TEST(SaleDeposits, ComeBackWithTheGoods) {
  pant_till t;
  auto number = t.sell({{"20", 4000}, {"1", 1000}});
  auto by = t.return_of(number);
  by.add_lines()->set_line_no(1);
  by.mutable_lines(0)->set_quantity_milli(3000);
  t.must(by);
  ASSERT_EQ(t.now.sale->lines_size(), 2);
  EXPECT_EQ(t.line(1).quantity_milli(), -3000);
  EXPECT_EQ(t.line(1).gross_ore(), -300);
  EXPECT_EQ(t.line(1).deposit_of(), t.line(0).line_no());
  EXPECT_EQ(t.line(1).original().line_no(), 2U);
  t.must(t.remove(2)); // The customer keeps the cans.
  EXPECT_EQ(t.now.sale->lines_size(), 1);
  t.pay_part(v1::MEANS_CARD);
  t.pay();
  // All that is left: one can, four deposits, the coffee.
  t.must(t.return_of(number));
  EXPECT_EQ(view_of(t.now).total_ore(), -1500 - 400 - 3000);
}

TEST(SaleDeposits, ComeBackByThemselvesToo) {
  pant_till t;
  auto number = t.sell({{"20", 2000}});
  auto by = t.return_of(number);
  by.add_lines()->set_line_no(2);
  t.must(by);
  ASSERT_EQ(t.now.sale->lines_size(), 1);
  EXPECT_EQ(t.line(0).gross_ore(), -200);
  EXPECT_EQ(t.line(0).deposit_of(), 0U) << "its goods stay sold";
  t.pay_part(v1::MEANS_CARD);
  t.pay();
  by.clear_lines();
  by.add_lines()->set_line_no(1);
  t.must(by);
  EXPECT_EQ(t.now.sale->lines_size(), 1) << "no deposit is left";
}

TEST(SaleDeposits, GoAlongOnAFreeReturn) {
  pant_till t;
  v1::BeginReturnRequest free;
  free.set_free(true);
  t.must(free);
  t.add("20", 2000);
  EXPECT_EQ(view_of(t.now).total_ore(), -3200);
  EXPECT_EQ(t.line(1).quantity_milli(), -2000);
  t.must(t.remove(2));
  EXPECT_EQ(view_of(t.now).total_ore(), -3000);
}

TEST(SaleDeposits, NeedRoomForBothLines) {
  pant_till t;
  while (t.now.sale ? t.now.sale->lines_size() < 999 : true)
    t.add("1");
  v1::AddLineRequest by;
  by.set_article_no("20");
  EXPECT_EQ(t.refused(by), errc::too_many_lines);
}

} // namespace
