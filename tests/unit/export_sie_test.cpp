#include "actors/journal/export/cp437.hpp"
#include "actors/journal/export/voucher.hpp"
#include "tests/unit/export_kit.hpp"

#include <cmath>
#include <iconv.h>
#include <random>
#include <sstream>

namespace {

using namespace kassa;
using namespace kassa::testing;
namespace ex = kassa::journal::exporting;

struct sie_test : ::testing::Test, export_world {
  v1::RecordBody sell(const std::vector<v1::Line>& lines,
                      v1::Means means = v1::MEANS_CARD) {
    return must(make_receipt(v1::SERIES_SALE, lines, means));
  }
  /// Lines of the file without CR.
  static std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> out;
    std::istringstream in(file);
    for (std::string line; std::getline(in, line);) {
      EXPECT_TRUE(line.ends_with('\r'));
      line.pop_back();
      out.push_back(line);
    }
    return out;
  }
  std::string must_sie(ex::account_plan plan = ex::bas_2026()) {
    auto out = sie(std::move(plan));
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *out : std::string();
  }
  static ore_t ore_of(const std::string& dotted) {
    auto amount = parse_kronor(dotted);
    EXPECT_TRUE(amount) << dotted;
    return amount ? *amount : 0;
  }
};

/// A #VER as a ledger would read it.
struct read_voucher {
  std::string heading;
  std::map<std::string, ore_t> accounts;
  ore_t sum = 0;
};

std::vector<read_voucher> vouchers_of(const std::string& file) {
  std::vector<read_voucher> out;
  for (const auto& line : sie_test::lines_of(file)) {
    if (line.starts_with("#VER "))
      out.push_back({line, {}, 0});
    std::istringstream words(line);
    std::string label, account, objects, amount;
    words >> label >> account >> objects >> amount;
    if (label != "#TRANS")
      continue;
    EXPECT_EQ(objects, "{}");
    out.back().accounts[account] += sie_test::ore_of(amount);
    out.back().sum += sie_test::ore_of(amount);
  }
  return out;
}

// The day of domain-sweden 5.3.
TEST_F(sie_test, WritesADayAsOneBalancedVerification) {
  sell({make_line(1, 1000, 125'000, 2500), make_line(2, 1000, 25'000, 1200)});
  sell({make_line(1, 1000, 31'000, 1200), make_line(2, 1000, 31'760, 600)},
       v1::MEANS_CASH);
  const auto day = today();
  must(make_z());
  auto compact = day;
  std::erase(compact, '-');
  EXPECT_EQ(must_sie(), "#FLAGGA 0\r\n"
                        "#PROGRAM Huvudkassa \"1.0\"\r\n"
                        "#FORMAT PC8\r\n"
                        "#GEN 20260504\r\n"
                        "#SIETYP 4\r\n"
                        "#ORGNR 556677-8899\r\n"
                        "#FNAMN \"Bageriet AB\"\r\n"
                        "#VER \"\" \"\" "
                          + compact
                          + " \"Z 1 kassa KASSA1\"\r\n"
                            "{\r\n"
                            "#TRANS 1686 {} 1500.00\r\n"
                            "#TRANS 1910 {} 628.00\r\n"
                            "#TRANS 3001 {} -1000.00\r\n"
                            "#TRANS 3002 {} -500.00\r\n"
                            "#TRANS 3003 {} -299.62\r\n"
                            "#TRANS 2611 {} -250.00\r\n"
                            "#TRANS 2621 {} -60.00\r\n"
                            "#TRANS 2631 {} -17.98\r\n"
                            "#TRANS 3740 {} -0.40\r\n"
                            "}\r\n");
  EXPECT_EQ(summary.vouchers(), 1u);
}

