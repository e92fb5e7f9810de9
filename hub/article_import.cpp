#include "hub/article_import.hpp"

#include "actors/catalog/row_key.hpp"
#include "hub/article_line.hpp"
#include "hub/base_catalog.hpp"
#include "proto/base/money.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kassa::hub {

namespace {

using namespace articles;

/// Collects rows and sees to what holds between lines.
class importer {
public:
  explicit importer(const article_file& file) : file_(file) {}

  result<std::vector<v1::Row>> run() {
    auto lines = parse_csv(file_.csv, file_.name);
    if (!lines)
      return lines.why();
    if (lines->empty())
      return csv_error(file_.name, 1, "1", "the file is empty",
                       "Begin with a header line.");
    auto at = read_header(lines->front(), file_.name);
    if (!at)
      return at.why();
    for (std::size_t i = 1; i < lines->size(); ++i) {
      auto took = take(line_reader{(*lines)[i], *at, file_.name});
      if (!took)
        return took.why();
    }
    return rows();
  }

private:
  struct group_seen {
    std::uint32_t rate;
    std::size_t line;
    v1::Row row;
  };

  status take(const line_reader& in) {
    auto since = in.since(file_.zone);
    if (!since)
      return since.why();
    auto no = in.text(article_no, catalog::row_id_size_max, true);
    if (!no)
      return no.why();
    auto row = make_row(v1::ROW_KIND_ARTICLE, *no, *since);
    if (auto filled = fill(*row.mutable_article(), in); !filled)
      return filled;
    if (auto joined = join(row.article(), *since, in); !joined)
      return joined;
    auto [seen, fresh] = articles_.emplace(std::pair{*no, *since}, in.line());
    if (!fresh)
      return in.wrong(article_no,
                      *no + " stands on line " + std::to_string(seen->second)
                        + " already",
                      "Remove one of them.");
    article_rows_.push_back(std::move(row));
    return ok;
  }

  status fill(v1::Article& out, const line_reader& in) {
    auto named = in.text(name, text_max, false);
    if (!named)
      return named.why();
    auto of = in.text(group, catalog::row_id_size_max, true);
    if (!of)
      return of.why();
    auto what = in.article_kind();
    if (!what)
      return what.why();
    auto costs = in.number(price, amount_max, "Write öre, as 2500 for 25 kr.");
    if (!costs)
      return costs.why();
    out.set_name(*named);
    out.set_group(*of);
    out.set_kind(*what);
    out.set_price_ore(*costs);
    if (auto coded = fill_barcode(out, in); !coded)
      return coded;
    return fill_options(out, in);
  }

  status fill_barcode(v1::Article& out, const line_reader& in) {
    auto code = in.ean();
    if (!code)
      return code.why();
    if (code->empty())
      return ok;
    auto no = std::string{in.raw(article_no)};
    auto [seen, fresh] = barcodes_.emplace(*code, std::pair{no, in.line()});
    if (!fresh && seen->second.first != no)
      return in.wrong(barcode,
                      *code + " is article " + seen->second.first + "'s (line "
                        + std::to_string(seen->second.second) + ")",
                      "A barcode is one article's.");
    out.set_barcode(*std::move(code));
    return ok;
  }

  status fill_options(v1::Article& out, const line_reader& in) {
    if (!in.raw(purchase_price).empty()) {
      auto costs = in.number(purchase_price, amount_max,
                             "Write öre, or leave it empty.");
      if (!costs)
        return costs.why();
      out.set_purchase_price_ore(*costs);
    }
    if (!in.raw(unit).empty()) {
      auto of = in.text(unit, unit_max, false);
      if (!of)
        return of.why();
      out.set_unit(*of);
    }
    if (!in.raw(decimals).empty()) {
      auto places = in.number(decimals, 3, "Write 0, 1, 2 or 3.");
      if (!places)
        return places.why();
      out.set_decimals(static_cast<std::uint32_t>(*places));
    }
    auto open = in.yes(open_price, false);
    if (!open)
      return open.why();
    out.set_open_price(*open);
    if (!in.raw(deposit).empty()) {
      auto of = in.text(deposit, catalog::row_id_size_max, true);
      if (!of)
        return of.why();
      out.set_deposit(*of);
    }
    return ok;
  }

