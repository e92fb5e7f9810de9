#include "tests/unit/sale_kit.hpp"

#include <random>

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

v1::BeginReturnRequest part(std::uint64_t number, std::uint32_t line,
                            std::int64_t milli) {
  v1::BeginReturnRequest by;
  by.set_number(number);
  auto& x = *by.add_lines();
  x.set_line_no(line);
  x.set_quantity_milli(milli);
  return by;
}

TEST(SaleReturns, TakesAllThatIsLeftByDefault) {
  till t;
  auto number = t.sell({{"1", 2000}, {"2", 1000}});
  t.must(t.return_of(number));
  EXPECT_EQ(view_of(t.now).total_ore(), -9990);
  auto now = t.pay_part(v1::MEANS_CASH);
  EXPECT_EQ(now.sale().payments(0).tendered_ore(), -10000);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.series(), v1::SERIES_RETURN);
  EXPECT_EQ(receipt.total_ore(), -9990);
  EXPECT_EQ(receipt.rounding_ore(), -10);
  EXPECT_EQ(receipt.to_pay_ore(), -10000);
  EXPECT_EQ(receipt.original().number(), number);
  EXPECT_EQ(receipt.lines(0).quantity_milli(), -2000);
  EXPECT_EQ(receipt.lines(0).original().line_no(), 1U);
  auto again = t.call(t.return_of(number));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.why().code, errc::already_returned);
}

TEST(SaleReturns, KeepsTheShopsRoundingThatItBeganWith) {
  till t;
  auto number = t.sell({{"1", 2000}, {"2", 1000}}); // 99,90
  for (auto free : {false, true}) {
    t.with.rules.refund_rounding = v1::CASH_ROUNDING_UP;
    auto by = part(number, 2, 1000);
    if (free) {
      by.Clear();
      by.set_free(true);
    }
    auto begun = t.must(by).return_begun();
    EXPECT_EQ(begun.cash_rounding(), v1::CASH_ROUNDING_UP);
    if (free)
      t.add("2");
    t.with.rules.refund_rounding = v1::CASH_ROUNDING_UNSPECIFIED;
    t.pay_part(v1::MEANS_CARD, 80);
    auto now = t.pay_part(v1::MEANS_CASH);
    EXPECT_EQ(now.sale().payments(1).tendered_ore(), -4000);
    auto receipt = t.pay();
    EXPECT_EQ(receipt.rounding_ore(), -90);
    EXPECT_EQ(receipt.to_pay_ore(), -4080);
    EXPECT_EQ(receipt.total_ore() + receipt.rounding_ore(),
              receipt.to_pay_ore());
  }
}

TEST(SaleReturns, KeepsPriceAndRateOfTheOriginal) {
  till t;
  auto number = t.sell({{"2", 1000}});
  kassa::testing::sale_shop other;
  other.article("2", "Bröd", "hem", 9900);
  t.use(other, 2);
  t.must(t.return_of(number));
  EXPECT_EQ(t.now.sale->lines(0).gross_ore(), -3990);
  EXPECT_EQ(t.now.sale->lines(0).vat_basis_points(), 600U);
}

TEST(SaleReturns, AReturnCannotExceedTheSale) {
  till t;
  auto number = t.sell({{"1", 3000}});
  t.must(part(number, 1, 2000));
  t.pay_part(v1::MEANS_CARD);
  t.pay();
  auto refusal = t.call(part(number, 1, 2000));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::return_exceeds);
  EXPECT_EQ(refusal.why().fields.at("left"), "1");
  EXPECT_EQ(t.refused(part(number, 1, -1000)), errc::bad_quantity);
  EXPECT_EQ(t.refused(part(number, 7, 1000)), errc::unknown_line);
  auto twice = part(number, 1, 1000);
  *twice.add_lines() = twice.lines(0);
  EXPECT_FALSE(t.call(twice));
}

