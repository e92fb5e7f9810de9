#include "actors/journal/export/totals.hpp"
#include "actors/journal/export/xml_names.hpp"
#include "actors/journal/export/xml_parts.hpp"

#include <algorithm>

namespace kassa::journal::exporting {

namespace {

// On a Z only, as the other maker's validated export has it.
void write_register(xml_text& to, const v1::Report& report) {
  to.text("TillverkningsnummerForKassaregistret",
          report.manufacturing_number());
  to.text("ModellbeteckningForKassaregistret", report.model());
  to.text("ModellEllerProgramForKassaregistret", report.model());
  to.text("VersionsnummerForKassaregistret", report.program());
}

void write_groups(xml_text& to, const v1::PeriodTotals& period) {
  if (period.groups().empty())
    return;
  to.open(name_of_main_groups);
  for (const auto& row : period.groups()) {
    to.open(name_of_main_group);
    to.text("Huvudgrupp", row.name().empty() ? row.group() : row.name());
    to.amount("Forsaljningssumma", row.gross_ore());
    to.close(name_of_main_group);
  }
  to.close(name_of_main_groups);
}

std::vector<means_amount> means_of(const v1::PeriodTotals& period) {
  std::vector<means_amount> out;
  for (const auto& row : period.means())
    out.push_back({row.name(), row.amount_ore()});
  if (out.empty()) // One row at least, as on a receipt.
    out.push_back({"Kontant", 0});
  return out;
}

void write_counts(xml_text& to, const v1::PeriodTotals& p,
                  const xml_options& options) {
  if (!options.only_verified) {
    to.quantity(name_of_goods_sold, p.goods_milli());
    to.quantity(name_of_services_sold, p.services_milli());
  }
  to.number("AntalKassakvitton", p.receipts());
  to.number("AntalKassaladoppningar", p.drawer_openings());
  to.number("AntalKvittokopior", p.copies());
  to.amount("TotaltBeloppPaKvittokopior", p.copies_ore());
  to.number("AntalKvittonSomTagitsFramIOvningslage", p.training());
}

void write_reductions(xml_text& to, const v1::PeriodTotals& p) {
  to.number("AntalReturer", p.returns());
  to.amount("ReturernasBelopp", p.returns_ore());
  to.amount("RabatternasBelopp", p.discounts_ore());
  to.number("AntalOvrigaRegistreringarSomMinskatDagensForsaljningsbelopp",
            p.other_reductions());
  to.amount("TotaltBeloppAvOvrigaRegistreringarSomMinskatDagensForsaljnings"
            "belopp",
            p.other_reductions_ore());
  to.number("AntalOavslutadeForsaljningar", p.unfinished());
  to.amount("TotaltBeloppAvOavslutadeForsaljningar",
            std::max<ore_t>(p.unfinished_ore(), 0)); // Never negative there.
}

} // namespace

// In the order of the list in 7:3; d is the element's name itself.
void write_report(xml_text& to, const v1::RecordBody& body,
                  const xml_options& options) {
  const bool is_z = body.has_z_report();
  const auto& report = is_z ? body.z_report() : body.x_report();
  const auto& p = report.period();
  const auto element = is_z ? "ZDagrapport" : "XDagrapport";
  to.open(element);
  to.text("ForetagetsNamn", report.company());
  to.text("OrganisationsnummerEllerPersonnummer", report.org_no());
  to.instant("DatumOchKlockslagNarRapportFramstalls", body.business_ms(),
             body.offset_minutes());
  if (is_z)
    to.number("LopnummerForZDagrapport", report.number());
  to.text("Kassabeteckning", report.designation().empty()
                               ? designation_of(body)
                               : report.designation());
  if (is_z)
    write_register(to, report);
  to.amount("TotalForsaljningssumma", p.sales_ore());
  if (!options.only_verified)
    write_groups(to, p);
  write_rates(to, p.vat());
  to.amount("VaxelkassansBeloppISvenskaKronor", p.float_ore());
  write_counts(to, p, options);
  write_means(to, means_of(p));
  write_reductions(to, p);
  to.amount("GrandTotalForsaljning", report.grand().sales_ore());
  to.amount("GrandTotalRetur", report.grand().returns_ore());
  to.amount("GrandTotalNetto", report.grand().net_ore());
  to.close(element);
}

} // namespace kassa::journal::exporting
