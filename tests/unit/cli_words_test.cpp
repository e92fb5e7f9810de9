#include "node/cli/exchanging.hpp"
#include "node/cli/words.hpp"

#include <gtest/gtest.h>

namespace kassa::cli {
namespace {

using kind = item::kind_t;

TEST(CliWords, ReadsWhatIsSold) {
  EXPECT_EQ(*parse_item("110"), (item{kind::article, "110", 1000, {}}));
  EXPECT_EQ(*parse_item("2x113"), (item{kind::article, "113", 2000, {}}));
  EXPECT_EQ(*parse_item("0,345x501"), (item{kind::article, "501", 345, {}}));
  EXPECT_EQ(*parse_item("group:Bageri@39,90"),
            (item{kind::group, "Bageri", 1000, 3990}));
  EXPECT_EQ(*parse_item("3xgrupp:Café@10"),
            (item{kind::group, "Café", 3000, 1000}));
  EXPECT_EQ(*parse_item("2990000001009"),
            (item{kind::barcode, "2990000001009", 1000, {}}));
  EXPECT_EQ(*parse_item("article:2990000001009"),
            (item{kind::article, "2990000001009", 1000, {}}));
  EXPECT_EQ(*parse_item("box"), (item{kind::article, "box", 1000, {}}));
}

TEST(CliWords, ReadsWordsAsTheyStand) {
  const auto words = parse_item("note:2x varm @ 15.00");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->kind, kind::note);
  EXPECT_EQ(words->id, "2x varm @ 15.00");
  EXPECT_EQ(parse_item("note:").why().code, errc::usage);
}

TEST(CliWords, ReadsAReceiptByNumberOrQrCode) {
  EXPECT_EQ(parse_sold_receipt("12")->number, 12U);
  const auto scanned = parse_sold_receipt("KVITTO:KASSA1:12");
  ASSERT_TRUE(scanned);
  EXPECT_EQ(scanned->code, "KVITTO:KASSA1:12");
  EXPECT_EQ(scanned->number, 0U);
  for (auto text : {"", "0", "12x", "-1", "KVITTO:KASSA1"})
    EXPECT_EQ(parse_sold_receipt(text).why().code, errc::usage) << text;
}

TEST(CliWords, ReadsASalesModeInBothLanguages) {
  EXPECT_EQ(*parse_mode("eat-in"), v1::SALES_MODE_EAT_IN);
  EXPECT_EQ(*parse_mode("ta-med"), v1::SALES_MODE_TAKE_AWAY);
  EXPECT_EQ(*parse_mode("none"), v1::SALES_MODE_UNSPECIFIED);
  EXPECT_EQ(parse_mode("hemma").why().code, errc::usage);
}

TEST(CliWords, LeavesANegativeQuantityToTheTerminalToRefuse) {
  EXPECT_EQ(parse_item("-1x110")->quantity_milli, -1000);
}

TEST(CliWords, NothingOfAnItemIsNoItem) {
  EXPECT_EQ(parse_item("0x100").why().code, errc::usage);
  EXPECT_EQ(parse_item("0,000x100").why().code, errc::usage);
  EXPECT_EQ(parse_item("-0x100").why().code, errc::usage);
}

TEST(CliWords, NothingOrLessComesBackFromNoLine) {
  EXPECT_EQ(*parse_returned("1"), 1000);
  EXPECT_EQ(*parse_returned("0,345"), 345);
  for (const auto* text : {"0", "0,000", "-0", "-1"}) {
    auto quantity = parse_returned(text);
    ASSERT_FALSE(quantity) << text;
    EXPECT_EQ(quantity.why().code, errc::bad_quantity) << text;
  }
}

TEST(CliWords, ReadsALineThatComesBackInAnExchange) {
  EXPECT_EQ(parse_return_line("2")->line_no(), 2u);
  EXPECT_EQ(parse_return_line("2")->quantity_milli(), 0);
  EXPECT_EQ(parse_return_line("12:1,5")->line_no(), 12u);
  EXPECT_EQ(parse_return_line("12:1,5")->quantity_milli(), 1500);
  for (const auto* text : {"", "0", "x", "2x", "-1", "2 "})
    EXPECT_EQ(parse_return_line(text).why().code, errc::usage) << text;
  for (const auto* text : {"2:0", "2:-1"})
    EXPECT_EQ(parse_return_line(text).why().code, errc::bad_quantity) << text;
}

TEST(CliWords, RefusesWhatIsNoItem) {
  EXPECT_FALSE(parse_item("2x"));
  EXPECT_FALSE(parse_item("110@"));
  EXPECT_FALSE(parse_item("110@1,234"));
}

TEST(CliWords, ReadsDiscounts) {
  EXPECT_EQ(parse_discount("10%")->basis_points(), 1000u);
  EXPECT_EQ(parse_discount("12,5 %")->basis_points(), 1250u);
  EXPECT_EQ(parse_discount("20")->amount_ore(), 2000);
  EXPECT_EQ(parse_discount("101%").why().code, errc::bad_discount);
  EXPECT_FALSE(parse_discount("mycket"));
}

TEST(CliWords, ReadsPayments) {
  EXPECT_EQ(parse_payment("gift-card=100")->means, v1::MEANS_GIFT_CARD);
  EXPECT_EQ(parse_payment("gift-card=100")->amount, 10'000);
  EXPECT_EQ(parse_payment("invoice")->amount, std::nullopt);
  EXPECT_EQ(parse_payment("Kupong=25")->means, v1::MEANS_OTHER);
  EXPECT_EQ(parse_payment("Kupong=25")->name, "Kupong");
  EXPECT_FALSE(parse_payment("=25"));
}

TEST(CliWords, ReadsCoinsAndNotes) {
  EXPECT_EQ(parse_denomination("500=2")->value_ore(), 50'000);
  EXPECT_EQ(parse_denomination("500=2")->count(), 2u);
  EXPECT_EQ(parse_denomination("0,50=4")->value_ore(), 50);
  for (auto text : {"500", "=2", "500=", "500=-1", "500=2x", "0=3"})
    EXPECT_EQ(parse_denomination(text).why().code, errc::usage) << text;
}

} // namespace
} // namespace kassa::cli