TEST(SaleReturns, PartsAddUpToTheLine) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 draw(seed);
  for (int round = 0; round < 50; ++round) {
    till t;
    auto upto = [&draw](unsigned n) {
      return static_cast<std::uint32_t>(draw() % n) + 1;
    };
    v1::AddLineRequest by;
    by.set_article_no("4");
    by.set_quantity_milli(upto(5000));
    by.mutable_discount()->set_basis_points(upto(9999));
    t.must(by);
    v1::SetDiscountRequest whole;
    whole.mutable_discount()->set_basis_points(upto(9000));
    t.must(whole);
    auto sold = t.now.sale->lines(0);
    if (sold.gross_ore() > 0)
      t.pay_part(v1::MEANS_CARD);
    auto number = t.pay().number();
    auto left = sold.quantity_milli();
    ore_t back = 0;
    while (left > 0) {
      auto take = std::min<std::int64_t>(left, upto(2000));
      t.must(part(number, 1, take));
      const auto& line = t.now.sale->lines(0);
      ASSERT_LE(line.gross_ore(), 0);
      ASSERT_EQ(line.gross_ore(),
                price_of(line.quantity_milli(), line.unit_price_ore())
                  - line.discount_ore() - line.receipt_discount_ore());
      back += line.gross_ore();
      ASSERT_LE(-back, sold.gross_ore());
      if (line.gross_ore() != 0)
        t.pay_part(v1::MEANS_CARD);
      t.pay();
      left -= take;
    }
    ASSERT_EQ(-back, sold.gross_ore());
    ASSERT_EQ(t.refused(t.return_of(number)), errc::already_returned);
  }
}

TEST(SaleReturns, NeverMixesWithASale) {
  till t;
  auto number = t.sell({{"1", 1000}});
  t.add("2");
  EXPECT_EQ(t.refused(t.return_of(number)), errc::return_mixed);
  t.must(v1::AbortRequest{});
  t.must(t.return_of(number));
  v1::AddLineRequest by;
  by.set_article_no("2");
  EXPECT_EQ(t.refused(by), errc::return_mixed);
  v1::ParkRequest park;
  park.set_parking("x");
  EXPECT_EQ(t.refused(park), errc::return_mixed);
  EXPECT_EQ(t.refused(t.return_of(number)), errc::sale_open);
}

TEST(SaleReturns, L11_LooksOnThisTerminalOnly) {
  till t;
  auto number = t.sell({{"1", 1000}});
  auto by = t.return_of(number);
  by.set_terminal("KASSA2");
  auto refusal = t.call(by);
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::other_terminal);
  EXPECT_EQ(refusal.why().fields.at("terminal"), "KASSA2");
  EXPECT_EQ(t.refused(t.return_of(77)), errc::unknown_receipt);
  by.set_terminal("KASSA1");
  t.must(by);
}

v1::BeginReturnRequest scanned(const std::string& code) {
  v1::BeginReturnRequest by;
  by.set_code(code);
  return by;
}

TEST(SaleReturns, FindsTheReceiptThatItsQrCodeNames) {
  till t;
  auto number = t.sell({{"1", 1000}});
  t.must(scanned("KVITTO:KASSA1:" + std::to_string(number)));
  t.pay_part(v1::MEANS_CARD);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.series(), v1::SERIES_RETURN);
  EXPECT_EQ(receipt.original().number(), number);
  EXPECT_EQ(t.refused(scanned("KVITTO:KASSA1:77")), errc::unknown_receipt);
  EXPECT_EQ(t.refused(scanned("2990000001009")), errc::bad_barcode);
  EXPECT_EQ(t.refused(scanned(std::string(5000, 'K'))), errc::text_too_long);
}

TEST(SaleReturns, L11_AQrCodeOfAnotherRegisterIsReturnedThere) {
  till t;
  auto number = t.sell({{"1", 1000}});
  auto code = "KVITTO:KASSA2:" + std::to_string(number);
  auto refusal = t.call(scanned(code));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::other_terminal);
  EXPECT_EQ(refusal.why().fields.at("terminal"), "KASSA2");
}

