#include "actors/journal/export/closing.hpp"
#include "actors/journal/export/tables.hpp"
#include "actors/journal/export/totals.hpp"
#include "actors/journal/export/xml_text.hpp"
#include "proto/base/lines.hpp"

#include <map>

namespace kassa::journal::exporting {

namespace {

using row_t = std::map<std::string, std::string, std::less<>>;
using columns_t = std::vector<std::string>;

const columns_t& receipt_columns() {
  static const columns_t names{
    "row",       "terminal", "seq",        "series",   "number",
    "date",      "time",     "cashier",    "z",        "line",
    "article",   "name",     "kind",       "group",    "group_name",
    "quantity",  "unit",     "unit_price", "discount", "gross",
    "vat_rate",  "vat",      "means",      "paid",     "original",
    "unit_code", "mode",     "deposit_of", "text"};
  return names;
}

const columns_t& event_columns() {
  static const columns_t names{
    "row",    "terminal", "seq",     "date", "time",     "event",  "user",
    "series", "number",   "article", "name", "quantity", "amount", "text"};
  return names;
}

std::string series_name(v1::Series series) {
  switch (series) {
  case v1::SERIES_SALE: return "sale";
  case v1::SERIES_RETURN: return "return";
  case v1::SERIES_TRAINING: return "training";
  case v1::SERIES_COPY: return "copy";
  case v1::SERIES_PRO_FORMA: return "pro_forma";
  default: return {};
  }
}

row_t begin_row(std::string_view what, const item& of) {
  const auto& body = of.body;
  return {{"row", std::string(what)},
          {"terminal", body.terminal()},
          {"seq", std::to_string(body.seq())},
          {"date", std::string(of.date)},
          {"time", local_instant(body.business_ms(), body.offset_minutes())}};
}

row_t receipt_row(std::string_view what, const item& of) {
  const auto& receipt = of.body.receipt();
  const bool training = receipt.series() == v1::SERIES_TRAINING;
  auto out = begin_row(training ? "training" : what, of);
  out["series"] = series_name(receipt.series());
  out["number"] = std::to_string(receipt.number());
  out["cashier"] = receipt.cashier();
  out["z"] = of.closing_z == 0 ? "" : std::to_string(of.closing_z);
  out["unit_code"] = receipt.unit().code();
  return out;
}

std::string original_of(const v1::Line& line) {
  if (!line.has_original())
    return {};
  const auto& of = line.original();
  return (of.terminal().empty() ? "" : of.terminal() + "/")
         + std::to_string(of.number()) + "/" + std::to_string(of.line_no());
}

std::string mode_name(v1::SalesMode mode) {
  switch (mode) {
  case v1::SALES_MODE_EAT_IN: return "eat-in";
  case v1::SALES_MODE_TAKE_AWAY: return "take-away";
  default: return {};
  }
}

/// Words between the goods: a row of their own kind, with no numbers in it.
void make_note(row_t& to, const v1::Line& line) {
  to["row"] = "note";
  to["line"] = std::to_string(line.line_no());
  to["text"] = line.text();
}

void add_line(row_t& to, const v1::Line& line, ore_t vat) {
  to["line"] = std::to_string(line.line_no());
  to["article"] = line.article_no();
  to["name"] = line.name();
  to["kind"] = line.kind() == v1::ARTICLE_KIND_SERVICE ? "service" : "goods";
  to["group"] = line.group();
  to["group_name"] = line.group_name();
  to["quantity"] = dotted_quantity(line.quantity_milli());
  to["unit"] = line.unit();
  to["unit_price"] = dotted(line.unit_price_ore());
  to["discount"] = dotted(line.discount_ore() + line.receipt_discount_ore());
  to["gross"] = dotted(line.gross_ore());
  to["vat_rate"] = dotted_rate(line.vat_basis_points());
  to["vat"] = dotted(vat);
  to["original"] = original_of(line);
  to["text"] = line.text();
  if (is_deposit(line))
    to["deposit_of"] = std::to_string(line.deposit_of());
}

void add_line_event(row_t& to, const v1::Line& line) {
  to["text"] = line.text();
  if (is_note(line))
    return;
  to["article"] = line.article_no();
  to["name"] = line.name();
  to["quantity"] = dotted_quantity(line.quantity_milli());
  to["amount"] = dotted(line.gross_ore());
}

void add_sale_event(row_t& to, const v1::RecordBody& body) {
  switch (body.payload_case()) {
  case v1::RecordBody::kLineAdded:
    return add_line_event(to, body.line_added().line());
  case v1::RecordBody::kLineChanged:
    return add_line_event(to, body.line_changed().line());
  case v1::RecordBody::kLineRemoved:
    return add_line_event(to, body.line_removed().line());
  case v1::RecordBody::kModeSet:
    to["text"] = mode_name(body.mode_set().mode());
    break;
  case v1::RecordBody::kPaymentAdded:
    to["name"] = body.payment_added().payment().name();
    to["amount"] = dotted(body.payment_added().payment().tendered_ore());
    break;
  case v1::RecordBody::kPaymentRemoved:
    to["name"] = body.payment_removed().payment().name();
    to["amount"] = dotted(body.payment_removed().payment().tendered_ore());
    break;
  case v1::RecordBody::kSaleAborted:
    to["amount"] = dotted(body.sale_aborted().amount_ore());
    break;
  case v1::RecordBody::kSaleParked:
    to["name"] = body.sale_parked().parking();
    break;
  case v1::RecordBody::kParkedFetched:
    to["name"] = body.parked_fetched().parking();
    break;
  case v1::RecordBody::kParkedRemoved:
    to["name"] = body.parked_removed().parking();
    to["amount"] = dotted(body.parked_removed().amount_ore());
    break;
  case v1::RecordBody::kPriceInquired:
    to["article"] = body.price_inquired().article_no();
    to["name"] = body.price_inquired().name();
    to["amount"] = dotted(body.price_inquired().price_ore());
    break;
  default: break;
  }
}

void add_number(row_t& to, std::uint64_t number, ore_t amount) {
  to["number"] = std::to_string(number);
  to["amount"] = dotted(amount);
}

void add_till_event(row_t& to, const v1::RecordBody& body) {
  switch (body.payload_case()) {
  case v1::RecordBody::kReceipt:
    to["series"] = series_name(body.receipt().series());
    return add_number(to, body.receipt().number(), body.receipt().total_ore());
  case v1::RecordBody::kVoid:
    to["series"] = series_name(body.void_().series());
    to["number"] = std::to_string(body.void_().number());
    to["text"] = body.void_().reason();
    break;
  case v1::RecordBody::kCopy:
    to["series"] = "copy";
    to["text"] = series_name(body.copy().original_series()) + ' '
                 + std::to_string(body.copy().original_number());
    return add_number(to, body.copy().number(), body.copy().amount_ore());
  case v1::RecordBody::kProForma:
    if (body.pro_forma().number() == 0)
      break;
    to["series"] = series_name(v1::SERIES_PRO_FORMA);
    return add_number(to, body.pro_forma().number(),
                      body.pro_forma().receipt().total_ore());
  case v1::RecordBody::kZReport:
    return add_number(to, body.z_report().number(),
                      body.z_report().period().sales_ore()
                        - body.z_report().period().returns_ore());
  case v1::RecordBody::kLogIn:
    to["name"] = body.log_in().user();
    to["text"] = body.log_in().refused() ? body.log_in().reason() : "";
    break;
  case v1::RecordBody::kSettingChanged:
    to["name"] = body.setting_changed().name();
    to["text"] = body.setting_changed().before() + " -> "
                 + body.setting_changed().after();
    break;
  case v1::RecordBody::kDrawerOpened:
    to["text"] = body.drawer_opened().reason();
    break;
  case v1::RecordBody::kFloatChanged:
    to["amount"] = dotted(body.float_changed().after_ore());
    break;
  case v1::RecordBody::kCashMoved:
    to["amount"] = dotted(body.cash_moved().amount_ore());
    to["text"] = body.cash_moved().reason();
    break;
  default: add_sale_event(to, body);
  }
}

class csv_writer final : public writer {
public:
  explicit csv_writer(csv_rows rows)
    : rows_(rows), columns_(rows == csv_rows::receipts ? receipt_columns()
                                                       : event_columns()) {}

