#include "hub/statistics.hpp"

#include "proto/base/lines.hpp"
#include "proto/base/record_peek.hpp"
#include "proto/base/time.hpp"

#include <set>

namespace kassa::hub {

namespace {

constexpr std::uint32_t extensions_first = 10000;
constexpr std::uint32_t extensions_last = 19999;

// Signed amounts: positive is sold, negative came back.
void add_amount(v1::StatisticsCell& to, std::int64_t ore) {
  if (ore >= 0)
    to.set_sales_ore(to.sales_ore() + ore);
  else
    to.set_returns_ore(to.returns_ore() - ore);
}

void add_name(v1::StatisticsCell& to, const std::string& name,
              std::int64_t at_ms) {
  if (std::pair{at_ms, name} > std::pair{to.named_ms(), to.name()}) {
    to.set_name(name);
    to.set_named_ms(at_ms);
  }
}

class folding {
public:
  folding(cells& into, const v1::RecordBody& body, std::string_view zone)
    : into_(into), body_(body), receipt_(body.receipt()) {
    auto local = body.business_ms() == body.wall_ms()
                   ? at_offset(body.business_ms(), body.offset_minutes())
                   : to_local(body.business_ms(), zone);
    date_ = is_date(receipt_.business_date()) ? receipt_.business_date()
                                              : local.date;
    hour_ = date_ + " " + local.time.substr(0, 2);
  }

  void run() {
    add_totals(cell(dimension::day, date_));
    add_totals(cell(dimension::hour, hour_));
    for (const auto& line : receipt_.lines()) {
      if (is_note(line))
        continue;
      add_line(dimension::article, line.article_no(), line.name(), line);
      add_line(dimension::group, line.group(), line.group_name(), line);
    }
    for (const auto& row : receipt_.vat()) {
      auto& to = cell(dimension::vat, std::to_string(row.basis_points()));
      add_amount(to, row.gross_ore());
      to.set_vat_ore(to.vat_ore() + row.vat_ore());
      add_receipt(dimension::vat, std::to_string(row.basis_points()), to);
    }
    for (const auto& payment : receipt_.payments())
      add_payment(payment);
  }

private:
  v1::StatisticsCell& cell(dimension what, const std::string& key) {
    return into_[{date_, what, key}];
  }

  // A receipt counts once in each cell that it touches.
  void add_receipt(dimension what, const std::string& key,
                   v1::StatisticsCell& to) {
    if (touched_.emplace(what, key).second)
      to.set_receipts(to.receipts() + 1);
  }

  void add_totals(v1::StatisticsCell& to) {
    add_amount(to, receipt_.total_ore());
    to.set_receipts(to.receipts() + 1);
    for (const auto& line : receipt_.lines())
      to.set_quantity_milli(to.quantity_milli() + line.quantity_milli());
    for (const auto& row : receipt_.vat())
      to.set_vat_ore(to.vat_ore() + row.vat_ore());
  }

  void add_line(dimension what, const std::string& key, const std::string& name,
                const v1::Line& line) {
    auto& to = cell(what, key);
    add_amount(to, line.gross_ore());
    to.set_quantity_milli(to.quantity_milli() + line.quantity_milli());
    add_name(to, name, body_.business_ms());
    add_receipt(what, key, to);
  }

  void add_payment(const v1::Payment& payment) {
    auto& to = cell(dimension::means, payment.name());
    add_amount(to, payment.tendered_ore() - payment.change_ore());
    add_receipt(dimension::means, payment.name(), to);
  }

  cells& into_;
  const v1::RecordBody& body_;
  const v1::Receipt& receipt_;
  std::string date_;
  std::string hour_;
  std::set<std::pair<dimension, std::string>> touched_;
};

} // namespace

std::string_view why_aside(counted what) noexcept {
  switch (what) {
  case counted::unreadable: return "the bytes are no record";
  case counted::unknown_kind: return "a kind that this hub does not know";
  case counted::no_receipt: return "a receipt that cannot be read";
  case counted::unknown_series: return "a series that this hub does not know";
  default: return {};
  }
}

counted fold_record(cells& into, std::string_view body, std::string_view zone,
                    cited_rows* cited) {
  auto top = peek_record(body);
  if (!top)
    return counted::unreadable;
  if (top->kind != v1::KIND_RECEIPT) {
    bool known = v1::Kind_IsValid(static_cast<int>(top->kind))
                 && top->kind != v1::KIND_UNSPECIFIED;
    bool reserved
      = top->kind >= extensions_first && top->kind <= extensions_last;
    return known || reserved ? counted::nothing : counted::unknown_kind;
  }
  v1::RecordBody record;
  if (!record.ParseFromArray(body.data(), static_cast<int>(body.size()))
      || !record.has_receipt())
    return counted::no_receipt;
  switch (record.receipt().series()) {
  case v1::SERIES_SALE:
  case v1::SERIES_RETURN: break;
  case v1::SERIES_TRAINING: return counted::nothing; // L12
  default: return counted::unknown_series;
  }
  folding{into, record, zone}.run();
  if (cited)
    add_cited(*cited, record);
  return counted::receipt;
}

void add_cell(v1::StatisticsCell& to, const v1::StatisticsCell& more) {
  to.set_sales_ore(to.sales_ore() + more.sales_ore());
  to.set_returns_ore(to.returns_ore() + more.returns_ore());
  to.set_quantity_milli(to.quantity_milli() + more.quantity_milli());
  to.set_receipts(to.receipts() + more.receipts());
  to.set_vat_ore(to.vat_ore() + more.vat_ore());
  add_name(to, more.name(), more.named_ms());
}

void report_maker::add(const cell_name& name, const v1::StatisticsCell& cell) {
  add_cell(sums_[name.what][name.key], cell);
}

v1::StoreStatistics report_maker::make(std::string store) const {
  v1::StoreStatistics out;
  out.set_store(std::move(store));
  auto fill = [this](dimension what, auto* rows) {
    auto sums = sums_.find(what);
    if (sums == sums_.end())
      return;
    for (const auto& [key, cell] : sums->second) {
      auto& row = *rows->Add();
      row.set_key(key);
      row.set_name(cell.name());
      row.set_net_ore(cell.sales_ore() - cell.returns_ore());
      row.set_quantity_milli(cell.quantity_milli());
      row.set_receipts(cell.receipts());
      row.set_vat_ore(what == dimension::vat ? cell.vat_ore() : 0);
    }
  };
  fill(dimension::day, out.mutable_days());
  fill(dimension::hour, out.mutable_hours());
  fill(dimension::article, out.mutable_articles());
  fill(dimension::group, out.mutable_groups());
  fill(dimension::vat, out.mutable_vat());
  fill(dimension::means, out.mutable_means());
  if (auto days = sums_.find(dimension::day); days != sums_.end())
    for (const auto& [date, cell] : days->second) {
      out.set_sales_ore(out.sales_ore() + cell.sales_ore());
      out.set_returns_ore(out.returns_ore() + cell.returns_ore());
      out.set_receipts(out.receipts() + cell.receipts());
    }
  out.set_net_ore(out.sales_ore() - out.returns_ore());
  return out;
}

} // namespace kassa::hub
