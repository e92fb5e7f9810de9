#include "actors/printer/layout/receipt_layout.hpp"

#include "actors/printer/layout/parts.hpp"
#include "proto/base/lines.hpp"
#include "proto/base/receipt_code.hpp"

#include <cstdlib>

namespace kassa::printer {

namespace {

using parts::page;

/// What a print of a receipt is beside the receipt itself.
struct form {
  const v1::Copy* copy = nullptr; ///< Null: the original.
  const v1::ProForma* pro_forma = nullptr;
  std::string copied; ///< When the copy was made.
};

void marks(page& out, const v1::Receipt& r, const form& as,
           const options& with) {
  if (with.screen || as.pro_forma != nullptr)
    out.mark("EJ KVITTO");
  if (as.copy != nullptr)
    out.mark("KOPIA");
  if (r.series() == v1::SERIES_RETURN)
    out.mark("RETUR");
  if (r.series() == v1::SERIES_TRAINING)
    out.mark("ÖVNINGSKVITTO");
}

const std::string& till_of(const v1::RecordBody& body, const v1::Receipt& r) {
  return r.designation().empty() ? body.terminal() : r.designation();
}

void till_and_number(page& out, const v1::RecordBody& body,
                     const v1::Receipt& r, const form& as) {
  auto till = "Kassa: " + till_of(body, r);
  if (as.pro_forma != nullptr) {
    const auto& name = as.pro_forma->parking();
    out.pair(name.empty() ? "" : "Parkerat: " + name, till);
    if (auto number = as.pro_forma->number(); number != 0)
      out.text("Proforma nr: " + std::to_string(number));
    return;
  }
  auto back = r.series() == v1::SERIES_RETURN;
  out.pair((back ? "Returkvittonr: " : "Kvittonr: ")
             + std::to_string(r.number()),
           till);
}

const char* title_of(const v1::Receipt& r, const form& as) {
  if (as.pro_forma != nullptr)
    return "NOTA";
  return r.series() == v1::SERIES_RETURN ? "RETURKVITTO" : "KVITTO";
}

/// The other receipt of an exchange or of a corrected payment.
void counterpart(page& out, const v1::Receipt& r) {
  if (!r.has_counterpart())
    return;
  const auto& other = r.counterpart();
  auto kind = other.series() == v1::SERIES_RETURN ? "returkvitto" : "kvitto";
  if (other.number() == 0)
    out.text("Hör ihop med nästa kvitto");
  else
    out.text(std::string{"Hör ihop med "} + kind + ' '
             + std::to_string(other.number()));
}

void heading(page& out, const v1::RecordBody& body, const v1::Receipt& r,
             const form& as, const options& with) {
  auto back = r.series() == v1::SERIES_RETURN;
  parts::seller(out, r.company(), r.org_no(), r.address());
  out.text(title_of(r, as), true);
  if (r.delivery() == v1::DELIVERY_ELECTRONIC)
    out.text("Elektroniskt kassakvitto");
  till_and_number(out, body, r, as);
  auto at = parts::when(body.business_ms(), body.offset_minutes(), with);
  out.pair(print_minute(at),
           r.cashier().empty() ? "" : "Kassör: " + r.cashier());
  if (back && r.original().number() == 0)
    out.text("Retur utan kvitto");
  else if (back)
    out.text("Avser kvitto: " + std::to_string(r.original().number())
             + " från kassa " + r.original().terminal());
  counterpart(out, r);
  if (as.copy != nullptr)
    out.pair("Kopia nr: " + std::to_string(as.copy->number()), as.copied);
  if (r.replayed())
    out.text(parts::replay_words, true);
}

std::string words_of(v1::SalesMode mode) {
  switch (mode) {
  case v1::SALES_MODE_EAT_IN: return "Äta här";
  case v1::SALES_MODE_TAKE_AWAY: return "Ta med";
  default: return {};
  }
}

std::string quantity_of(const v1::Line& x) {
  auto unit = x.unit().empty() || x.unit() == "st" ? "" : ' ' + x.unit();
  if (unit.empty() && std::abs(x.quantity_milli()) == 1000)
    return {};
  return print_quantity(x.quantity_milli()) + unit + " x "
         + print_kronor(x.unit_price_ore());
}

/// Where a line goes another way than the rest, it says so.
void below(page& out, const v1::Receipt& r, const v1::Line& x) {
  if (x.mode() != v1::SALES_MODE_UNSPECIFIED && x.mode() != r.mode())
    out.text("  " + words_of(x.mode()));
  if (!x.text().empty())
    out.text("  " + x.text());
  if (x.discount_ore() != 0)
    out.amount("  Rabatt", -x.discount_ore());
}

void goods(page& out, const v1::Receipt& r) {
  out.text(words_of(r.mode()), true);
  ore_t shared = 0;
  for (const auto& x : r.lines()) {
    if (is_note(x)) { // Apart from the goods, and with no amount.
      out.text("* " + x.text());
      continue;
    }
    auto full = x.gross_ore() + x.discount_ore() + x.receipt_discount_ore();
    out.item(x.name(), quantity_of(x), full);
    below(out, r, x);
    shared += x.receipt_discount_ore();
  }
  if (shared != 0)
    out.amount("Rabatt på hela köpet", -shared);
}

/// What the card terminal said, under its payment.
void card(page& out, const v1::CardProof& x) {
  auto show = [&out](const char* what, const std::string& text) {
    if (!text.empty())
      out.text(std::string{"  "} + what + text);
  };
  auto both = x.issuer().empty() || x.masked_card().empty() ? "" : " ";
  show("", x.issuer() + both + x.masked_card());
  show("Kontrollnr: ", x.authorisation());
  show("Referens: ", x.reference());
  show("Terminal: ", x.terminal());
}

void sums(page& out, const v1::Receipt& r) {
  out.amount("Summa", r.total_ore());
  if (r.rounding_ore() != 0)
    out.amount("Öresavrundning", r.rounding_ore());
  if (r.series() == v1::SERIES_RETURN)
    out.amount("ATT ÅTERBETALA", -r.to_pay_ore(), true);
  else
    out.amount("ATT BETALA", r.to_pay_ore(), true);
  for (const auto& x : r.payments()) {
    out.amount(x.name(), x.tendered_ore());
    if (x.has_card())
      card(out, x.card());
    if (x.change_ore() != 0)
      out.amount("Växel", -x.change_ore());
  }
}

/// Only what is sold or returned has to have a code. A control system's is
/// called otherwise (SKVFS 2020:9).
void control_code(page& out, const v1::UnitAnswer& of,
                  const std::string& whose) {
  const auto what = of.system() ? "Avstämningskod" : "Kontrollkod";
  if (!of.code().empty() || of.buffered())
    out.text(what + whose + ": "
             + (of.code().empty() ? "lämnas senare" : of.code()));
  if (of.buffered())
    out.text("Registrerat utan kontrollserver" + whose);
}

/// What registered it; on what nothing registers, for practice or to be paid
/// yet, nothing.
void unit(page& out, const v1::Receipt& r) {
  if (r.unit().unit().empty()) {
    if (r.series() != v1::SERIES_SALE && r.series() != v1::SERIES_RETURN)
      return;
    out.rule();
    out.text("Kontrollenhet: ingen");
    return;
  }
  out.rule();
  const auto& of = r.unit();
  out.text((of.system() ? "Kontrollsystem: " : "Kontrollenhet: ") + of.unit());
  control_code(out, of, "");
}

/// A copy has its original's code, and what registered itself.
void unit_of_copy(page& out, const v1::Receipt& original, const v1::Copy& x) {
  const auto& of = x.unit();
  if (!of.unit().empty() && of.unit() != original.unit().unit())
    out.text(
      (of.system() ? "Kontrollsystem, kopian: " : "Kontrollenhet, kopian: ")
      + of.unit());
  control_code(out, of, ", kopian");
}

/// Only what was sold here comes back by its number.
void qr_code(page& out, const v1::RecordBody& body, const v1::Receipt& r,
             const form& as, const options& with) {
  if (with.qr && as.pro_forma == nullptr && r.series() == v1::SERIES_SALE)
    out.qr(print_receipt_code({till_of(body, r), r.number()}));
}

document receipt(const v1::RecordBody& body, const form& as,
                 const options& with) {
  const auto& r
    = as.pro_forma != nullptr ? as.pro_forma->receipt() : body.receipt();
  page out{with.columns};
  out.picture(with.logo);
  marks(out, r, as, with);
  heading(out, body, r, as, with);
  out.rule();
  goods(out, r);
  out.rule();
  sums(out, r);
  out.rule();
  out.vat_table(r.vat());
  unit(out, r);
  if (as.copy != nullptr)
    unit_of_copy(out, r, *as.copy);
  for (const auto& x : r.footer())
    out.text(x);
  qr_code(out, body, r, as, with);
  if (as.copy != nullptr)
    out.mark("KOPIA");
  if (as.pro_forma != nullptr)
    out.mark("EJ KVITTO");
  out.cut();
  return std::move(out).finish();
}

} // namespace

document lay_out(const v1::RecordBody& record, const options& with) {
  if (record.has_receipt())
    return receipt(record, {}, with);
  if (record.has_pro_forma())
    return receipt(record, {nullptr, &record.pro_forma(), {}}, with);
  if (record.has_x_report() || record.has_z_report())
    return parts::report(record, with);
  return {with.columns, {}};
}

document lay_out_copy(const v1::RecordBody& copy,
                      const v1::RecordBody& original, const options& with) {
  auto at = parts::when(copy.business_ms(), copy.offset_minutes(), with);
  return receipt(original, {&copy.copy(), nullptr, print_minute(at)}, with);
}

} // namespace kassa::printer
