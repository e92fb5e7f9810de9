#include "tests/unit/sale_kit.hpp"

#include <random>

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

v1::Discount percent(std::uint32_t basis_points) {
  v1::Discount out;
  out.set_basis_points(basis_points);
  return out;
}

v1::Discount kronor(ore_t amount) {
  v1::Discount out;
  out.set_amount_ore(amount);
  return out;
}

TEST(SalePricing, PricesTheSampleReceipt) {
  till t;
  t.add("1", 2000);
  t.add("2");
  t.add("3");
  auto paid = t.pay_part(v1::MEANS_CASH, 20000);
  EXPECT_EQ(paid.change_ore(), 5100);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.total_ore(), 14940);
  EXPECT_EQ(receipt.rounding_ore(), -40);
  EXPECT_EQ(receipt.to_pay_ore(), 14900);
  EXPECT_EQ(receipt.payments(0).tendered_ore(), 20000);
  EXPECT_EQ(receipt.payments(0).change_ore(), 5100);
  ASSERT_EQ(receipt.vat_size(), 3);
  const ore_t want[3][3]
    = {{2500, 4950, 990}, {1200, 6000, 643}, {600, 3990, 226}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(receipt.vat(i).basis_points(), want[i][0]);
    EXPECT_EQ(receipt.vat(i).gross_ore(), want[i][1]);
    EXPECT_EQ(receipt.vat(i).vat_ore(), want[i][2]);
  }
}

TEST(SalePricing, NamesShopCashierAndCatalogOnTheReceipt) {
  till t;
  t.with.replay = true;
  t.add("1");
  t.pay_part(v1::MEANS_CARD);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.company(), "Exempelbutiken AB");
  EXPECT_EQ(receipt.org_no(), "5566778899");
  EXPECT_EQ(receipt.designation(), "KASSA1");
  EXPECT_EQ(receipt.cashier(), "Anna");
  EXPECT_EQ(receipt.footer(0), "Öppet köp 30 dagar");
  EXPECT_EQ(receipt.catalog().version(), 1U);
  EXPECT_EQ(receipt.delivery(), v1::DELIVERY_PAPER);
  EXPECT_TRUE(receipt.replayed());
}

TEST(SalePricing, KeepsASnapshotOnTheLine) {
  till t;
  auto line = t.add("2", 3000);
  EXPECT_EQ(line.name(), "Bröd");
  EXPECT_EQ(line.group_name(), "Bageri");
  EXPECT_EQ(line.vat_code(), "6");
  EXPECT_EQ(line.vat_basis_points(), 600U);
  EXPECT_EQ(line.unit(), "st");
  EXPECT_EQ(line.gross_ore(), 11970);
  EXPECT_EQ(line.priced_by().version(), 1U);
}

TEST(SalePricing, L8_PricesAWholeSaleByOneCatalogClock) {
  till t;
  kassa::testing::sale_shop shop;
  auto later = shop.add(v1::ROW_KIND_ARTICLE, "1");
  later.mutable_key()->set_effective_from_ms(t.with.catalog_ms + 1);
  later.mutable_article()->set_price_ore(9900);
  shop.add(v1::ROW_KIND_ARTICLE, "1-later") = later;
  t.use(shop, 1);
  EXPECT_EQ(t.add("1").unit_price_ore(), 3000);
  t.with.catalog_ms += 60'000;
  EXPECT_EQ(t.add("1").unit_price_ore(), 3000);
  t.must(v1::AbortRequest{});
  EXPECT_EQ(t.add("1").unit_price_ore(), 9900);
}

TEST(SalePricing, L8_ALineKeepsItsSnapshotWhenTheCatalogSwitches) {
  till t;
  t.add("1");
  v1::ParkRequest park;
  park.set_parking("bord 4");
  t.must(park);
  kassa::testing::sale_shop dearer;
  dearer.article("1", "Kaffe stor", "kok", 4500);
  t.use(dearer, 2);
  v1::FetchRequest fetch;
  fetch.set_parking("bord 4");
  t.must(fetch);
  t.add("1");
  const auto& lines = t.now.sale->lines();
  EXPECT_EQ(lines[0].name(), "Kaffe");
  EXPECT_EQ(lines[0].gross_ore(), 3000);
  EXPECT_EQ(lines[0].priced_by().version(), 1U);
  EXPECT_EQ(lines[1].name(), "Kaffe stor");
  EXPECT_EQ(lines[1].priced_by().version(), 2U);
}