TEST(SaleReturns, AQrCodeHoldsThoughTheRegisterHasANewName) {
  till t;
  auto number = t.sell({{"1", 1000}});
  t.with.designation = "DISK";
  t.must(scanned("KVITTO:KASSA1:" + std::to_string(number)));
}

TEST(SaleReturns, ACodeIsAllThatNamesTheReceipt) {
  till t;
  auto number = t.sell({{"1", 1000}});
  auto by = scanned("KVITTO:KASSA1:" + std::to_string(number));
  by.set_number(number);
  EXPECT_EQ(t.refused(by), errc::invalid);
  by.clear_number();
  by.set_free(true);
  EXPECT_EQ(t.refused(by), errc::invalid);
}

TEST(SaleReturns, PaysNoMoreOutThanIsDue) {
  till t;
  auto number = t.sell({{"2", 1000}});
  t.must(t.return_of(number));
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_CASH, 4100)), errc::over_paid);
  EXPECT_EQ(t.refused(till::payment(v1::MEANS_CARD, 4000)), errc::over_paid);
  EXPECT_EQ(t.pay_part(v1::MEANS_CASH, 4000).remaining_ore(), 0);
}

TEST(SaleReturns, L11_AReceiptHasOneCopy) {
  till t;
  auto number = t.sell({{"1", 1000}});
  v1::CopyReceiptRequest by;
  by.set_number(number);
  auto copy = t.must(by).copy();
  EXPECT_EQ(copy.original_number(), number);
  EXPECT_EQ(copy.amount_ore(), 3000);
  t.memory.receipts.at({v1::SERIES_SALE, number}).entry.set_copy_seq(t.seq);
  EXPECT_EQ(t.refused(by), errc::already_copied);
  by.set_terminal("KASSA2");
  EXPECT_EQ(t.refused(by), errc::other_terminal);
}

TEST(SaleReturns, WithoutAReceiptNeedsThePermissionAndTakesLines) {
  till t;
  v1::BeginReturnRequest by;
  by.set_free(true);
  t.with.user = "cilla";
  EXPECT_EQ(t.refused(by), errc::forbidden);
  t.with.user = "anna";
  t.must(by);
  EXPECT_TRUE(t.now.sale->is_return());
  auto line = t.add("1", 2000);
  EXPECT_EQ(line.quantity_milli(), -2000);
  EXPECT_EQ(line.gross_ore(), -6000);
  v1::AddLineRequest off;
  off.set_article_no("1");
  off.mutable_discount()->set_basis_points(100);
  EXPECT_EQ(t.refused(off), errc::bad_discount);
  t.pay_part(v1::MEANS_CASH);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.series(), v1::SERIES_RETURN);
  EXPECT_EQ(receipt.total_ore(), -6000);
  EXPECT_FALSE(receipt.has_original());
}

TEST(SaleReturns, L11_CitesAnotherRegistersReceiptButDoesNotLookItUp) {
  till t;
  auto sold = t.sell({{"1", 1000}});
  v1::BeginReturnRequest by;
  by.set_free(true);
  by.set_number(sold);
  EXPECT_EQ(t.refused(by), errc::invalid) << "a number without a register";
  by.set_terminal("KASSA1");
  EXPECT_EQ(t.refused(by), errc::invalid) << "it is here: return from it";
  by.set_terminal("KASSA2");
  by.set_number(512);
  t.must(by);
  EXPECT_EQ(t.add("1").original().number(), 512U);
  t.pay_part(v1::MEANS_CARD);
  auto receipt = t.pay();
  EXPECT_EQ(receipt.original().terminal(), "KASSA2");
  EXPECT_EQ(receipt.lines(0).original().terminal(), "KASSA2");
}

} // namespace
