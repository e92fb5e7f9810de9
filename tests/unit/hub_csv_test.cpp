#include "actors/catalog/row_key.hpp"
#include "actors/catalog/view.hpp"
#include "hub/article_import.hpp"
#include "hub/csv.hpp"
#include "proto/base/time.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {

namespace {

const std::string header
  = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";

result<std::vector<v1::Row>> read(const std::string& csv) {
  return read_articles({csv, "a.csv", "Europe/Stockholm"});
}

const v1::Row* find(const std::vector<v1::Row>& rows, v1::RowKind kind,
                    const std::string& id) {
  for (const auto& row : rows)
    if (row.key().kind() == kind && row.key().id() == id)
      return &row;
  return nullptr;
}

TEST(Csv, ReadsQuotesCommasAndLineEnds) {
  auto rows = parse_csv("\xef\xbb\xbf"
                        "a,b\r\n\"x,\"\"1\"\"\",\"two\nlines\"\n\n"
                        "c,d",
                        "a.csv");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[1].fields[0], "x,\"1\"");
  EXPECT_EQ((*rows)[1].fields[1], "two\nlines");
  EXPECT_EQ((*rows)[2].line, 5U);
}

TEST(Articles, BecomeRowsWithTheirGroupsAndRates) {
  auto rows = read(header
                   + "100,Bulle,Bageri,VARA,2500,1200,2990000001009\n"
                     "101,\"Kaffe, stor\",Servering,TJÄNST,4000,2500,\n");
  ASSERT_TRUE(rows) << to_string(rows.why());
  const auto* bun = find(*rows, v1::ROW_KIND_ARTICLE, "100");
  ASSERT_TRUE(bun);
  EXPECT_EQ(bun->article().price_ore(), 2500);
  EXPECT_EQ(bun->article().barcode(), "2990000001009");
  const auto* group = find(*rows, v1::ROW_KIND_GROUP, "Bageri");
  ASSERT_TRUE(group);
  EXPECT_EQ(group->group().vat_code(), "VAT1200");
  EXPECT_TRUE(group->group().open_price());
  EXPECT_TRUE(find(*rows, v1::ROW_KIND_VAT_CODE, "VAT2500"));
  EXPECT_EQ(bun->key().effective_from_ms(), 0);
}

TEST(Articles, TakeColumnsInAnyOrderAndTheirOptions) {
  auto rows = read(
    "decimals,unit,open_price,effective_from,name,article_no,group,kind,"
    "vat_basis_points,price_ore,ean13,group_open_price,purchase_price_ore\n"
    "3,kg,ja,2026-05-04 13:00,Ost,7,Disk,VARA,600,19900,,0,9900\n");
  ASSERT_TRUE(rows) << to_string(rows.why());
  const auto* cheese = find(*rows, v1::ROW_KIND_ARTICLE, "7");
  ASSERT_TRUE(cheese);
  EXPECT_EQ(cheese->article().decimals(), 3U);
  EXPECT_EQ(cheese->article().unit(), "kg");
  EXPECT_TRUE(cheese->article().open_price());
  EXPECT_EQ(cheese->article().purchase_price_ore(), 9900);
  EXPECT_EQ(cheese->key().effective_from_ms(), 1'777'892'400'000);
  EXPECT_FALSE(find(*rows, v1::ROW_KIND_GROUP, "Disk")->group().open_price());
}

TEST(Articles, NameTheirDepositAndARateForEachSalesMode) {
  auto rows
    = read("article_no,name,group,kind,price_ore,vat_basis_points,ean13,"
           "deposit,vat_eat_in,vat_take_away,effective_from\n"
           "1,Kaffe,Servering,VARA,4000,1200,,,1200,600,\n"
           "2,Läsk,Dryck,VARA,1500,600,,3,,,\n"
           "3,Pant,Pant,VARA,100,600,,,,,\n");
  ASSERT_TRUE(rows) << to_string(rows.why());
  EXPECT_EQ(find(*rows, v1::ROW_KIND_ARTICLE, "2")->article().deposit(), "3");
  const auto& served = find(*rows, v1::ROW_KIND_GROUP, "Servering")->group();
  EXPECT_EQ(served.vat_code(), "VAT1200");
  EXPECT_EQ(served.vat_code_eat_in(), "VAT1200");
  EXPECT_EQ(served.vat_code_take_away(), "VAT600");
  EXPECT_TRUE(find(*rows, v1::ROW_KIND_VAT_CODE, "VAT600"));
  EXPECT_EQ(
    find(*rows, v1::ROW_KIND_GROUP, "Dryck")->group().vat_code_take_away(), "");
}

