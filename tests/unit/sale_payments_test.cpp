#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

struct paid {
  v1::Means means;
  ore_t tendered;
};

struct row {
  std::string what;
  ore_t total;
  bool is_return;
  std::vector<paid> payments;
  ore_t rounding, change, remaining;
  bool balanced;
};

const std::vector<row> table{
  {"nothing paid", 14940, false, {}, 0, 0, 14940, false},
  {"nothing to pay", 0, false, {}, 0, 0, 0, true},
  {"cash with change",
   14940,
   false,
   {{v1::MEANS_CASH, 20000}},
   -40,
   5100,
   0,
   true},
  {"cash rounded down",
   14940,
   false,
   {{v1::MEANS_CASH, 14900}},
   -40,
   0,
   0,
   true},
  {"cash rounded up", 14950, false, {{v1::MEANS_CASH, 15000}}, 50, 0, 0, true},
  {"too little cash",
   14940,
   false,
   {{v1::MEANS_CASH, 14800}},
   0,
   0,
   140,
   false},
  {"card is exact", 14940, false, {{v1::MEANS_CARD, 14940}}, 0, 0, 0, true},
  {"card then cash",
   14940,
   false,
   {{v1::MEANS_CARD, 10000}, {v1::MEANS_CASH, 4900}},
   -40,
   0,
   0,
   true},
  {"cash then card",
   14940,
   false,
   {{v1::MEANS_CASH, 10000}, {v1::MEANS_CARD, 4940}},
   0,
   0,
   0,
   true},
  {"two cash payments",
   14940,
   false,
   {{v1::MEANS_CASH, 10000}, {v1::MEANS_CASH, 10000}},
   -40,
   5100,
   0,
   true},
  {"three means",
   14940,
   false,
   {{v1::MEANS_GIFT_CARD, 5000},
    {v1::MEANS_SWISH, 5000},
    {v1::MEANS_CASH, 5000}},
   -40,
   100,
   0,
   true},
  {"less than a krona", 40, false, {{v1::MEANS_CASH, 0}}, -40, 0, 0, true},
  {"card above the total",
   1000,
   false,
   {{v1::MEANS_CARD, 1500}},
   0,
   0,
   -500,
   false},
  {"return in cash", -14940, true, {{v1::MEANS_CASH, -14900}}, 40, 0, 0, true},
  {"return by card", -14940, true, {{v1::MEANS_CARD, -14940}}, 0, 0, 0, true},
  {"return half paid",
   -14940,
   true,
   {{v1::MEANS_CARD, -10000}},
   0,
   0,
   -4940,
   false},
};

TEST(SalePayments, RoundsAndGivesChangeByTheTable) {
  for (const auto& x : table) {
    SCOPED_TRACE(x.what);
    payments all;
    for (const auto& p : x.payments) {
      auto& y = *all.Add();
      y.set_means(p.means);
      y.set_tendered_ore(p.tendered);
    }
    auto s = settle(x.total, x.is_return, all);
    EXPECT_EQ(s.rounding, x.rounding);
    EXPECT_EQ(s.change, x.change);
    EXPECT_EQ(s.remaining, x.remaining);
    EXPECT_EQ(s.balanced, x.balanced);
    EXPECT_EQ(x.total, s.paid - s.change - s.rounding + s.remaining);
  }
}