  /// The code of a sales mode's own rate; none where the column is empty.
  result<std::string> mode_code(column which, const line_reader& in) {
    if (in.raw(which).empty())
      return std::string{};
    auto basis = in.number(which, rate_max, "Write 1200 for 12 %.");
    if (!basis)
      return basis.why();
    auto points = static_cast<std::uint32_t>(*basis);
    rates_.insert(points);
    return vat_code_id(points);
  }

  status fill_modes(v1::Group& out, const line_reader& in) {
    auto here = mode_code(vat_eat_in, in);
    if (!here)
      return here.why();
    auto away = mode_code(vat_take_away, in);
    if (!away)
      return away.why();
    out.set_vat_code_eat_in(*std::move(here));
    out.set_vat_code_take_away(*std::move(away));
    return ok;
  }

  /// What all lines of a group have to say alike.
  status agree(const group_seen& first, const v1::Group& now,
               const line_reader& in) const {
    auto differs = [&](column which) {
      return in.wrong(which, "differs from line " + std::to_string(first.line),
                      "Write the same on all lines of the group.");
    };
    const auto& group = first.row.group();
    if (group.open_price() != now.open_price())
      return differs(group_open_price);
    if (group.vat_code_eat_in() != now.vat_code_eat_in())
      return differs(vat_eat_in);
    if (group.vat_code_take_away() != now.vat_code_take_away())
      return differs(vat_take_away);
    return ok;
  }

  // The article's line says what its group is.
  status join(const v1::Article& article, std::int64_t since,
              const line_reader& in) {
    auto basis = in.number(rate, rate_max, "Write 2500 for 25 %.");
    if (!basis)
      return basis.why();
    auto open = in.yes(group_open_price, true);
    if (!open)
      return open.why();
    auto points = static_cast<std::uint32_t>(*basis);
    rates_.insert(points);
    auto row = make_row(v1::ROW_KIND_GROUP, article.group(), since);
    auto& content = *row.mutable_group();
    content.set_name(article.group());
    content.set_vat_code(vat_code_id(points));
    content.set_kind(article.kind());
    content.set_open_price(*open);
    if (auto filled = fill_modes(content, in); !filled)
      return filled;
    auto [at, fresh] = groups_.emplace(std::pair{article.group(), since},
                                       group_seen{points, in.line(), row});
    const auto& first = at->second;
    if (!fresh && first.rate != points)
      return error{errc::two_rates,
                   {{"file", std::string{file_.name}},
                    {"group", article.group()},
                    {"first", print_rate(first.rate) + " %"},
                    {"first_line", std::to_string(first.line)},
                    {"second", print_rate(points) + " %"},
                    {"line", std::to_string(in.line())}}};
    return fresh ? ok : agree(first, row.group(), in);
  }

  std::vector<v1::Row> rows() {
    std::vector<v1::Row> out;
    for (auto points : rates_)
      out.push_back(vat_code_row(points));
    for (auto& [at, seen] : groups_)
      out.push_back(std::move(seen.row));
    std::move(article_rows_.begin(), article_rows_.end(),
              std::back_inserter(out));
    return out;
  }

  const article_file& file_;
  std::map<std::pair<std::string, std::int64_t>, std::size_t> articles_;
  std::map<std::string, std::pair<std::string, std::size_t>> barcodes_;
  std::map<std::pair<std::string, std::int64_t>, group_seen> groups_;
  std::set<std::uint32_t> rates_;
  std::vector<v1::Row> article_rows_;
};

} // namespace

result<std::vector<v1::Row>> read_articles(const article_file& file) {
  return importer{file}.run();
}

std::vector<v1::Row> delete_others(const std::vector<v1::Row>& existing,
                                   const std::vector<v1::Row>& imported) {
  std::set<std::string> named;
  for (const auto& row : imported)
    if (row.key().kind() == v1::ROW_KIND_ARTICLE)
      named.insert(row.key().id());
  std::vector<v1::Row> out;
  for (const auto& row : existing) {
    if (row.key().kind() != v1::ROW_KIND_ARTICLE || row.deleted()
        || named.contains(row.key().id()))
      continue;
    out.push_back(make_row(v1::ROW_KIND_ARTICLE, row.key().id(),
                           row.key().effective_from_ms()));
    out.back().set_deleted(true);
  }
  return out;
}

} // namespace kassa::hub
