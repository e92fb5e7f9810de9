#include "actors/catalog/embedded.hpp"
#include "tests/unit/catalog_kit.hpp"

#include <gtest/gtest.h>

namespace kassa::catalog {
namespace {

using namespace testing;

embedded_table table_of(std::initializer_list<const char*> rows) {
  embedded_table out;
  for (const auto* text : rows) {
    auto row = parse_embedded(text);
    EXPECT_TRUE(row) << text;
    if (row)
      *out.Add() = *row;
  }
  return out;
}

const embedded_table& shop_table() {
  static const auto out
    = table_of({"20:6:4:price:2", "21:6:4:price:1", "23:6:4:quantity:3",
                "24:5:5:quantity:2", "209:5:4:price:0"});
  return out;
}

std::optional<embedded> read(std::string_view barcode) {
  auto out = decode_embedded(barcode, shop_table());
  EXPECT_TRUE(out) << to_string(out.why());
  return out ? *out : std::nullopt;
}

TEST(Embedded, ReadsAPriceToTheOre) {
  auto label = read("2000123458311"); // 58,31
  ASSERT_TRUE(label);
  EXPECT_EQ(label->article, "001234");
  EXPECT_EQ(label->value, v1::EmbeddedBarcode::VALUE_PRICE);
  EXPECT_EQ(label->amount, 5831);
  EXPECT_EQ(label->plain, "2000123400006");
  EXPECT_EQ(read("2100123458318")->amount, 58310);
}

TEST(Embedded, ReadsAQuantityInThousandths) {
  auto label = read("2300123404524"); // 0,452
  ASSERT_TRUE(label);
  EXPECT_EQ(label->value, v1::EmbeddedBarcode::VALUE_QUANTITY);
  EXPECT_EQ(label->amount, 452);
  EXPECT_EQ(read("2400123001508")->amount, 1500);
}

TEST(Embedded, TheLongestPrefixCounts) {
  auto label = read("2090123400588");
  ASSERT_TRUE(label);
  EXPECT_EQ(label->article, "01234");
  EXPECT_EQ(label->amount, 5800);
}

TEST(Embedded, OtherBarcodesAreNoneOfItsBusiness) {
  EXPECT_FALSE(read("7310865004703"));
  EXPECT_FALSE(read("2500123458310")); // No row, so no check either.
  EXPECT_FALSE(read("20001234"));
  EXPECT_FALSE(read("20001234583a1"));
  EXPECT_FALSE(read(""));
}

TEST(Embedded, EveryWrongCheckDigitIsRefusedAndTheRightOneNamed) {
  for (char digit = '0'; digit <= '9'; ++digit) {
    auto code = std::string("200012345831") + digit;
    auto out = decode_embedded(code, shop_table());
    EXPECT_EQ(static_cast<bool>(out), digit == '1') << code;
    if (digit == '1')
      continue;
    EXPECT_EQ(out.why().code, errc::bad_barcode);
    EXPECT_EQ(out.why().fields.at("barcode"), code);
    EXPECT_NE(out.why().fields.at("what").find('1'), std::string::npos);
  }
}

TEST(Embedded, ALabelWithoutAValueIsRefused) {
  auto out = decode_embedded("2000123400006", shop_table());
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::bad_barcode);
}

TEST(Embedded, ARowThatDoesNotAddUpIsPassedOver) {
  embedded_table broken;
  auto& row = *broken.Add();
  row.set_prefix("20");
  row.set_article_digits(400);
  row.set_value_digits(6);
  EXPECT_FALSE(*decode_embedded("2000123458311", broken));
}

TEST(Embedded, ATableIsCheckedWithTheChangeSet) {
  auto refused = [](std::initializer_list<const char*> rows) {
    auto store = store_row();
    *store.mutable_store()->mutable_embedded_barcodes() = table_of(rows);
    auto out = validate(small_shop(), set_of({store}), 1);
    return out ? errc::internal : out.why().code;
  };
  EXPECT_EQ(refused({"20:6:4:price:2", "23:6:4:quantity:3"}), errc::internal);
  EXPECT_EQ(refused({"20:6:4:price:2", "20:6:4:price:1"}), errc::bad_catalog);
  EXPECT_EQ(refused({"20:6:5:price:2"}), errc::bad_catalog);
  EXPECT_EQ(refused({"73:6:4:price:2"}), errc::bad_catalog);
  EXPECT_EQ(refused({"2:7:4:price:2"}), errc::bad_catalog);
  EXPECT_EQ(refused({"20:10:0:price:2"}), errc::bad_catalog);
  EXPECT_EQ(refused({"20:6:4:price:3"}), errc::bad_catalog);
  EXPECT_EQ(refused({"20:6:4:quantity:4"}), errc::bad_catalog);
}

TEST(Embedded, WhatIsNoRowIsNotUnderstood) {
  for (const auto* text : {"", "20", "20:6:4:price", "20:6:4:weight:2",
                           "20:x:4:price:2", "20:6:4:price:2:1", "20:6:-4:p:2"})
    EXPECT_EQ(parse_embedded(text).why().code, errc::usage) << text;
}

TEST(Embedded, ADepositIsAnArticleWithoutOneOfItsOwn) {
  auto with = [](auto change) {
    auto can = article_row("1003", "20", 1500);
    can.mutable_article()->set_deposit("1004");
    auto pant = article_row("1004", "20", 100);
    change(can, pant);
    auto out = validate(small_shop(), set_of({can, pant}), 1);
    return out ? std::string{} : out.why().fields.at("what");
  };
  EXPECT_EQ(with([](auto&, auto&) {}), "");
  EXPECT_EQ(
    with([](auto& can, auto&) { can.mutable_article()->set_deposit("9"); }),
    "article 1003: the deposit 9 is no article");
  EXPECT_EQ(with([](auto&, auto& pant) {
              pant.mutable_article()->set_deposit("1001");
            }),
            "article 1003: the deposit 1004 has a deposit itself");
  EXPECT_EQ(with([](auto&, auto& pant) {
              pant.mutable_article()->set_open_price(true);
            }),
            "article 1003: the deposit 1004 has no price of its own");
  EXPECT_EQ(
    with([](auto& can, auto&) { can.mutable_article()->set_decimals(3); }),
    "article 1003: the deposit 1004 has fewer decimals");
  EXPECT_EQ(with([](auto& can, auto&) {
              can.mutable_article()->set_purchase_price_ore(-1);
            }),
            "article 1003: the purchase price is out of bounds");
}

} // namespace
} // namespace kassa::catalog