/// What food costs to sell in 2026 and 2028 is said once, long before.
TEST(Articles, CarryRatesOfDaysToCome) {
  auto rows
    = read("article_no,name,group,kind,price_ore,vat_basis_points,ean13,"
           "effective_from\n"
           "1,Bröd,Mat,VARA,4000,1200,,\n"
           "1,Bröd,Mat,VARA,4000,600,,2026-04-01\n"
           "1,Bröd,Mat,VARA,4000,1200,,2028-01-01\n");
  ASSERT_TRUE(rows) << to_string(rows.why());
  std::vector<catalog::entry> entries;
  for (const auto& row : *rows)
    entries.push_back(
      {catalog::encode_row_key(row.key()), row.SerializeAsString()});
  auto view = *catalog::view::make({}, std::move(entries));
  auto rate = [&](const char* date, const char* time) {
    auto at = *from_local(date, time, "Europe/Stockholm");
    return view->vat_of(*view->group("Mat", at), v1::SALES_MODE_UNSPECIFIED, at)
      ->basis_points;
  };
  EXPECT_EQ(rate("2026-03-31", "23:59"), 1200U);
  EXPECT_EQ(rate("2026-04-01", "00:00"), 600U);
  EXPECT_EQ(rate("2027-12-31", "23:59"), 600U);
  EXPECT_EQ(rate("2028-01-01", "00:00"), 1200U);
}

TEST(Articles, TwoRatesInAGroupAreRefused) {
  auto rows = read(header + "1,a,G,VARA,100,1200,\n2,b,G,VARA,100,2500,\n");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.why().code, errc::two_rates);
  EXPECT_EQ(rows.why().fields.at("first_line"), "2");
  EXPECT_EQ(rows.why().fields.at("line"), "3");
  EXPECT_EQ(rows.why().fields.at("second"), "25,00 %");
}

struct malformed {
  const char* what;
  std::string csv;
  const char* line;
  const char* column;
};

class MalformedArticles : public ::testing::TestWithParam<malformed> {};

TEST_P(MalformedArticles, NameLineColumnAndRemedy) {
  auto rows = read(GetParam().csv);
  ASSERT_FALSE(rows) << GetParam().what;
  EXPECT_EQ(rows.why().code, errc::bad_csv) << to_string(rows.why());
  EXPECT_EQ(rows.why().fields.at("file"), "a.csv");
  EXPECT_EQ(rows.why().fields.at("line"), GetParam().line);
  EXPECT_EQ(rows.why().fields.at("column"), GetParam().column);
  EXPECT_FALSE(rows.why().fields.at("remedy").empty());
}

const std::string moded
  = header.substr(0, header.size() - 1) + ",vat_eat_in,vat_take_away\n";
const std::string good = "1,a,G,VARA,100,1200,\n";

INSTANTIATE_TEST_SUITE_P(
  All, MalformedArticles,
  ::testing::Values(
    malformed{"empty", "", "1", "1"},
    malformed{"missing column", "article_no,name\n1,a\n", "1", "group"},
    malformed{"unknown column", "x," + header, "1", "1"},
    malformed{"column twice", "name," + header, "1", "name"},
    malformed{"too few fields", header + good + "2,b,G\n", "3", "3"},
    malformed{"too many fields", header + "1,a,G,VARA,100,1200,,\n", "2", "8"},
    malformed{"open quote", header + "1,\"a,G,VARA,100,1200,\n", "2", "2"},
    malformed{"text after quote", header + "1,\"a\"b,G,VARA,1,1200,\n", "2",
              "2"},
    malformed{"quote inside", header + "1,a\"b,G,VARA,1,1200,\n", "2", "2"},
    malformed{"not UTF-8", header + "1,\xe5,G,VARA,1,1200,\n", "2", "2"},
    malformed{"no number", header + "1,,G,VARA,1,1200,\n", "2", "name"},
    malformed{"no article number", header + ",a,G,VARA,1,1200,\n", "2",
              "article_no"},
    malformed{"long article number",
              header + std::string(65, '1') + ",a,G,VARA,1,1200,\n", "2",
              "article_no"},
    malformed{"control character", header + "1,a\tb,G,VARA,1,1200,\n", "2",
              "name"},
    malformed{"long name",
              header + "1," + std::string(101, 'a') + ",G,VARA,1,1200,\n", "2",
              "name"},
    malformed{"kind", header + "1,a,G,SAK,100,1200,\n", "2", "kind"},
    malformed{"price", header + "1,a,G,VARA,12.50,1200,\n", "2", "price_ore"},
    malformed{"negative price", header + "1,a,G,VARA,-1,1200,\n", "2",
              "price_ore"},
    malformed{"huge price", header + "1,a,G,VARA,99999999999999999999,1200,\n",
              "2", "price_ore"},
    malformed{"rate", header + "1,a,G,VARA,1,25 %,\n", "2", "vat_basis_points"},
    malformed{"rate above all", header + "1,a,G,VARA,1,10001,\n", "2",
              "vat_basis_points"},
    malformed{"barcode", header + "1,a,G,VARA,1,1200,2990000001008\n", "2",
              "ean13"},
    malformed{"barcode twice",
              header
                + "1,a,G,VARA,1,1200,2990000001009\n"
                  "2,b,G,VARA,1,1200,2990000001009\n",
              "3", "ean13"},
    malformed{"article twice", header + good + good, "3", "article_no"},
    malformed{"mode rate", moded + "1,a,G,VARA,1,1200,,12 %,\n", "2",
              "vat_eat_in"},
    malformed{"two mode rates",
              moded + "1,a,G,VARA,1,1200,,1200,600\n2,b,G,VARA,1,1200,,1200,\n",
              "3", "vat_take_away"}));

} // namespace

} // namespace kassa::hub
