#include "node/cli/show.hpp"
#include "proto/base/lines.hpp"
#include "proto/base/money.hpp"

namespace kassa::cli {

namespace {

std::string lower(std::string text) {
  for (auto& c : text)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string of_line(const v1::Line& line) {
  if (is_note(line))
    return "* " + line.text();
  return print_quantity(line.quantity_milli()) + " " + line.name() + "  "
         + print_kronor(line.gross_ore());
}

std::string of_receipt(const v1::Receipt& receipt) {
  return name_of(receipt.series()) + " " + std::to_string(receipt.number())
         + "  " + print_kronor(receipt.to_pay_ore()) + " kr";
}

std::string of_intent(const v1::Intent& intent) {
  if (intent.has_copy())
    return "copy " + std::to_string(intent.copy().number()) + " of "
           + std::to_string(intent.copy().original_number());
  if (intent.has_pro_forma())
    return "pro_forma " + std::to_string(intent.pro_forma().number()) + "  "
           + print_kronor(intent.receipt().to_pay_ore()) + " kr";
  return of_receipt(intent.receipt());
}

std::string of_asked(const v1::CardAsked& asked) {
  return print_kronor(asked.payment().tendered_ore()) + " kr  "
         + asked.terminal() + "  " + asked.ask();
}

std::string of_answered(const v1::CardAnswered& said) {
  auto out = lower(v1::CardOutcome_Name(said.outcome()).substr(13)) + "  "
             + said.ask();
  for (const auto& more :
       {said.proof().reference(), said.detail(),
        said.by().empty() ? std::string{} : "by " + said.by()})
    if (!more.empty())
      out += "  " + more;
  return said.stray() ? out + "  put aside" : out;
}

std::string of_prices(const v1::PricesChanged& x) {
  return std::to_string(x.changes_size()) + " prices, version "
         + std::to_string(x.after().version());
}

std::string of_outage(const v1::Outage& x) {
  return x.device() + (x.over() ? "  over  " : "  ") + x.detail();
}

std::string of_sale(const v1::RecordBody& body) {
  switch (body.kind()) {
  case v1::KIND_LINE_ADDED: return of_line(body.line_added().line());
  case v1::KIND_LINE_CHANGED: return of_line(body.line_changed().line());
  case v1::KIND_LINE_REMOVED: return of_line(body.line_removed().line());
  case v1::KIND_MODE_SET:
    return lower(v1::SalesMode_Name(body.mode_set().mode())
                   .substr(std::string_view("SALES_MODE_").size()));
  case v1::KIND_PAYMENT_ADDED:
    return body.payment_added().payment().name() + " "
           + print_kronor(body.payment_added().payment().tendered_ore());
  case v1::KIND_EXCHANGE_BEGUN:
    return "receipt "
           + std::to_string(
             body.exchange_begun().exchange().original().number());
  case v1::KIND_SALE_PARKED: return body.sale_parked().parking();
  case v1::KIND_PARKED_FETCHED: return body.parked_fetched().parking();
  case v1::KIND_SALE_ABORTED:
    return print_kronor(body.sale_aborted().amount_ore()) + " kr";
  case v1::KIND_PRICE_INQUIRED:
    return body.price_inquired().name() + "  "
           + print_kronor(body.price_inquired().price_ore());
  default: return {};
  }
}

std::string of_clock(const v1::ClockStepped& x) {
  return std::to_string(x.step_ms() / 1000) + " s"
         + (x.by().empty() ? "" : "  by " + x.by());
}

/// The day's money and its reports.
std::string of_day(const v1::RecordBody& body) {
  switch (body.kind()) {
  case v1::KIND_DAY_OPENED:
    return body.day_opened().business_date() + "  "
           + print_kronor(body.day_opened().float_ore()) + " kr";
  case v1::KIND_CASH_MOVED:
    return print_kronor(body.cash_moved().amount_ore()) + " kr  "
           + body.cash_moved().reason();
  case v1::KIND_DRAWER_COUNTED:
    return print_kronor(body.drawer_counted().counted_ore()) + " kr, "
           + print_kronor(body.drawer_counted().difference_ore()) + " off";
  case v1::KIND_FLOAT_CHANGED:
    return print_kronor(body.float_changed().after_ore()) + " kr";
  case v1::KIND_Z_REPORT:
    return "Z " + std::to_string(body.z_report().number()) + "  "
           + print_kronor(body.z_report().grand().net_ore()) + " kr in all";
  case v1::KIND_Z_REPRINTED:
    return "Z " + std::to_string(body.z_reprinted().number());
  default: return of_sale(body);
  }
}

} // namespace

std::string name_of(v1::Kind kind) {
  if (!v1::Kind_IsValid(kind))
    return std::to_string(static_cast<int>(kind));
  return v1::Kind_Name(kind).substr(std::string_view("KIND_").size());
}

std::string name_of(v1::Series series) {
  if (!v1::Series_IsValid(series))
    return std::to_string(static_cast<int>(series));
  return lower(
    v1::Series_Name(series).substr(std::string_view("SERIES_").size()));
}

std::string summary_of(const v1::RecordBody& body) {
  switch (body.kind()) {
  case v1::KIND_GENESIS:
    return body.genesis().company() + " " + body.genesis().org_no();
  case v1::KIND_STARTED:
    return body.started().program() + ", clock " + body.started().clock();
  case v1::KIND_LOG_IN:
    return body.log_in().user()
           + (body.log_in().refused() ? "  refused: " + body.log_in().reason()
                                      : "");
  case v1::KIND_CATALOG_SWITCHED:
    return "version "
           + std::to_string(body.catalog_switched().after().version());
  case v1::KIND_PRICES_CHANGED: return of_prices(body.prices_changed());
  case v1::KIND_OUTAGE: return of_outage(body.outage());
  case v1::KIND_CLOCK_STEPPED: return of_clock(body.clock_stepped());
  case v1::KIND_FENCED: return body.fenced().reason();
  case v1::KIND_RECEIPT: return of_receipt(body.receipt());
  case v1::KIND_INTENT: return of_intent(body.intent());
  case v1::KIND_VOID:
    return name_of(body.void_().series()) + " "
           + std::to_string(body.void_().number()) + "  "
           + body.void_().reason();
  case v1::KIND_UNIT_ANSWERED:
    return body.unit_answered().answer() + "  " + body.unit_answered().code()
           + (body.unit_answered().stray() ? "  put aside" : "");
  case v1::KIND_CARD_ASKED: return of_asked(body.card_asked());
  case v1::KIND_CARD_ANSWERED: return of_answered(body.card_answered());
  case v1::KIND_COPY:
    return "of " + std::to_string(body.copy().original_number());
  case v1::KIND_TRAINING_SWITCHED:
    return body.training_switched().on() ? "on" : "off";
  case v1::KIND_SETTING_CHANGED:
    return body.setting_changed().name() + ": "
           + body.setting_changed().before() + " -> "
           + body.setting_changed().after();
  case v1::KIND_LOCK_OUT_LIFTED: return body.lock_out_lifted().user();
  case v1::KIND_PRO_FORMA:
    return print_kronor(body.pro_forma().receipt().to_pay_ore()) + " kr  "
           + body.pro_forma().parking();
  case v1::KIND_PRINT_STARTED:
    return "record " + std::to_string(body.print_started().job_seq());
  case v1::KIND_PRINT_ENDED:
    return "record " + std::to_string(body.print_ended().job_seq()) + " "
           + lower(v1::PrintState_Name(body.print_ended().state()).substr(12));
  default: return of_day(body);
  }
}

} // namespace kassa::cli
