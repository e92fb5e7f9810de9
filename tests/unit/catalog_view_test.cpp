#include "actors/catalog/view.hpp"
#include "tests/unit/catalog_kit.hpp"

#include <gtest/gtest.h>

namespace kassa::catalog {
namespace {

using namespace testing;

constexpr std::int64_t monday = 1'000'000;
constexpr std::int64_t tuesday = 2'000'000;

TEST(RowKey, ComesBackAsItWent) {
  for (auto from : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, monday}) {
    auto key = row_of(v1::ROW_KIND_ARTICLE, "1001", from).key();
    auto back = decode_row_key(encode_row_key(key));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->SerializeAsString(), key.SerializeAsString());
  }
}

TEST(RowKey, SortsByKindIdAndTime) {
  auto key = [](v1::RowKind kind, const char* id, std::int64_t from) {
    return encode_row_key(row_of(kind, id, from).key());
  };
  EXPECT_LT(key(v1::ROW_KIND_GROUP, "9", 5), key(v1::ROW_KIND_ARTICLE, "1", 0));
  EXPECT_LT(key(v1::ROW_KIND_GROUP, "1", 5), key(v1::ROW_KIND_GROUP, "10", 0));
  EXPECT_LT(key(v1::ROW_KIND_GROUP, "1", -5), key(v1::ROW_KIND_GROUP, "1", 0));
  EXPECT_LT(key(v1::ROW_KIND_GROUP, "1", 0), key(v1::ROW_KIND_GROUP, "1", 5));
}

TEST(RowKey, RefusesWhatIsNone) {
  EXPECT_FALSE(decode_row_key(""));
  EXPECT_FALSE(decode_row_key("\x04"));
  EXPECT_FALSE(decode_row_key(std::string(20, '\0')));
  EXPECT_FALSE(decode_row_key(std::string(200, 'x')));
  EXPECT_FALSE(check_row_key(row_of(v1::ROW_KIND_GROUP, "").key()));
  EXPECT_FALSE(
    check_row_key(row_of(v1::ROW_KIND_GROUP, std::string(65, 'x')).key()));
}

TEST(CatalogView, FindsWhatHoldsAtATime) {
  auto shop = view_of(
    map_of({article_row("1", "10", 100), article_row("1", "10", 200, monday),
            article_row("1", "10", 300, tuesday)}));
  EXPECT_EQ(shop->article("1", 0)->price_ore(), 100);
  EXPECT_EQ(shop->article("1", monday - 1)->price_ore(), 100);
  EXPECT_EQ(shop->article("1", monday)->price_ore(), 200);
  EXPECT_EQ(shop->article("1", tuesday)->price_ore(), 300);
  EXPECT_EQ(shop->article("1", INT64_MAX)->price_ore(), 300);
  EXPECT_EQ(shop->article("1", -1), nullptr);
  EXPECT_EQ(shop->article("", 0), nullptr);
  EXPECT_EQ(shop->article(std::string(100, 'x'), 0), nullptr);
}

TEST(CatalogView, HidesWhatIsDeletedFromThenOn) {
  auto shop = view_of(map_of({article_row("1", "10", 100, 0, "777"),
                              deletion(v1::ROW_KIND_ARTICLE, "1", monday),
                              article_row("1", "10", 300, tuesday)}));
  EXPECT_NE(shop->article("1", monday - 1), nullptr);
  EXPECT_EQ(shop->article("1", monday), nullptr);
  EXPECT_EQ(shop->articles(monday).size(), 0u);
  EXPECT_EQ(shop->article_no_of_barcode("777", 0), "1");
  EXPECT_EQ(shop->article_no_of_barcode("777", monday), std::nullopt);
  EXPECT_NE(shop->article("1", tuesday), nullptr);
  EXPECT_EQ(shop->article_no_of_barcode("777", tuesday), std::nullopt);
}

