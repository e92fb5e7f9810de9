#include "tests/system/figures.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

namespace kassa::testing {

namespace {

using stat_rows = google::protobuf::RepeatedPtrField<v1::StatisticsRow>;

expected::sums by_key(const stat_rows& rows) {
  expected::sums out;
  for (const auto& row : rows)
    out[row.key()] += row.net_ore();
  return out;
}

expected::sums by_name(const stat_rows& rows) {
  expected::sums out;
  for (const auto& row : rows)
    out[row.name()] += row.net_ore();
  return out;
}

expected::sums vat_by_key(const stat_rows& rows) {
  expected::sums out;
  for (const auto& row : rows)
    out[row.key()] += row.vat_ore();
  return out;
}

/// What Zs say, summed.
struct z_sums {
  expected::sums means, groups, rates;
  expected::sums vat; ///< The tax itself, by basis points.

  void add(const v1::PeriodTotals& period) {
    for (const auto& row : period.means())
      means[row.name()] += row.amount_ore();
    for (const auto& row : period.groups())
      groups[row.name()] += row.gross_ore();
    for (const auto& row : period.vat()) {
      const auto rate = std::to_string(row.basis_points());
      rates[rate] += row.gross_ore();
      vat[rate] += row.vat_ore();
    }
  }

  void add(const z_sums& other) {
    add(means, other.means);
    add(groups, other.groups);
    add(rates, other.rates);
    add(vat, other.vat);
  }

private:
  static void add(expected::sums& to, const expected::sums& more) {
    for (const auto& [key, sum] : more)
      to[key] += sum;
  }
};

void expect_terminal(shop& of, std::size_t i, const expected::terminal& want) {
  SCOPED_TRACE(of.at(i).id);
  const auto status = of.status(i);
  EXPECT_EQ(status.receipts(), want.receipts);
  EXPECT_EQ(status.last_z(), want.zs.size());
  EXPECT_EQ(status.grand().net_ore(), want.grand_total);
  std::uint64_t next = 1;
  std::int64_t sum = 0;
  const auto list = of.receipts(i);
  for (const auto& receipt : list.receipts()) {
    EXPECT_EQ(receipt.number(), next++);
    sum += receipt.total_ore();
  }
  EXPECT_EQ(next - 1, want.receipts);
  EXPECT_EQ(sum, want.grand_total);
}

/// Adds what a terminal's Zs say to `all`, each Z compared on the way.
void expect_zs(shop& of, std::size_t i, const expected::terminal& want,
               z_sums& all) {
  SCOPED_TRACE(of.at(i).id);
  const auto list = of.zs(i);
  ASSERT_EQ(static_cast<std::size_t>(list.reports_size()), want.zs.size());
  std::int64_t sum = 0;
  z_sums own;
  for (int n = 0; n < list.reports_size(); ++n) {
    const auto& z = list.reports(n).report();
    const auto& day = want.zs[static_cast<std::size_t>(n)];
    sum += z.period().sales_ore() - z.period().returns_ore();
    EXPECT_EQ(z.number(), static_cast<std::uint64_t>(n) + 1);
    EXPECT_EQ(z.business_date(), day.date);
    EXPECT_EQ(z.period().receipts(), day.receipts) << day.date;
    EXPECT_EQ(z.period().sales_ore(), day.sum) << day.date;
    EXPECT_EQ(z.grand().net_ore(), sum) << day.date;
    own.add(z.period());
  }
  EXPECT_EQ(sum, want.grand_total);
  EXPECT_EQ(own.groups, want.groups);
  EXPECT_EQ(own.rates, want.rates);
  all.add(own);
}

void expect_store(const v1::StoreStatistics& sums, const expected& want,
                  const z_sums& zs) {
  EXPECT_EQ(sums.net_ore(), want.total);
  EXPECT_EQ(sums.sales_ore(), want.total);
  EXPECT_EQ(sums.returns_ore(), 0);
  EXPECT_EQ(sums.receipts(), want.receipts);
  EXPECT_EQ(sums.set_aside(), 0u);
  EXPECT_EQ(by_key(sums.days()), want.days);
  EXPECT_EQ(by_key(sums.hours()), want.hours);
  EXPECT_EQ(by_key(sums.articles()), want.articles);
  EXPECT_EQ(by_name(sums.groups()), want.groups);
  EXPECT_EQ(by_key(sums.vat()), want.rates);
  EXPECT_EQ(vat_by_key(sums.vat()), zs.vat);
  EXPECT_EQ(by_key(sums.means()), zs.means);
}

} // namespace

void expect_figures(shop& of, const expected& want) {
  z_sums zs;
  for (std::size_t i = 0; i < of.count(); ++i) {
    expect_terminal(of, i, want.terminals.at(i));
    expect_zs(of, i, want.terminals.at(i), zs);
  }
  EXPECT_EQ(zs.groups, want.groups);
  EXPECT_EQ(zs.rates, want.rates);
  {
    SCOPED_TRACE("as it is");
    expect_store(of.statistics(), want, zs);
  }
  SCOPED_TRACE("rebuilt");
  expect_store(of.statistics(true), want, zs);
}

void expect_printed_once(shop& of) {
  const std::string mark = "Kvittonr: "; // A return says "Returkvittonr".
  for (std::size_t i = 0; i < of.count(); ++i) {
    SCOPED_TRACE(of.at(i).id);
    std::set<std::uint64_t> journal;
    const auto list = of.receipts(i);
    for (const auto& receipt : list.receipts())
      journal.insert(receipt.number());
    std::map<std::uint64_t, int> printed;
    std::istringstream lines(content_of(of.at(i).printout));
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(mark))
        ++printed[std::stoull(line.substr(mark.size()))];
    EXPECT_FALSE(printed.empty());
    for (const auto& [n, times] : printed) {
      EXPECT_TRUE(journal.contains(n)) << "receipt " << n;
      EXPECT_EQ(times, 1) << "receipt " << n;
    }
  }
}

void expect_verified(shop& of) {
  for (std::size_t i = 0; i < of.count(); ++i) {
    auto verified = of.kassa_at(i, {"verify"});
    EXPECT_EQ(verified.code, 0) << of.at(i).id << verified.out << verified.err;
  }
}

} // namespace kassa::testing
