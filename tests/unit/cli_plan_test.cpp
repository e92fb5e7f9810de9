#include "node/cli/replay/csv.hpp"
#include "node/cli/replay/plan.hpp"

#include <gtest/gtest.h>

namespace kassa::cli::replay {
namespace {

const named_text articles{"articles.csv",
                          "article_no,name,group,kind,price_ore\n"
                          "1,Bulle,Bageri,VARA,2900\n"
                          "2,\"Kladdkaka, bit\",Bageri,VARA,3500\n"};

named_text tickets(const std::string& rows) {
  return {"tickets.csv", "Date,Time,Transaction,Item\n" + rows};
}

plan_settings settings(std::size_t terminals, std::uint64_t seed) {
  plan_settings out;
  out.terminals = terminals;
  out.seed = seed;
  return out;
}

plan must_plan(const std::string& rows, std::size_t terminals = 3,
               std::uint64_t seed = 1) {
  auto out = make_plan(articles, tickets(rows), settings(terminals, seed));
  EXPECT_TRUE(out) << to_string(out.why());
  return out ? *out : plan{};
}

TEST(ReplayPlan, MakesOneLineOfRowsWithTheSameArticle) {
  auto p = must_plan("2026-05-04,09:00:00,4,Bulle\n"
                     "2026-05-04,09:00:00,4,\"Kladdkaka, bit\"\n"
                     "2026-05-04,09:00:00,4,Bulle\n");
  ASSERT_EQ(p.terminals.at(1).size(), 1u); // 4 mod 3
  const auto& lines = p.terminals[1][0].tickets.at(0).lines;
  EXPECT_EQ(lines, (std::vector<plan_line>{{"1", 2, 5800}, {"2", 1, 3500}}));
  EXPECT_EQ(p.total_ore, 9300);
}

TEST(ReplayPlan, TakesTheTimeOfTheFirstSellableRow) {
  auto p = must_plan("2026-05-04,09:00:00,3,NONE\n"
                     "2026-05-04,09:01:00,3,Bulle\n"
                     "2026-05-04,09:02:00,3,Bulle\n");
  EXPECT_EQ(p.terminals[0][0].tickets[0].time, "09:01:00");
}

TEST(ReplayPlan, ListsUnsellableRowsAndSkipsEmptyTickets) {
  auto p = must_plan("2026-05-04,09:00:00,1,NONE\n"
                     "2026-05-04,09:01:00,2,Bulle\n"
                     "2026-05-04,09:01:00,2,Adjustment\n");
  ASSERT_EQ(p.unsellable.size(), 2u);
  EXPECT_EQ(p.unsellable[0].line, 2u);
  EXPECT_EQ(p.unsellable[1].item, "Adjustment");
  EXPECT_EQ(p.skipped_tickets, 1u);
  EXPECT_EQ(p.tickets, 1u);
}

TEST(ReplayPlan, ClosesEachDayOnWhichATerminalSold) {
  auto p = must_plan("2026-05-04,09:00:00,3,Bulle\n"
                     "2026-05-05,09:00:00,6,Bulle\n"
                     "2026-05-05,09:30:00,7,Bulle\n");
  EXPECT_EQ(p.zs, 3u);
  EXPECT_EQ(p.terminals[0].size(), 2u);
  EXPECT_EQ(p.terminals[1].size(), 1u);
  EXPECT_TRUE(p.terminals[2].empty());
}

TEST(ReplayPlan, ChoosesMeansByTheSeedAlone) {
  std::string rows;
  for (int i = 1; i <= 60; ++i)
    rows += "2026-05-04,09:00:00," + std::to_string(i) + ",Bulle\n";
  auto means = [&](std::uint64_t seed) {
    std::vector<v1::Means> out;
    auto p = must_plan(rows, 1, seed);
    for (const auto& t : p.terminals[0][0].tickets)
      out.push_back(t.means);
    return out;
  };
  EXPECT_EQ(means(1), means(1));
  EXPECT_NE(means(1), means(2));
  const auto mixed = means(1);
  EXPECT_NE(std::count(mixed.begin(), mixed.end(), v1::MEANS_CARD), 0);
  EXPECT_NE(std::count(mixed.begin(), mixed.end(), v1::MEANS_CASH), 0);
}

TEST(ReplayPlan, NamesTheLineAndColumnOfABadFile) {
  auto p = make_plan(articles, tickets("2026-13-04,09:00:00,1,Bulle\n"),
                     settings(1, 1));
  ASSERT_FALSE(p);
  EXPECT_EQ(p.why().code, errc::bad_csv);
  EXPECT_EQ(p.why().fields.at("line"), "2");
  EXPECT_EQ(p.why().fields.at("column"), "Date");
  p = make_plan(articles, tickets("2026-05-04,09:00:00,1\n"), settings(1, 1));
  ASSERT_FALSE(p);
  EXPECT_EQ(p.why().code, errc::bad_csv);
}

TEST(ReplayCsv, ReadsQuotesAndLineEnds) {
  auto rows = parse_csv("\xef\xbb\xbf"
                        "a,b\r\n1,\"x\"\"y\nz\"\r\n\r\n2,\r\n",
                        {"b", "a"}, "f");
  ASSERT_TRUE(rows) << to_string(rows.why());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"x\"y\nz", "1"}));
  EXPECT_EQ((*rows)[1].line, 5u);
}

TEST(ReplayCsv, RefusesAnOpenQuoteAndAMissingColumn) {
  EXPECT_FALSE(parse_csv("a\n\"x\n", {"a"}, "f"));
  EXPECT_FALSE(parse_csv("a\n1\n", {"b"}, "f"));
}

} // namespace
} // namespace kassa::cli::replay
