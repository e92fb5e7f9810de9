#include "tests/support/expected.hpp"

#include <fstream>
#include <stdexcept>

namespace kassa::testing {

namespace {

using row = std::map<std::string, std::string>;

/// Cells of a line; a quoted cell may hold commas, none holds a line end.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      out.emplace_back();
    else if (c != '\r')
      out.back().push_back(c);
  }
  return out;
}

std::vector<row> rows_of(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line))
    throw std::runtime_error("cannot read " + path);
  const auto names = cells_of(line);
  std::vector<row> out;
  while (std::getline(in, line)) {
    const auto cells = cells_of(line);
    row one;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i)
      one[names[i]] = cells[i];
    out.push_back(std::move(one));
  }
  return out;
}

struct ticket {
  std::string date;
  std::string time;
  std::map<std::string, std::int64_t> quantities; ///< By article name.
};

/// Tickets by the place of their first sellable row.
std::vector<std::pair<std::uint64_t, ticket>>
tickets_of(const std::string& path, const std::map<std::string, row>& articles,
           expected& out) {
  std::vector<std::pair<std::uint64_t, ticket>> all;
  std::map<std::uint64_t, std::size_t> places;
  for (const auto& r : rows_of(path)) {
    const auto& item = r.at("Item");
    if (!articles.contains(item)) {
      ++out.skipped_rows;
      continue;
    }
    const auto number = std::stoull(r.at("Transaction"));
    if (!places.contains(number)) {
      places[number] = all.size();
      all.push_back({number, {r.at("Date"), r.at("Time"), {}}});
    }
    ++all[places[number]].second.quantities[item];
  }
  return all;
}

void count(expected& out, std::uint64_t number, const ticket& what,
           const std::map<std::string, row>& articles,
           std::uint64_t terminals) {
  std::int64_t total = 0;
  auto& till = out.terminals[number % terminals];
  for (const auto& [name, quantity] : what.quantities) {
    const auto& article = articles.at(name);
    const auto amount = quantity * std::stoll(article.at("price_ore"));
    total += amount;
    ++out.lines;
    out.articles[article.at("article_no")] += amount;
    for (auto* groups : {&out.groups, &till.groups})
      (*groups)[article.at("group")] += amount;
    for (auto* rates : {&out.rates, &till.rates})
      (*rates)[article.at("vat_basis_points")] += amount;
  }
  out.days[what.date] += total;
  out.hours[what.date + " " + what.time.substr(0, 2)] += total;
  out.total += total;
  ++out.receipts;
  if (till.zs.empty() || till.zs.back().date != what.date) {
    till.zs.push_back({what.date, 0, 0});
    ++out.zs;
  }
  till.zs.back().receipts += 1;
  till.zs.back().sum += total;
  till.receipts += 1;
  till.grand_total += total;
}

} // namespace

expected expected_of(const std::string& articles_csv,
                     const std::string& tickets_csv, std::uint64_t terminals) {
  std::map<std::string, row> articles;
  for (auto& r : rows_of(articles_csv)) {
    auto name = r.at("name");
    articles[name] = std::move(r);
  }
  expected out;
  for (const auto& [number, what] : tickets_of(tickets_csv, articles, out))
    count(out, number, what, articles, terminals);
  return out;
}

} // namespace kassa::testing
