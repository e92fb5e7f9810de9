#include "actors/journal/export/xml_names.hpp"
#include "actors/journal/export/xml_parts.hpp"
#include "proto/base/lines.hpp"

#include <algorithm>

namespace kassa::journal::exporting {

namespace {

constexpr std::string_view yes = "JA";

/// An event about one line: name of the element, and what is its own.
struct line_event {
  std::string_view element;
  std::string_view parking = {};
  bool says_when = false; ///< When the line was first keyed in.
};

void write_line(xml_text& to, const v1::RecordBody& body, const v1::Line& line,
                const line_event& event) {
  open_event(to, body);
  to.open(event.element);
  write_article(to, line,
                vat_of_gross(line.gross_ore(), line.vat_basis_points()),
                article_word::registered);
  if (event.says_when)
    to.instant("UrsprungligRegistreringstidpunkt",
               business_time_of(body, line.registered_ms() == 0
                                        ? body.wall_ms()
                                        : line.registered_ms()),
               body.offset_minutes());
  to.optional("IdentitetsbeteckningPaParkering", event.parking);
  to.close(event.element);
  close_event(to);
}

/// The line of a record about one; nullptr where it is about something else.
const v1::Line* line_of(const v1::RecordBody& body) {
  switch (body.kind()) {
  case v1::KIND_LINE_ADDED: return &body.line_added().line();
  case v1::KIND_LINE_CHANGED: return &body.line_changed().line();
  case v1::KIND_LINE_REMOVED: return &body.line_removed().line();
  default: return nullptr;
  }
}

/// The schema's events are about articles: words between them are none.
bool is_about_words(const v1::RecordBody& body) {
  const auto* line = line_of(body);
  return line != nullptr && is_note(*line);
}

template <class Lines>
void write_lines(xml_text& to, const v1::RecordBody& body, const Lines& lines,
                 const line_event& event) {
  for (const auto& line : lines)
    if (!is_note(line))
      write_line(to, body, line, event);
}

/// Another sales mode rates the lines anew: each is a changed article.
bool write_mode(xml_text& to, const v1::RecordBody& body,
                const xml_options& options) {
  const auto& lines = body.mode_set().lines();
  if (options.only_verified || std::all_of(lines.begin(), lines.end(), is_note))
    return false;
  write_lines(to, body, lines,
              {unverified_element(v1::KIND_LINE_CHANGED), {}, true});
  return true;
}

/// A price of the price list (4:8), an event each. One that is new has none
/// before, one that is gone none after.
void write_price(xml_text& to, const v1::RecordBody& body,
                 const v1::PriceChange& x, std::string_view element) {
  open_event(to, body);
  to.open(element);
  to.text("Artikelnummer", x.article_no());
  to.text("Artikelnamn", x.name());
  if (!x.added())
    to.amount("PrisPerEnhetForeAndring", x.before_ore());
  if (!x.removed())
    to.amount("PrisPerEnhetEfterAndring", x.after_ore());
  if (x.effective_from_ms() == 0)
    to.instant("AndringenGallerFran", body.business_ms(),
               body.offset_minutes());
  else
    to.instant("AndringenGallerFran", x.effective_from_ms(),
               x.effective_offset_minutes());
  to.close(element);
  close_event(to);
}

/// When it began, and on the record that ends it, when it ended.
void write_outage(xml_text& to, const v1::RecordBody& body) {
  const auto& x = body.outage();
  to.optional("Orsak", x.detail());
  to.instant("AvbrottetsBorjan", business_time_of(body, x.began_ms()),
             body.offset_minutes());
  if (x.over())
    to.instant("AvbrottetsSlut", body.business_ms(), body.offset_minutes());
}

void write_plain(xml_text& to, const v1::RecordBody& body,
                 std::string_view element) {
  open_event(to, body);
  to.whole(element, yes);
  close_event(to);
}

/// Answers whether there was anything to write.
bool write_seen(xml_text& to, const v1::RecordBody& body) {
  switch (body.kind()) {
  case v1::KIND_LOG_IN:
    if (body.log_in().refused())
      return false;
    write_plain(to, body, "InloggningIKassaregister");
    return true;
  case v1::KIND_LOG_OUT:
    write_plain(to, body, "UtloggningUrKassaregister");
    return true;
  case v1::KIND_LINE_ADDED:
    write_line(to, body, body.line_added().line(), {"RegistreraArtikel"});
    return true;
  case v1::KIND_RETURN_BEGUN:
    write_lines(to, body, body.return_begun().lines(), {"RegistreraArtikel"});
    return true;
  case v1::KIND_EXCHANGE_BEGUN:
    write_lines(to, body, body.exchange_begun().exchange().lines(),
                {"RegistreraArtikel"});
    write_lines(to, body, body.exchange_begun().lines(), {"RegistreraArtikel"});
    return true;
  case v1::KIND_LINE_REMOVED:
    write_line(to, body, body.line_removed().line(),
               {"RaderaRegistreradArtikel", {}, true});
    return true;
  case v1::KIND_SALE_PARKED:
    write_lines(to, body, body.sale_parked().sale().lines(),
                {"ParkeraRegistreradArtikel", body.sale_parked().parking()});
    return true;
  default: return false;
  }
}

void write_content(xml_text& to, const v1::RecordBody& body) {
  switch (body.kind()) {
  case v1::KIND_PARKED_FETCHED:
    to.text("IdentitetsbeteckningPaParkering", body.parked_fetched().parking());
    break;
  case v1::KIND_PARKED_REMOVED:
    to.text("IdentitetsbeteckningPaParkering", body.parked_removed().parking());
    break;
  case v1::KIND_SALE_ABORTED:
    to.amount("Belopp", body.sale_aborted().amount_ore());
    break;
  case v1::KIND_PRICE_INQUIRED:
    to.optional("Artikelnummer", body.price_inquired().article_no());
    to.text("Artikelnamn", body.price_inquired().name());
    to.amount("PrisPerEnhet", body.price_inquired().price_ore());
    break;
  case v1::KIND_FLOAT_CHANGED:
    to.amount("VaxelkassansBeloppISvenskaKronor",
              body.float_changed().after_ore());
    break;
  case v1::KIND_CASH_MOVED:
    to.amount("Belopp", body.cash_moved().amount_ore());
    to.optional("Orsak", body.cash_moved().reason());
    break;
  case v1::KIND_OUTAGE: write_outage(to, body); break;
  default: break;
  }
}

void write_unverified(xml_text& to, const v1::RecordBody& body,
                      std::string_view element) {
  if (body.has_line_changed())
    return write_line(to, body, body.line_changed().line(),
                      {element, {}, true});
  if (body.has_drawer_opened())
    return write_plain(to, body, element);
  if (body.has_prices_changed()) {
    for (const auto& x : body.prices_changed().changes())
      write_price(to, body, x, element);
    return;
  }
  open_event(to, body);
  to.open(element);
  write_content(to, body);
  to.close(element);
  close_event(to);
}

} // namespace

void open_event(xml_text& to, const v1::RecordBody& body) {
  to.open("Handelse");
  to.optional("InloggadAnvandare", body.user());
  to.text("Kassabeteckning", designation_of(body));
  to.instant("Registreringstidpunkt", body.business_ms(),
             body.offset_minutes());
}

void close_event(xml_text& to) {
  to.close("Handelse");
}

bool write_events(xml_text& to, const v1::RecordBody& body,
                  const xml_options& options) {
  if (is_about_words(body))
    return false;
  if (body.has_mode_set())
    return write_mode(to, body, options);
  if (write_seen(to, body))
    return true;
  const auto element = unverified_element(body.kind());
  if (element.empty() || options.only_verified)
    return false;
  // With a sale the drawer opens by itself (2:14): no event of its own.
  if (body.has_drawer_opened() && body.drawer_opened().reason() == "sale")
    return false;
  write_unverified(to, body, element);
  return true;
}

} // namespace kassa::journal::exporting
