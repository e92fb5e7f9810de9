#include "actors/printer/layout/parts.hpp"

namespace kassa::printer::parts {

namespace {

std::string stamp(std::int64_t ms, std::int32_t offset, const options& with) {
  auto at = when(ms, offset, with);
  return at.date + ' ' + at.time.substr(0, 5);
}

void heading(page& out, const v1::RecordBody& body, const v1::Report& r,
             const options& with) {
  auto is_z = body.has_z_report();
  if (with.screen)
    out.mark("EJ KVITTO");
  seller(out, r.company(), r.org_no(), r.address());
  out.centred(is_z ? "Z-DAGRAPPORT" : "X-DAGRAPPORT", true);
  if (is_z)
    out.count("Z-nummer", r.number());
  const auto& till
    = r.designation().empty() ? body.terminal() : r.designation();
  out.pair("Kassabeteckning", till);
  auto made = r.made_ms() == 0 ? body.business_ms() : r.made_ms();
  auto offset = r.made_ms() == 0 ? body.offset_minutes() : r.offset_minutes();
  out.pair("Uttagen", stamp(made, offset, with));
  if (!r.business_date().empty())
    out.pair("Försäljningsdag", r.business_date());
  if (!r.cashier().empty())
    out.pair("Kassör", r.cashier());
  if (r.replayed())
    out.text(replay_words, true);
}

void sales(page& out, const v1::PeriodTotals& p) {
  out.amount("Total försäljning", p.sales_ore(), true);
  out.pair("Returer (" + std::to_string(p.returns()) + ")",
           print_kronor(-p.returns_ore()));
  out.amount("Netto", p.sales_ore() - p.returns_ore(), true);
  if (p.rounding_ore() != 0)
    out.amount("Öresavrundning", p.rounding_ore());
}

void groups(page& out, const v1::PeriodTotals& p) {
  if (p.groups().empty())
    return;
  out.rule();
  out.text("Per huvudgrupp", true);
  for (const auto& x : p.groups())
    out.amount(x.name().empty() ? x.group() : x.name(), x.gross_ore());
}

void means(page& out, const v1::PeriodTotals& p) {
  out.rule();
  out.text("Per betalningsmedel", true);
  for (const auto& x : p.means())
    out.amount(x.name() + " (" + std::to_string(x.count()) + ")",
               x.amount_ore());
  out.amount("Växelkassa", p.float_ore());
  if (p.cash_in_ore() != 0)
    out.amount("Insättningar", p.cash_in_ore());
  if (p.cash_out_ore() != 0)
    out.amount("Uttag", -p.cash_out_ore());
}

void with_amount(page& out, const std::string& label, std::uint64_t count,
                 ore_t amount) {
  out.amount(label + " (" + std::to_string(count) + ")", amount);
}

void counts(page& out, const v1::PeriodTotals& p) {
  out.rule();
  out.pair("Antal varor", print_quantity(p.goods_milli()));
  out.pair("Antal tjänster", print_quantity(p.services_milli()));
  out.count("Antal kassakvitton", p.receipts());
  out.count("Antal returkvitton", p.returns());
  out.count("Antal lådöppningar", p.drawer_openings());
  with_amount(out, "Kvittokopior", p.copies(), p.copies_ore());
  with_amount(out, "Övningskvitton", p.training(), p.training_ore());
  with_amount(out, "Rabatter", p.discounts(), p.discounts_ore());
  with_amount(out, "Övriga minskningar", p.other_reductions(),
              p.other_reductions_ore());
  with_amount(out, "Oavslutade försäljningar", p.unfinished(),
              p.unfinished_ore());
  out.count("Prisförfrågningar", p.price_inquiries());
  if (p.clock_steps() != 0)
    out.count("Ändringar av klockan", p.clock_steps());
}

void grand(page& out, const v1::GrandTotals& g) {
  out.rule();
  out.amount("Grand total försäljning", g.sales_ore());
  out.amount("Grand total retur", g.returns_ore());
  out.amount("Grand total netto", g.net_ore(), true);
}

void machine(page& out, const v1::Report& r) {
  out.rule();
  if (!r.manufacturing_number().empty())
    out.pair("Tillverkningsnr", r.manufacturing_number());
  if (!r.model().empty())
    out.pair("Modell", r.model());
  if (!r.program().empty())
    out.pair("Program", r.program());
  out.pair("Kontrollenhet", "ingen");
}

} // namespace

document report(const v1::RecordBody& record, const options& with) {
  const auto& r = record.has_z_report() ? record.z_report() : record.x_report();
  page out{with.columns};
  heading(out, record, r, with);
  out.rule();
  sales(out, r.period());
  groups(out, r.period());
  out.rule();
  out.vat_table(r.period().vat());
  means(out, r.period());
  counts(out, r.period());
  grand(out, r.grand());
  machine(out, r);
  out.cut();
  return std::move(out).finish();
}

} // namespace kassa::printer::parts