TEST(CatalogView, LetsABarcodeMoveToAnotherArticle) {
  auto shop = view_of(map_of(
    {article_row("1", "10", 100, 0, "777"), article_row("1", "10", 100, monday),
     article_row("2", "10", 100), article_row("2", "10", 100, monday, "777")}));
  EXPECT_EQ(shop->article_no_of_barcode("777", 0), "1");
  EXPECT_EQ(shop->article_no_of_barcode("777", monday), "2");
  EXPECT_EQ(shop->article_no_of_barcode("", monday), std::nullopt);
}

TEST(CatalogView, TakesTheVatCodeOfTheSalesMode) {
  auto group = group_row("10", "M12");
  group.mutable_group()->set_vat_code_take_away("M06");
  auto shop = view_of(map_of({vat_row("M12", 1200), vat_row("M06", 600),
                              vat_row("M06", 700, monday), group}));
  const auto& found = *shop->group("10", 0);
  EXPECT_EQ(shop->vat_of(found, v1::SALES_MODE_UNSPECIFIED, 0)->basis_points,
            1200u);
  EXPECT_EQ(shop->vat_of(found, v1::SALES_MODE_EAT_IN, 0)->code, "M12");
  EXPECT_EQ(shop->vat_of(found, v1::SALES_MODE_TAKE_AWAY, 0)->basis_points,
            600u);
  EXPECT_EQ(shop->vat_of(found, v1::SALES_MODE_TAKE_AWAY, monday)->basis_points,
            700u);
  EXPECT_EQ(shop->vat_of({}, v1::SALES_MODE_UNSPECIFIED, 0).why().code,
            errc::not_found);
}

TEST(CatalogView, ListsEachIdOnceAndInOrder) {
  auto shop = view_of(small_shop());
  auto all = shop->articles(0);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].first, "1001");
  EXPECT_EQ(all[1].first, "1002");
  EXPECT_EQ(shop->groups(0).size(), 2u);
  EXPECT_EQ(shop->users(0).size(), 1u);
  EXPECT_EQ(shop->store(0)->name(), "Bageriet");
}

TEST(CatalogView, RefusesRowsThatDoNotDecode) {
  auto rows = entries_of(small_shop());
  auto bad = rows;
  bad[0].row = "\xff";
  EXPECT_EQ(view::make({}, bad).why().code, errc::corrupt);
  bad = rows;
  std::swap(bad[0].row, bad[1].row);
  EXPECT_EQ(view::make({}, bad).why().code, errc::corrupt);
  bad = rows;
  bad.push_back(rows[0]);
  EXPECT_EQ(view::make({}, bad).why().code, errc::corrupt);
}

TEST(CatalogView, MakesANewOneAndKeepsTheOld) {
  auto before = view_of(small_shop());
  auto gone = encode_row_key(row_of(v1::ROW_KIND_ARTICLE, "1002").key());
  auto fresh = article_row("1003", "10", 900);
  v1::CatalogHead head;
  head.set_rows(8);
  auto after = before->with(
    head, {{encode_row_key(fresh.key()), serialise(fresh)}, {gone, {}}});
  ASSERT_TRUE(after);
  EXPECT_NE(before->article("1002", 0), nullptr);
  EXPECT_EQ(before->article("1003", 0), nullptr);
  EXPECT_EQ((*after)->article("1002", 0), nullptr);
  EXPECT_EQ((*after)->article("1003", 0)->price_ore(), 900);
  EXPECT_EQ((*after)->article_no_of_barcode("7310000000017", 0), "1001");
  EXPECT_EQ((*after)->rows(), 8u);
}

TEST(CatalogView, HoldsAHundredThousandArticles) {
  std::vector<entry> rows;
  for (int i = 0; i < 100'000; ++i) {
    auto row
      = article_row(std::to_string(i), "10", i, 0, "B" + std::to_string(i));
    rows.push_back({encode_row_key(row.key()), serialise(row)});
  }
  auto shop = view::make({}, std::move(rows));
  ASSERT_TRUE(shop);
  EXPECT_EQ((*shop)->article("77777", 0)->price_ore(), 77'777);
  EXPECT_EQ((*shop)->article_no_of_barcode("B99999", 0), "99999");
  EXPECT_EQ((*shop)->articles(0).size(), 100'000u);
}

} // namespace
} // namespace kassa::catalog