TEST_F(sie_test, WritesTrueCp437) {
  auto line = make_line(1, 1000, 1000, 2500);
  sell({line});
  auto z = make_z();
  z.mutable_z_report()->set_designation("Åsa är € \"kär\" i \\");
  must(z);
  const auto file = must_sie();
  EXPECT_NE(file.find("\"Z 1 kassa \x8Fsa \x84r ? \\\"k\x84r\\\" i /\""),
            std::string::npos)
    << file;
  EXPECT_EQ(summary.replaced(), 1u);
}

TEST_F(sie_test, RefusesWithAListOfAllThatIsUnset) {
  auto own = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 1250)});
  auto& payment = *own.mutable_receipt()->mutable_payments(0);
  payment.set_means(v1::MEANS_OTHER);
  payment.set_name("Rikskort");
  must(own);
  sell({make_line(1, 1000, 1000, 2500)}, v1::MEANS_INVOICE);
  sell({make_line(1, 1000, 1040, 2500)}, v1::MEANS_CASH);
  must(make_z());
  auto plan = ex::bas_2026();
  plan.source = "konton.toml";
  plan.rounding.clear();
  auto out = sie(plan);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::accounts_unset);
  EXPECT_EQ(out.why().fields.at("file"), "konton.toml");
  EXPECT_EQ(out.why().fields.at("missing"),
            "means.invoice, other.rounding, own_means.Rikskort, sales.12.5, "
            "vat.12.5");
}

TEST_F(sie_test, AsksForNoAccountThatTheZsDoNotNeed) {
  sell({make_line(1, 1000, 1000, 2500)});
  must(make_z());
  ex::account_plan plan;
  plan.means["card"] = "1686";
  plan.sales[2500] = "3001";
  plan.vat[2500] = "2611";
  EXPECT_TRUE(sie(plan));
}

TEST_F(sie_test, L3_WhatExchangesSettleNeedsAnAccountOnlyWhereOneIsHalfDone) {
  auto sold = sell({make_line(1, 1000, 1000, 2500)}).receipt();
  for (const auto& body : make_exchange(sold.number(), sold.lines(0)))
    must(body);
  must(make_z());
  EXPECT_EQ(must_sie().find("1690"), std::string::npos);
  EXPECT_NE(xml().find("<Betalningsmedel>Kvittning</Betalningsmedel>"),
            std::string::npos);
  EXPECT_NE(ex::print_accounts(ex::bas_2026()).find("# offset = \"1690\""),
            std::string::npos);
  sold = sell({make_line(1, 1000, 1000, 2500)}).receipt();
  must(make_exchange(sold.number(), sold.lines(0))[0]);
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  must(fence);
  must(make_z());
  auto out = sie();
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().fields.at("missing"), "means.offset");
  auto plan = ex::bas_2026();
  plan.means["offset"] = "1690";
  EXPECT_NE(must_sie(plan).find("#TRANS 1690 {} -10.00"), std::string::npos);
}

TEST_F(sie_test, GivesAGroupItsOwnAccountByIdOrName) {
  auto named = line_of("g7", 2500, 2500, 2);
  named.set_group_name("Blommor");
  sell({line_of("kaffe", 1120, 1200), named, line_of("annat", 1250, 2500, 3)});
  must(make_z());
  auto plan = ex::bas_2026();
  plan.groups = {{"kaffe", "3051"}, {"Blommor", "3052"}};
  const auto all = vouchers_of(must_sie(plan));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].accounts.at("3051"), -1000);
  EXPECT_EQ(all[0].accounts.at("3052"), -2000);
  EXPECT_EQ(all[0].accounts.at("3001"), -1000);
  EXPECT_EQ(all[0].accounts.at("2611"), -750);
  EXPECT_FALSE(all[0].accounts.contains("3002"));
}