TEST(SalePayments, ARefundIsRoundedUpWhereTheShopWantsSo) {
  struct {
    ore_t total, nearest, up;
  } const rows[]{{-1000, -1000, -1000}, {-1001, -1000, -1100},
                 {-1049, -1000, -1100}, {-1050, -1100, -1100},
                 {-1099, -1100, -1100}, {-40, 0, -100}};
  for (const auto& x : rows)
    for (auto how : {v1::CASH_ROUNDING_UNSPECIFIED, v1::CASH_ROUNDING_UP}) {
      SCOPED_TRACE(x.total);
      auto coins = how == v1::CASH_ROUNDING_UP ? x.up : x.nearest;
      payments all;
      auto& cash = *all.Add();
      cash.set_means(v1::MEANS_CASH);
      EXPECT_EQ(settle(x.total, true, {}, how).remaining_cash, coins);
      cash.set_tendered_ore(coins);
      auto s = settle(x.total, true, all, how);
      EXPECT_TRUE(s.balanced);
      EXPECT_EQ(s.rounding, coins - x.total);
      EXPECT_EQ(x.total, s.paid - s.change - s.rounding); // L3
      // A sale knows one way only.
      EXPECT_EQ(settle(-x.total, false, {}, how).remaining_cash, -x.nearest);
    }
}

TEST(SalePayments, WithoutAnAmountPaysWhatRemains) {
  till t;
  t.add("2");
  EXPECT_EQ(t.pay_part(v1::MEANS_CARD, 1000).remaining_ore(), 2990);
  auto now = t.pay_part(v1::MEANS_CASH);
  EXPECT_EQ(now.sale().payments(1).tendered_ore(), 3000);
  EXPECT_EQ(now.sale().payments(1).name(), "Kontant");
  EXPECT_EQ(now.rounding_ore(), 10);
  EXPECT_EQ(now.remaining_ore(), 0);
}

TEST(SalePayments, TheExactRestInCashMeansTheRoundedOne) {
  till t;
  t.add("2");
  auto now = t.pay_part(v1::MEANS_CASH, 3990);
  EXPECT_EQ(now.sale().payments(0).tendered_ore(), 4000);
  EXPECT_EQ(now.change_ore(), 0);
}

TEST(SalePayments, OnlyCashMayExceedWhatRemains) {
  till t;
  t.add("2");
  auto refusal = t.call(till::payment(v1::MEANS_CARD, 4000));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::over_paid);
  EXPECT_EQ(refusal.why().fields.at("limit"), "39,90");
  EXPECT_EQ(refusal.why().fields.at("means"), "Kort");
  t.pay_part(v1::MEANS_CARD);
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_CASH)), errc::over_paid);
}

TEST(SalePayments, RefusesWhatIsNoMoney) {
  till t;
  t.add("2");
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_CASH, 5010)), errc::invalid);
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_CARD, 0)), errc::invalid);
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_CARD, -100)), errc::invalid);
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_OTHER, 100)), errc::invalid);
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_UNSPECIFIED, 100)),
            errc::invalid);
}

TEST(SalePayments, AnUnbalancedSaleIsNotCompleted) {
  till t;
  EXPECT_EQ(t.refused(v1::PayRequest{}), errc::no_open_sale);
  t.add("2");
  t.pay_part(v1::MEANS_CARD, 1000);
  auto refusal = t.call(v1::PayRequest{});
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::unbalanced);
  EXPECT_EQ(refusal.why().fields.at("remaining"), "29,90");
}

TEST(SalePayments, AFreeSaleNeedsNoPayment) {
  till t;
  t.add("1");
  v1::SetDiscountRequest all;
  all.mutable_discount()->set_basis_points(10000);
  t.must(all);
  EXPECT_EQ(t.pay().total_ore(), 0);
}

TEST(SalePayments, ChangeFollowsTheLines) {
  till t;
  t.add("1");
  EXPECT_EQ(t.pay_part(v1::MEANS_CASH, 10000).change_ore(), 7000);
  t.add("1");
  EXPECT_EQ(view_of(t.now).change_ore(), 4000);
  EXPECT_EQ(t.now.sale->payments(0).change_ore(), 4000);
  v1::RemovePaymentRequest by;
  by.set_payment_no(1);
  t.must(by);
  EXPECT_EQ(view_of(t.now).remaining_ore(), 6000);
  EXPECT_EQ(t.refused(by), errc::unknown_payment);
}

} // namespace
