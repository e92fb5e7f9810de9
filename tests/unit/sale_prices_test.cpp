#include "actors/sale/prices.hpp"
#include "tests/support/sale_shop.hpp"

#include <gtest/gtest.h>

namespace kassa::sale {

namespace {

using kassa::testing::sale_shop;

constexpr std::int64_t now_ms = 1'777'892'700'000;

std::vector<v1::PriceChange> changes(const sale_shop& a, const sale_shop& b) {
  return price_changes(*a.view(1), *b.view(2), now_ms);
}

/// An article row that begins to count later.
void later(sale_shop& in, const std::string& no, std::int64_t price,
           std::int64_t from_ms) {
  auto& row = in.add(v1::ROW_KIND_ARTICLE, no + "@later");
  row.mutable_key()->set_id(no);
  row.mutable_key()->set_effective_from_ms(from_ms);
  row.mutable_article()->set_name("Kaffe");
  row.mutable_article()->set_group("kok");
  row.mutable_article()->set_price_ore(price);
}

TEST(Prices, AreListedWithNameGroupAndVat) {
  sale_shop shop;
  auto list = price_list(*shop.view(3), now_ms);
  EXPECT_EQ(list.catalog().version(), 3U);
  EXPECT_EQ(list.at_ms(), now_ms);
  ASSERT_EQ(list.prices_size(), 5);
  EXPECT_EQ(list.prices(0).article_no(), "1");
  EXPECT_EQ(list.prices(0).name(), "Kaffe");
  EXPECT_EQ(list.prices(0).price_ore(), 3000);
  EXPECT_EQ(list.prices(0).group(), "Servering");
  EXPECT_EQ(list.prices(0).vat_basis_points(), 1200U);
}

TEST(Prices, ThatStayAreNoChange) {
  sale_shop shop, other;
  other.article("1", "Kaffe, stor", "bageri", 3000);
  EXPECT_TRUE(changes(shop, other).empty());
}

TEST(Prices, ThatChangeComeAndGoAreTold) {
  sale_shop shop, other;
  other.article("1", "Kaffe", "kok", 3200);
  other.article("9", "Te", "kok", 2500);
  other.add(v1::ROW_KIND_ARTICLE, "3").set_deleted(true);
  auto all = changes(shop, other);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].article_no(), "1");
  EXPECT_EQ(all[0].before_ore(), 3000);
  EXPECT_EQ(all[0].after_ore(), 3200);
  EXPECT_EQ(all[0].effective_from_ms(), 0);
  EXPECT_TRUE(all[1].removed());
  EXPECT_EQ(all[1].name(), "Tvål");
  EXPECT_TRUE(all[2].added());
  EXPECT_EQ(all[2].after_ore(), 2500);
}

TEST(Prices, OfALaterDayAreToldWithTheirDay) {
  sale_shop shop, other;
  later(other, "1", 3500, now_ms + 1000);
  auto all = changes(shop, other);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].before_ore(), 3000);
  EXPECT_EQ(all[0].after_ore(), 3500);
  EXPECT_EQ(all[0].effective_from_ms(), now_ms + 1000);
  // Both versions know of it: nothing is changed by the switch.
  later(shop, "1", 3500, now_ms + 1000);
  EXPECT_TRUE(changes(shop, other).empty());
}

TEST(Prices, FillAsManyRecordsAsTheyNeedAndNoneTooLarge) {
  sale_shop shop, other;
  for (int i = 0; i < 1001; ++i)
    other.article("x" + std::to_string(i), std::string(100, 'n'), "kok", 100);
  auto all = price_drafts(*shop.view(1), *other.view(2), now_ms);
  ASSERT_EQ(all.size(), 3U);
  int changed = 0;
  for (const auto& body : all) {
    EXPECT_EQ(body.kind(), v1::KIND_PRICES_CHANGED);
    EXPECT_EQ(body.prices_changed().before().version(), 1U);
    EXPECT_EQ(body.prices_changed().after().version(), 2U);
    EXPECT_LT(body.ByteSizeLong(), 256U * 1024);
    changed += body.prices_changed().changes_size();
  }
  EXPECT_EQ(changed, 1001);
}

TEST(Prices, ALaterPriceSaysStoreTimeAsItIsThen) {
  sale_shop shop, other;
  later(other, "1", 3500, 1'793'577'600'000); // In November; now it is May.
  auto all = price_drafts(*shop.view(1), *other.view(2), now_ms);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].prices_changed().changes(0).effective_offset_minutes(), 60);
}

TEST(Prices, ACatalogOfAnotherCompanyIsNotTakenNowOrLater) {
  sale_shop shop;
  v1::Genesis genesis;
  genesis.set_org_no("5566778899");
  EXPECT_TRUE(same_company(genesis, *shop.view(1), now_ms));
  auto& row = shop.add(v1::ROW_KIND_STORE, "main@later");
  row.mutable_key()->set_id("main");
  row.mutable_key()->set_effective_from_ms(now_ms + 1000);
  row.mutable_store()->set_org_no("5560160680");
  auto refused = same_company(genesis, *shop.view(2), now_ms);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::org_no_locked);
  EXPECT_EQ(refused.why().fields.at("other"), "5560160680");
  for (auto in : {language::sv, language::en})
    EXPECT_NE(words(refused.why(), in).find("5566778899"), std::string::npos);
}

} // namespace

} // namespace kassa::sale
