#include "actors/journal/export/totals.hpp"
#include "actors/journal/export/xml_names.hpp"
#include "actors/journal/export/xml_parts.hpp"
#include "proto/base/lines.hpp"

namespace kassa::journal::exporting {

namespace {

std::string name_of(const v1::Line& line) {
  for (const auto& text :
       {line.name(), line.text(), line.group_name(), line.article_no()})
    if (!text.empty())
      return text;
  return "-"; // The schema asks for a name.
}

/// The unit is named where goods are measured, not counted.
std::string measured_in(const v1::Line& line) {
  return line.unit() == "st" ? "" : line.unit();
}

void write_discounts(xml_text& to, const v1::Line& line,
                     const std::string& word) {
  if (line.discount_ore() == 0 && line.receipt_discount_ore() == 0)
    return;
  to.open("RabatterPa" + word + "ArtikelLISTA");
  for (auto amount : {line.discount_ore(), line.receipt_discount_ore()}) {
    if (amount == 0)
      continue;
    to.open("RabattPa" + word + "Artikel");
    to.amount("RabattensBelopp", amount);
    to.close("RabattPa" + word + "Artikel");
  }
  to.close("RabatterPa" + word + "ArtikelLISTA");
}

status write_lines(xml_text& to, const v1::RecordBody& body) {
  const auto& receipt = body.receipt();
  auto vat = vat_of_lines(receipt);
  if (!vat)
    return vat.why();
  to.open("SaldaArtiklarLISTA");
  for (int i = 0; i < receipt.lines_size(); ++i) {
    const auto& line = receipt.lines(i);
    if (is_note(line)) // Words are no article; JSON lines and CSV have them.
      continue;
    to.open("SaldArtikel");
    write_article(to, line, (*vat)[static_cast<std::size_t>(i)],
                  article_word::sold);
    const auto keyed
      = line.registered_ms() == 0 ? body.wall_ms() : line.registered_ms();
    to.instant("ArtikelnsRegistreringstidpunkt", business_time_of(body, keyed),
               body.offset_minutes());
    to.close("SaldArtikel");
  }
  to.close("SaldaArtiklarLISTA");
  return ok;
}

std::string_view element_of(const v1::Receipt& receipt, bool is_copy) {
  if (is_copy)
    return "KopiaAvKassakvitto";
  switch (receipt.series()) {
  case v1::SERIES_RETURN: return "Returkvitto";
  case v1::SERIES_TRAINING: return "Ovningskvitto";
  default: return "Kassakvitto";
  }
}

void write_numbers(xml_text& to, const v1::RecordBody& body,
                   const v1::RecordBody* copy) {
  const auto& receipt = body.receipt();
  const auto returned = receipt.series() == v1::SERIES_RETURN;
  const auto training = receipt.series() == v1::SERIES_TRAINING;
  const auto& made = copy == nullptr ? body : *copy;
  to.instant(copy == nullptr && returned
               ? "DatumOchKlockslagNarReturkvittoFramstalls"
               : "DatumOchKlockslagNarKvittoFramstalls",
             made.business_ms(), made.offset_minutes());
  if (copy == nullptr) {
    to.number(training ? "LopnummerForOvningskvitto"
                       : "LopnummerForKassakvitto",
              receipt.number());
    return;
  }
  to.instant("DatumOchKlockslagNarOriginalkvittoFramstalldes",
             body.business_ms(), body.offset_minutes());
  to.number("LopnummerForKvittokopia", copy->copy().number());
  to.number("LopnummerPaOriginalkvitto", receipt.number());
}

/// The control unit's number and code, or the control system's: never both. A
/// copy that was registered has what registered it, and its code if it got one.
void write_unit(xml_text& to, const v1::Receipt& receipt,
                const v1::RecordBody* copy) {
  const bool registered = copy != nullptr && copy->copy().has_unit();
  const auto& unit = registered ? copy->copy().unit() : receipt.unit();
  const auto number = unit.unit().empty() ? std::string(no_unit) : unit.unit();
  const auto& given = receipt.unit().code();
  const auto code = given.empty() ? std::string(no_unit) : given;
  // Without a code of its own, a copy was registered by what its original was.
  const auto& told = unit.code().empty() ? receipt.unit() : unit;
  const bool is_system = unit.system() || told.system();
  to.whole(is_system ? "TillverkningsnummerForKontrollsystemet"
                     : "TillverkningsnummerForKontrollenheten",
           number);
  if (receipt.series() == v1::SERIES_TRAINING)
    return;
  if (copy == nullptr)
    to.whole(is_system ? "Avstamningskod" : "Kontrollkod", code);
  if (copy == nullptr)
    return;
  if (registered && !unit.code().empty())
    to.whole("KontrollkodPaKopiaAvKassakvitto", unit.code());
  to.whole("KontrollkodForKvittotSomKopianAvser", code);
}

std::vector<means_amount> means_of(const v1::Receipt& receipt) {
  std::vector<means_amount> out;
  for (const auto& payment : receipt.payments())
    out.push_back(
      {payment.name(), payment.tendered_ore() - payment.change_ore()});
  if (out.empty()) // The schema asks for one; what costs nothing is settled.
    out.push_back({"Kvittning", 0});
  return out;
}

} // namespace

std::string designation_of(const v1::RecordBody& body) {
  return body.designation().empty() ? body.terminal() : body.designation();
}

std::int64_t business_time_of(const v1::RecordBody& body,
                              std::int64_t wall_ms) {
  return wall_ms + (body.business_ms() - body.wall_ms());
}

void write_article(xml_text& to, const v1::Line& line, ore_t vat,
                   article_word of) {
  const std::string word = of == article_word::sold ? "Sald" : "Registrerad";
  to.whole("TypAvArtikel",
           line.kind() == v1::ARTICLE_KIND_SERVICE ? "TJANST" : "VARA");
  to.optional("Artikelnummer", line.article_no());
  to.text("Artikelnamn", name_of(line));
  to.quantity("AntalAv" + word + "Artikel", line.quantity_milli());
  to.optional("EnhetForViktLangdTidEllerVolym", measured_in(line));
  to.amount("PrisPerEnhet", line.unit_price_ore());
  to.amount("PrisPa" + word + "Artikel", line.gross_ore());
  write_discounts(to, line, word);
  to.rate("MervardesskattesatsFor" + word + "Artikel", line.vat_basis_points());
  to.amount("MervardesskattPa" + word + "Artikel", vat);
}

void write_means(xml_text& to, const std::vector<means_amount>& rows) {
  to.open("TotalaForsaljningssummorPerBetalningsmedelLISTA");
  for (const auto& row : rows) {
    to.open("TotalForsaljningssummaPerBetalningsmedel");
    to.text("Betalningsmedel", row.name);
    to.amount("ForsaljningssummaPerBetalningsmedel", row.amount);
    to.close("TotalForsaljningssummaPerBetalningsmedel");
  }
  to.close("TotalaForsaljningssummorPerBetalningsmedelLISTA");
}

void write_rates(xml_text& to,
                 const google::protobuf::RepeatedPtrField<v1::VatRow>& rows) {
  const auto write = [&to](std::uint32_t rate, ore_t vat) {
    to.open("MervardesskattPerSkattesats");
    to.rate("Mervardesskattesats", rate);
    to.amount("TotaltMervardesskattebeloppPerSkattesats", vat);
    to.close("MervardesskattPerSkattesats");
  };
  to.open("MervardesskattPaOlikaSkattesatserLISTA");
  for (const auto& row : rows)
    write(row.basis_points(), row.vat_ore());
  if (rows.empty()) // The schema asks for one.
    write(0, 0);
  to.close("MervardesskattPaOlikaSkattesatserLISTA");
}

status write_receipt(xml_text& to, const v1::RecordBody& body,
                     std::uint64_t closing_z, const v1::RecordBody* copy) {
  const auto& receipt = body.receipt();
  const auto element = element_of(receipt, copy != nullptr);
  to.open(element);
  to.text("ForetagetsNamn", receipt.company());
  to.text("OrganisationsnummerEllerPersonnummer", receipt.org_no());
  to.text("DenAdressDarForsaljningSker", receipt.address());
  write_numbers(to, body, copy);
  to.text("Kassabeteckning", receipt.designation().empty()
                               ? designation_of(body)
                               : receipt.designation());
  if (auto s = write_lines(to, body); !s)
    return s;
  to.amount("TotaltForsaljningsbeloppISvenskaKronor", receipt.total_ore());
  to.amount("MervardesskattPaForsaljningsbeloppet", vat_of(receipt));
  write_means(to, means_of(receipt));
  write_rates(to, receipt.vat());
  to.number("LopnummerForZDagrapportPaKvitto", closing_z);
  write_unit(to, receipt, copy);
  to.close(element);
  return ok;
}

} // namespace kassa::journal::exporting