  std::string_view format() const override { return "csv"; }

  std::string begin(const v1::RecordBody&) override {
    return csv_row(columns_);
  }

  result<std::string> add(const item& next, const finder&) override {
    if (!next.chosen)
      return std::string();
    if (rows_ == csv_rows::receipts)
      return next.body.has_receipt() ? receipt(next) : std::string();
    auto row = begin_row("event", next);
    row["event"] = kind_name(next.body.kind());
    row["user"] = next.body.user();
    add_till_event(row, next.body);
    return print(row);
  }

  result<std::string> finish(v1::ExportSummary& all) override {
    std::string out;
    for (const auto& words : closing_rows(all))
      out += print({{"row", "summary"}, {"text", words}});
    return out;
  }

private:
  result<std::string> receipt(const item& next) const {
    const auto& receipt = next.body.receipt();
    auto vat = vat_of_lines(receipt);
    if (!vat)
      return vat.why();
    std::string out;
    for (int i = 0; i < receipt.lines_size(); ++i) {
      const auto& line = receipt.lines(i);
      auto row = receipt_row("line", next);
      if (is_note(line))
        make_note(row, line);
      else
        add_line(row, line, (*vat)[static_cast<std::size_t>(i)]);
      const auto own = line.mode() != v1::SALES_MODE_UNSPECIFIED;
      row["mode"] = mode_name(own ? line.mode() : receipt.mode());
      out += print(row);
    }
    for (const auto& payment : receipt.payments()) {
      auto row = receipt_row("payment", next);
      row["means"] = payment.name();
      row["paid"] = dotted(payment.tendered_ore() - payment.change_ore());
      row["text"] = payment.reference();
      out += print(row);
    }
    return out;
  }

  std::string print(const row_t& row) const {
    std::vector<std::string> fields;
    for (const auto& name : columns_) {
      auto it = row.find(name);
      fields.push_back(it == row.end() ? std::string() : it->second);
    }
    return csv_row(fields);
  }

  csv_rows rows_;
  const columns_t& columns_;
};

} // namespace

std::string csv_row(const std::vector<std::string>& fields) {
  std::string out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += i == 0 ? "" : ",";
    const auto& field = fields[i];
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      out += field;
      continue;
    }
    out += '"';
    for (auto c : field)
      out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

std::unique_ptr<writer> make_csv(csv_rows rows) {
  return std::make_unique<csv_writer>(rows);
}

} // namespace kassa::journal::exporting