TEST(SalePricing, RefusesDiscountsThatTakeMoreThanThereIs) {
  EXPECT_EQ(discount_of(kronor(101), 100).why().code, errc::bad_discount);
  EXPECT_EQ(discount_of(kronor(-1), 100).why().code, errc::bad_discount);
  EXPECT_EQ(discount_of(percent(10001), 100).why().code, errc::bad_discount);
  auto both = percent(10);
  both.set_amount_ore(1);
  EXPECT_EQ(discount_of(both, 100).why().code, errc::bad_discount);
  EXPECT_EQ(*discount_of(percent(10000), 100), 100);
}

TEST(SalePricing, ALineDiscountFollowsTheQuantity) {
  till t;
  v1::AddLineRequest by;
  by.set_article_no("1");
  *by.mutable_discount() = percent(1000);
  t.must(by);
  v1::ChangeLineRequest change;
  change.set_line_no(1);
  change.set_quantity_milli(3000);
  t.must(change);
  EXPECT_EQ(t.now.sale->lines(0).discount_ore(), 900);
  EXPECT_EQ(t.now.sale->lines(0).gross_ore(), 8100);
}

TEST(SalePricing, AReceiptDiscountIsSharedByLargestRemainder) {
  till t;
  t.add("1");
  t.add("2");
  t.add("3");
  v1::SetDiscountRequest by;
  *by.mutable_discount() = kronor(1000);
  t.must(by);
  const auto& lines = t.now.sale->lines();
  EXPECT_EQ(lines[0].receipt_discount_ore() + lines[1].receipt_discount_ore()
              + lines[2].receipt_discount_ore(),
            1000);
  EXPECT_EQ(lines[0].receipt_discount_ore(), 251); // 1000 * 3000 / 11940
  EXPECT_EQ(view_of(t.now).total_ore(), 10940);
  by.clear_discount();
  t.must(by);
  EXPECT_EQ(view_of(t.now).total_ore(), 11940);
}

void one_sale_of_chance(till& t, std::mt19937& draw) {
  auto upto = [&](int n) {
    return static_cast<int>(draw() % static_cast<unsigned>(n)) + 1;
  };
  const char* articles[] = {"1", "2", "3", "4"};
  for (int n = upto(8); n > 0; --n) {
    auto no = articles[upto(4) - 1];
    v1::AddLineRequest by;
    by.set_article_no(no);
    by.set_quantity_milli(no[0] == '4' ? upto(3000) : 1000 * upto(5));
    if (upto(3) == 1)
      *by.mutable_discount() = percent(static_cast<std::uint32_t>(upto(10000)));
    t.must(by);
  }
  v1::SetDiscountRequest by;
  auto net = net_of(t.now.sale->lines());
  if (net > 0)
    *by.mutable_discount()
      = upto(2) == 1 ? percent(static_cast<std::uint32_t>(upto(10000)))
                     : kronor(upto(static_cast<int>(net)));
  t.must(by);
  auto left = view_of(t.now).remaining_ore();
  if (left > 1 && upto(2) == 1)
    t.pay_part(v1::MEANS_CARD, upto(static_cast<int>(left) - 1));
  if (!view_of(t.now).sale().payments().empty() || left > 0)
    t.pay_part(upto(2) == 1 ? v1::MEANS_CASH : v1::MEANS_SWISH);
}

TEST(SalePricing, L3_EveryReceiptAddsUp) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 draw(seed);
  till t;
  for (int i = 0; i < 500; ++i) {
    one_sale_of_chance(t, draw);
    auto receipt = t.pay();
    ore_t rates = 0;
    ore_t money = 0;
    ore_t list = 0;
    for (const auto& row : receipt.vat())
      rates += row.gross_ore();
    for (const auto& x : receipt.payments())
      money += x.tendered_ore() - x.change_ore();
    for (const auto& line : receipt.lines()) {
      list += price_of(line.quantity_milli(), line.unit_price_ore());
      ASSERT_GE(line.gross_ore(), 0);
    }
    ASSERT_EQ(receipt.total_ore(), rates);
    ASSERT_EQ(receipt.total_ore(), money - receipt.rounding_ore());
    ASSERT_EQ(receipt.total_ore(), list - receipt.discount_ore());
    ASSERT_LE(std::abs(receipt.rounding_ore()), 50);
  }
}

} // namespace
