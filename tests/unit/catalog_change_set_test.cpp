#include "actors/catalog/change_set.hpp"
#include "tests/unit/catalog_kit.hpp"

#include <gtest/gtest.h>

namespace kassa::catalog {
namespace {

using namespace testing;

constexpr std::int64_t now = 1'000'000;
constexpr std::int64_t later = 2'000'000;

v1::Row layout_row(std::uint32_t column, const std::string& article) {
  auto out = row_of(v1::ROW_KIND_LAYOUT, "front");
  out.mutable_layout()->set_name("Front");
  out.mutable_layout()->set_columns(4);
  out.mutable_layout()->set_rows(4);
  auto& button = *out.mutable_layout()->add_buttons();
  button.set_column(column);
  button.set_article(article);
  return out;
}

error refused(const v1::ChangeSet& set) {
  auto out = validate(small_shop(), set, now);
  return out ? error{errc::internal, {}, "was accepted"} : out.why();
}

void expect_bad(const v1::ChangeSet& set, const std::string& what) {
  auto why = refused(set);
  EXPECT_EQ(why.code, errc::bad_catalog) << to_string(why);
  EXPECT_EQ(why.fields["what"], what);
}

TEST(ChangeSet, MakesTheNewRows) {
  auto rows = validate(small_shop(),
                       set_of({article_row("1003", "10", 500),
                               deletion(v1::ROW_KIND_ARTICLE, "1002")}),
                       now);
  ASSERT_TRUE(rows) << to_string(rows.why());
  auto shop = view_of(*rows);
  EXPECT_EQ(rows->size(), small_shop().size() + 1); // A deletion is a row.
  EXPECT_NE(shop->article("1003", now), nullptr);
  EXPECT_EQ(shop->article("1002", now), nullptr);
}

TEST(ChangeSet, RefusesRowsOutOfBounds) {
  expect_bad(set_of({article_row("", "10", 1)}), "a row without an id");
  expect_bad(set_of({row_of(v1::ROW_KIND_ARTICLE, "1")}),
             "1: the content is not of its kind");
  expect_bad(set_of({article_row("1", "10", 1), article_row("1", "10", 2)}),
             "1: the same row comes twice");
  expect_bad(set_of({article_row("1", "10", -1)}),
             "article 1: the price is out of bounds");
  auto nameless = article_row("1", "10", 1);
  nameless.mutable_article()->clear_name();
  expect_bad(set_of({nameless}),
             "article 1: the name needs 1 to 100 characters");
  expect_bad(set_of({user_row("bo", "")}),
             "user bo: the name needs 1 to 100 characters");
}

TEST(ChangeSet, CountsCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 100; ++i)
    name += "å";
  auto row = article_row("1", "10", 1);
  row.mutable_article()->set_name(name);
  EXPECT_TRUE(validate(small_shop(), set_of({row}), now));
  row.mutable_article()->set_name(name + "x");
  EXPECT_FALSE(validate(small_shop(), set_of({row}), now));
}

TEST(ChangeSet, RefusesWhatLeadsNowhere) {
  expect_bad(set_of({article_row("1", "99", 1)}),
             "article 1: there is no group 99");
  expect_bad(set_of({group_row("30", "M99")}),
             "group 30: there is no VAT code M99");
  expect_bad(set_of({group_row("30", "")}), "group 30 has no VAT code");
  expect_bad(set_of({deletion(v1::ROW_KIND_GROUP, "10")}),
             "article 1001: there is no group 10");
  expect_bad(set_of({deletion(v1::ROW_KIND_STORE, "main")}),
             "there is no store row");
  expect_bad(set_of({layout_row(0, "999")}),
             "layout front: there is no article 999");
  expect_bad(set_of({layout_row(4, "1001")}),
             "layout front: a button lies outside the grid");
  EXPECT_TRUE(validate(small_shop(), set_of({layout_row(3, "1001")}), now));
}

TEST(ChangeSet, RefusesABarcodeTwice) {
  expect_bad(set_of({article_row("1", "10", 1, 0, "7310000000017")}),
             "articles 1 and 1001 have the same barcode 7310000000017");
}

TEST(ChangeSet, LooksAtEveryLaterInstant) {
  // Tomorrow's article has a group that is gone the day after.
  auto shop = validate(
    small_shop(),
    set_of({group_row("30", "M25"), article_row("3001", "30", 1, later)}), now);
  ASSERT_TRUE(shop);
  auto today
    = validate(*shop, set_of({deletion(v1::ROW_KIND_GROUP, "30")}), now);
  ASSERT_FALSE(today);
  EXPECT_EQ(today.why().fields.at("what"),
            "article 3001: there is no group 30");
  auto after = validate(
    *shop, set_of({deletion(v1::ROW_KIND_GROUP, "30", later + 1)}), now);
  ASSERT_FALSE(after);
  EXPECT_TRUE(
    validate(*shop,
             set_of({deletion(v1::ROW_KIND_GROUP, "30", later + 1),
                     deletion(v1::ROW_KIND_ARTICLE, "3001", later + 1)}),
             now));
}

TEST(ChangeSet, RefusesWhatChangesNothing) {
  EXPECT_EQ(refused(set_of({user_row("anna", "Anna")})).code,
            errc::nothing_to_publish);
  EXPECT_EQ(refused({}).code, errc::nothing_to_publish);
}

v1::Button& add_button(v1::Row& to, std::uint32_t column) {
  auto& out = *to.mutable_layout()->add_buttons();
  out.set_column(column);
  out.set_row(1);
  return out;
}

TEST(ChangeSet, ButtonsOfSeveralArticlesMenusAndMacrosHoldTogether) {
  auto row = layout_row(0, "1001");
  auto& several = add_button(row, 0);
  several.mutable_articles()->add_articles("1001");
  expect_bad(set_of({row}), "layout front: a button of several articles has 2 "
                            "to 20");
  several.mutable_articles()->add_articles("999");
  expect_bad(set_of({row}), "layout front: there is no article 999");
  several.mutable_articles()->set_articles(1, "1002");
  add_button(row, 1).set_menu("back");
  expect_bad(set_of({row}), "layout front: there is no layout back");
  auto back = layout_row(0, "1001");
  back.mutable_key()->set_id("back");
  EXPECT_TRUE(validate(small_shop(), set_of({row, back}), now));
  auto& touches = *add_button(row, 2).mutable_macro()->mutable_touches();
  touches.Add(); // The first button.
  touches.Add()->set_row(1);
  EXPECT_TRUE(validate(small_shop(), set_of({row, back}), now));
  touches.Add()->set_column(2); // There is none.
  const auto bad = "layout front: a macro touches a button that is not there, "
                   "or is a macro or a menu itself";
  expect_bad(set_of({row, back}), bad);
  touches[2].set_row(1); // Itself.
  expect_bad(set_of({row, back}), bad);
}

TEST(ChangeSet, OneLayoutIsTheDefaultOne) {
  auto front = layout_row(0, "1001");
  front.mutable_layout()->set_is_default(true);
  auto back = front;
  back.mutable_key()->set_id("back");
  expect_bad(set_of({front, back}),
             "two layouts are the default one: front is the second");
}

} // namespace
} // namespace kassa::catalog