TEST_F(sie_test, BooksGiftCardsSoldAndRedeemedOnTheirDebt) {
  sell({line_of("Presentkort", 50'000, 0)}, v1::MEANS_CARD);
  sell({make_line(1, 1000, 12'500, 2500)}, v1::MEANS_GIFT_CARD);
  must(make_z());
  auto plan = ex::bas_2026();
  plan.groups = {{"Presentkort", "2421"}};
  const auto all = vouchers_of(must_sie(plan));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].accounts.at("2421"), -50'000 + 12'500);
  EXPECT_EQ(all[0].sum, 0);
}

TEST_F(sie_test, BooksADayOfReturnsTheOtherWay) {
  auto sold = sell({make_line(1, 1000, 12'500, 2500)}, v1::MEANS_CASH);
  must(make_z());
  must(make_return(sold.receipt().number(), sold.receipt().lines(0)));
  must(make_z());
  const auto all = vouchers_of(must_sie());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].accounts.at("1910"), -12'500);
  EXPECT_EQ(all[1].accounts.at("3001"), 10'000);
  EXPECT_EQ(all[1].accounts.at("2611"), 2'500);
}

TEST_F(sie_test, BooksCashThatIsMovedWithoutASale) {
  sell({make_line(1, 1000, 12'500, 2500)}, v1::MEANS_CASH);
  v1::RecordBody in, out;
  in.mutable_cash_moved()->set_amount_ore(10'000);
  out.mutable_cash_moved()->set_amount_ore(-4'000);
  must(in);
  must(out);
  must(make_z());
  auto refused = sie();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().fields.at("missing"),
            "other.cash_in, other.cash_out");
  auto plan = ex::bas_2026();
  plan.cash_in = "1940";
  plan.cash_out = "6991";
  const auto all = vouchers_of(must_sie(plan));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].accounts.at("1910"), 12'500 + 10'000 - 4'000);
  EXPECT_EQ(all[0].accounts.at("1940"), -10'000);
  EXPECT_EQ(all[0].accounts.at("6991"), 4'000);
  EXPECT_EQ(all[0].sum, 0);
}

TEST_F(sie_test, BooksWhatACountOfTheDrawerFound) {
  sell({make_line(1, 1000, 12'500, 2500)}, v1::MEANS_CASH);
  v1::RecordBody count;
  auto& found = *count.mutable_drawer_counted();
  found.set_expected_ore(12'500);
  found.set_counted_ore(12'300);
  found.set_difference_ore(-200);
  must(count);
  must(make_z());
  auto refused = sie();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().fields.at("missing"), "other.cash_difference");
  auto plan = ex::bas_2026();
  plan.cash_difference = "6991";
  const auto all = vouchers_of(must_sie(plan));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].accounts.at("1910"), 12'500 - 200);
  EXPECT_EQ(all[0].accounts.at("6991"), 200);
  EXPECT_EQ(all[0].accounts.at("3001"), -10'000);
  EXPECT_EQ(all[0].sum, 0);
}

TEST_F(sie_test, LeavesAZWithoutMoneyOut) {
  must(make_z());
  sell({make_line(1, 1000, 1000, 2500)});
  must(make_z());
  const auto all = vouchers_of(must_sie());
  ASSERT_EQ(all.size(), 1u);
  EXPECT_NE(all[0].heading.find("Z 2 "), std::string::npos);
  EXPECT_EQ(summary.zs(), 2u);
  EXPECT_EQ(summary.vouchers(), 1u);
}

TEST_F(sie_test, TakesOnlyTheZsWhoseBusinessDateLiesWithin) {
  std::string second;
  for (int i = 0; i < 3; ++i) {
    sell({make_line(1, 1000, 1000 * (i + 1), 2500)});
    if (i == 1)
      second = today();
    clock.advance(86'400'000); // Each day is closed on the next.
    must(make_z());
  }
  const auto set = with(second, second);
  auto out = run(set, ex::make_sie(set, ex::bas_2026()));
  ASSERT_TRUE(out) << to_string(out.why());
  const auto all = vouchers_of(*out);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].accounts.at("1686"), 2000);
}

TEST_F(sie_test, RefusesAPeriodWithoutAZ) {
  sell({make_line(1, 1000, 1000, 2500)});
  auto out = sie();
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::nothing_to_export);
}

TEST_F(sie_test, L3_RandomZsSumToZeroAndToTheGrandTotals) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 draw(seed);
  const auto upto = [&draw](int n) {
    return std::uniform_int_distribution<>(0, n - 1)(draw);
  };
  constexpr std::uint32_t rates[]{2500, 1200, 600, 0};
  constexpr v1::Means means[]{v1::MEANS_CASH, v1::MEANS_CARD, v1::MEANS_SWISH,
                              v1::MEANS_GIFT_CARD};
  for (int z = 0; z < 12; ++z) {
    for (int i = upto(8); i >= 0; --i) {
      std::vector<v1::Line> lines;
      for (int n = upto(5); n >= 0; --n) {
        auto line = make_line(static_cast<std::uint32_t>(lines.size() + 1),
                              1000, 1 + upto(99'999), rates[upto(4)]);
        line.set_group("g" + std::to_string(upto(3)));
        lines.push_back(line);
      }
      auto sold = sell(lines, means[upto(4)]);
      if (upto(4) == 0)
        must(make_return(sold.receipt().number(), sold.receipt().lines(0)));
    }
    must(make_z());
  }
  auto plan = ex::bas_2026();
  plan.groups = {{"g1", "3051"}};
  ore_t income = 0;
  ore_t rounding = 0;
  const auto all = vouchers_of(must_sie(plan));
  for (const auto& voucher : all) {
    EXPECT_EQ(voucher.sum, 0) << voucher.heading;
    for (const auto& [account, amount] : voucher.accounts)
      if (account == "3740")
        rounding += amount;
      else if (account.starts_with("3") || account.starts_with("26"))
        income -= amount;
  }
  EXPECT_EQ(income, ledger().grand().net_ore());
  EXPECT_EQ(income, summary.grand().net_ore());
  EXPECT_EQ(-rounding, summary.rounding_ore());
}

TEST(Cp437, HasTheLettersOfSwedish) {
  EXPECT_EQ(ex::to_cp437("åäöÅÄÖé").bytes, "\x86\x84\x94\x8F\x8E\x99\x82");
  EXPECT_EQ(ex::to_cp437("Kaffe & bulle 2").bytes, "Kaffe & bulle 2");
}

TEST(Cp437, ReplacesWhatItLacksVisiblyAndCounts) {
  const auto out = ex::to_cp437("5 € – ☕");
  EXPECT_EQ(out.bytes, "5 ? ? ?");
  EXPECT_EQ(out.replaced, 3u);
  EXPECT_EQ(ex::to_cp437("a\nb\x01").bytes, "a b ");
  EXPECT_EQ(ex::to_cp437("\xC3").bytes, "?");
}

// The C library knows the page too.
TEST(Cp437, AgreesWithIconvOnEveryCharacter) {
  auto* page = iconv_open("CP437", "UTF-8");
  ASSERT_NE(page, reinterpret_cast<iconv_t>(-1));
  for (unsigned c = 0x80; c < 0x10000; ++c) {
    if (c >= 0xD800 && c < 0xE000)
      continue;
    std::string utf8;
    if (c < 0x800)
      utf8 = {static_cast<char>(0xC0U | c >> 6U),
              static_cast<char>(0x80U | (c & 0x3FU))};
    else
      utf8 = {static_cast<char>(0xE0U | c >> 12U),
              static_cast<char>(0x80U | (c >> 6U & 0x3FU)),
              static_cast<char>(0x80U | (c & 0x3FU))};
    char byte = 0;
    auto* from = utf8.data();
    auto* to = &byte;
    auto left = utf8.size();
    std::size_t room = 1;
    const bool has = iconv(page, &from, &left, &to, &room) == 0;
    const auto ours = ex::to_cp437(utf8);
    EXPECT_EQ(ours.replaced, has ? 0u : 1u) << c;
    EXPECT_EQ(ours.bytes, std::string(1, has ? byte : '?')) << c;
  }
  iconv_close(page);
}

} // namespace
