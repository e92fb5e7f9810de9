#include "actors/journal/articles.hpp"

#include "actors/journal/history.hpp"
#include "proto/base/lines.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

namespace kassa::journal {

namespace {

/// A line at open price has no article: its name, the group's, stands for it.
using article_sums
  = std::map<std::pair<std::string, std::string>, v1::ArticleRow>;

void add(article_sums& to, const v1::Receipt& receipt) {
  if (receipt.series() == v1::SERIES_TRAINING)
    return;
  for (const auto& line : receipt.lines()) {
    if (is_note(line))
      continue;
    auto name = line.article_no().empty() ? line.name() : std::string{};
    auto& row = to[{line.article_no(), std::move(name)}];
    row.set_article_no(line.article_no());
    row.set_name(line.name());
    row.set_gross_ore(row.gross_ore() + line.gross_ore());
    row.set_quantity_milli(row.quantity_milli() + line.quantity_milli());
  }
}

/// Keeps the rows that come to most, and puts the rest together.
std::vector<v1::ArticleRow> bounded(std::vector<v1::ArticleRow> all) {
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::abs(a.gross_ore()) > std::abs(b.gross_ore());
  });
  std::vector<v1::ArticleRow> out;
  v1::ArticleRow rest;
  rest.set_name("Övriga artiklar");
  std::size_t bytes = 0;
  for (auto& row : all) {
    bytes += row.ByteSizeLong() + 4;
    if (bytes <= article_bytes_max) {
      out.push_back(std::move(row));
      continue;
    }
    rest.set_gross_ore(rest.gross_ore() + row.gross_ore());
    rest.set_quantity_milli(rest.quantity_milli() + row.quantity_milli());
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::pair{a.article_no(), a.name()}
           < std::pair{b.article_no(), b.name()};
  });
  if (out.size() < all.size())
    out.push_back(std::move(rest));
  return out;
}

} // namespace

result<std::vector<v1::ArticleRow>> article_rows(const store::reader& from,
                                                 const scope& of,
                                                 const v1::LedgerState& at) {
  article_sums sums;
  auto first = at.period().first_seq();
  auto read = each_body(from, of, first == 0 ? at.seq() : first - 1, at.seq(),
                        [&sums](const v1::RecordBody& body) {
                          if (body.has_receipt())
                            add(sums, body.receipt());
                        });
  if (!read)
    return read.why();
  std::vector<v1::ArticleRow> all;
  for (auto& [name, row] : sums)
    all.push_back(std::move(row));
  return bounded(std::move(all));
}

} // namespace kassa::journal
