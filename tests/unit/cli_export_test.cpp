#include "node/cli/exporting.hpp"
#include "node/cli/xsd.hpp"
#include "proto/base/console_new_file.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace kassa::cli {
namespace {

namespace exporting = journal::exporting;

std::string why_not(std::string_view toml) {
  auto plan = parse_accounts(toml, "konton.toml");
  EXPECT_FALSE(plan);
  if (plan)
    return {};
  EXPECT_EQ(plan.why().code, errc::bad_configuration);
  return plan.why().fields.at("line") + ": " + plan.why().fields.at("what");
}

TEST(Accounts, AreReadAsTheyArePrinted) {
  const auto bas = exporting::bas_2026();
  auto plan = parse_accounts(exporting::print_accounts(bas), "konton.toml");
  ASSERT_TRUE(plan) << to_string(plan.why());
  EXPECT_EQ(plan->means, bas.means);
  EXPECT_EQ(plan->sales, bas.sales);
  EXPECT_EQ(plan->vat, bas.vat);
  EXPECT_EQ(plan->rounding, bas.rounding);
  EXPECT_TRUE(plan->groups.empty());
  EXPECT_EQ(plan->source, "konton.toml");
}

TEST(Accounts, OfAFileStandAlone) {
  auto plan = parse_accounts("[means]\ncash = \"1911\"\n[sales]\n\"12.5\" = "
                             "\"3005\"\n[groups]\n\"Vin & \\\"öl\\\"\" = "
                             "\"3051\"\n[own_means]\nRikskort = \"1687\"\n"
                             "[other]\ncash_out = \"6991\"\n",
                             "x");
  ASSERT_TRUE(plan) << to_string(plan.why());
  EXPECT_EQ(plan->means.size(), 1u);
  EXPECT_EQ(plan->sales.at(1250), "3005");
  EXPECT_EQ(plan->groups.at("Vin & \"öl\""), "3051");
  EXPECT_EQ(plan->own_means.at("Rikskort"), "1687");
  EXPECT_EQ(plan->cash_out, "6991");
  EXPECT_TRUE(plan->rounding.empty());
  auto again = parse_accounts(exporting::print_accounts(*plan), "x");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->groups, plan->groups);
  EXPECT_EQ(again->cash_out, plan->cash_out);
}

TEST(Accounts, AreRefusedWithTheLine) {
  EXPECT_EQ(why_not("[means]\nbitcoin = \"1910\"\n"),
            "2: there is no bitcoin in [means]");
  EXPECT_EQ(why_not("[means]\ncash = 1910\n"),
            "2: cash has to be an account in quotes, 4 to 8 digits");
  EXPECT_EQ(why_not("[vat]\n\"25\" = \"26\"\n"),
            "2: 25 has to be an account in quotes, 4 to 8 digits");
  EXPECT_EQ(why_not("[vat]\n\"tolv\" = \"2621\"\n"),
            "2: there is no tolv in [vat]");
  EXPECT_EQ(why_not("\nkonto = \"1910\"\n"), "2: there is no setting konto");
  EXPECT_EQ(why_not("[konton]\na = \"1910\"\n"),
            "2: there is no a in [konton]");
  EXPECT_EQ(why_not("[means\n").substr(0, 2), "1:");
}

TEST(NewFile, TakesItsPlaceOnlyWhenItIsWhole) {
  testing::temp_dir folder;
  const std::string path = folder / "ut.csv";
  std::ofstream(path) << "before";
  {
    auto file = new_file::create(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write("half"));
  }
  const auto content = [&path] {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(content(), "before");
  auto file = new_file::create(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("who"));
  ASSERT_TRUE((*file)->write("le"));
  ASSERT_TRUE((*file)->finish());
  EXPECT_EQ(content(), "whole");
  const std::filesystem::directory_iterator all(
    std::filesystem::path(path).parent_path());
  EXPECT_EQ(std::distance(begin(all), end(all)), 1);
}

/// A schema of one element with a number in it.
constexpr auto schema
  = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="antal" type="xs:integer"/></xs:schema>)";

std::string written(const std::string& path, std::string_view text) {
  std::ofstream(path) << text;
  return path;
}

TEST(Schema, IsFollowedOrTheFaultIsToldWithItsLine) {
  testing::temp_dir folder;
  const auto xsd = written(folder / "a.xsd", schema);
  EXPECT_TRUE(
    check_schema(written(folder / "good.xml", "<antal>7</antal>"), xsd));
  for (const auto* bad : {"\n<antal>sju</antal>", "\n<styck>7</styck>",
                          "\n<antal>7</antal", ""}) {
    auto why = check_schema(written(folder / "bad.xml", bad), xsd);
    ASSERT_FALSE(why) << bad;
    EXPECT_EQ(why.why().code, errc::schema_differs) << bad;
  }
  auto why
    = check_schema(written(folder / "bad.xml", "\n<antal>sju</antal>"), xsd);
  EXPECT_EQ(why.why().fields.at("line"), "2");
  EXPECT_NE(why.why().fields.at("what").find("sju"), std::string::npos);
}

TEST(Schema, ThatIsNoneIsRefused) {
  testing::temp_dir folder;
  const auto xml = written(folder / "a.xml", "<antal>7</antal>");
  for (const auto& xsd : {written(folder / "b.xsd", "<nej/>"),
                          std::string(folder / "none.xsd")}) {
    auto why = check_schema(xml, xsd);
    ASSERT_FALSE(why);
    EXPECT_EQ(why.why().code, errc::bad_configuration);
  }
}

TEST(NewFile, IsRefusedWhereThereCanBeNone) {
  testing::temp_dir folder;
  for (const auto& path :
       {std::string("/dev/null"), std::string(folder / "no/such/ut.csv"),
        std::string(folder / ".")}) {
    auto file = new_file::create(path);
    ASSERT_FALSE(file) << path;
    EXPECT_EQ(file.why().code, errc::no_place_for_file);
    EXPECT_EQ(file.why().fields.at("path"), path);
  }
}

} // namespace
} // namespace kassa::cli
