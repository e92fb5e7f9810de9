#include "actors/journal/period.hpp"
#include "actors/printer/layout/parts.hpp"

namespace kassa::printer::parts {

namespace {

std::string stamp(std::int64_t ms, std::int32_t offset, const options& with) {
  return print_minute(when(ms, offset, with));
}

void heading(page& out, const v1::RecordBody& body, const v1::Report& r,
             bool copy, const options& with) {
  auto is_z = body.has_z_report();
  if (with.screen)
    out.mark("EJ KVITTO");
  if (copy)
    out.mark("KOPIA");
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

void articles(page& out, const v1::Report& r) {
  if (!r.by_article())
    return;
  out.rule();
  out.text("Per artikel", true);
  for (const auto& x : r.articles())
    out.item(x.article_no().empty() ? x.name()
                                    : x.article_no() + ' ' + x.name(),
             print_quantity(x.quantity_milli()), x.gross_ore());
}

void cash_moves(page& out, const v1::PeriodTotals& p) {
  if (p.cash_in_ore() != 0)
    out.amount("Insättningar (" + std::to_string(p.cash_ins()) + ")",
               p.cash_in_ore());
  if (p.cash_out_ore() != 0)
    out.amount("Uttag (" + std::to_string(p.cash_outs()) + ")",
               -p.cash_out_ore());
}

void means(page& out, const v1::PeriodTotals& p) {
  out.rule();
  out.text("Per betalningsmedel", true);
  for (const auto& x : p.means())
    out.amount(x.name() + " (" + std::to_string(x.count()) + ")",
               x.amount_ore());
}

/// Float and cash movements; what was counted changes nothing above.
void drawer(page& out, const v1::Report& r) {
  const auto& p = r.period();
  out.rule();
  out.amount("Växelkassa", p.float_ore());
  if (p.float_changes() != 0)
    out.count("Ändringar av växelkassan", p.float_changes());
  cash_moves(out, p);
  out.amount("Kontanter i lådan enligt kassan", journal::expected_cash(p));
  if (!r.has_count())
    return;
  out.amount("Räknat i lådan", r.count().counted_ore());
  out.amount("Väntat när den räknades", r.count().expected_ore());
  out.amount("Differens", r.count().difference_ore());
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
}

} // namespace

document report(const v1::RecordBody& record, const options& with, bool copy,
                const std::string& copied) {
  const auto& r = record.has_z_report() ? record.z_report() : record.x_report();
  page out{with.columns};
  heading(out, record, r, copy, with);
  if (!copied.empty())
    out.pair("Kopian uttagen", copied);
  out.rule();
  sales(out, r.period());
  groups(out, r.period());
  articles(out, r);
  out.rule();
  out.vat_table(r.period().vat());
  means(out, r.period());
  drawer(out, r);
  counts(out, r.period());
  if (record.has_z_report() || with.x_grand_totals)
    grand(out, r.grand());
  machine(out, r);
  if (copy)
    out.mark("KOPIA");
  out.cut();
  return std::move(out).finish();
}

} // namespace kassa::printer::parts

namespace kassa::printer {

document lay_out_reprint(const v1::RecordBody& reprint, const v1::RecordBody& z,
                         const options& with) {
  auto copied
    = reprint.business_ms() == 0
        ? std::string{}
        : parts::stamp(reprint.business_ms(), reprint.offset_minutes(), with);
  return parts::report(z, with, with.reprint_mark, copied);
}

document lay_out_summary(const v1::PeriodSummary& of, const options& with) {
  parts::page out{with.columns};
  parts::seller(out, of.company(), of.org_no(), {});
  out.centred("PERIODSAMMANDRAG", true);
  out.centred("Ingen Z-dagrapport: summan av flera");
  out.pair("Kassabeteckning", of.designation());
  out.pair("Försäljningsdagar", of.from_date()
                                  + (of.to_date().empty() ? "--" : " -- ")
                                  + of.to_date());
  out.count("Antal Z", of.zs());
  out.pair("Z-nummer",
           std::to_string(of.first_z()) + " -- " + std::to_string(of.last_z()));
  out.rule();
  parts::sales(out, of.sum());
  parts::groups(out, of.sum());
  out.rule();
  out.vat_table(of.sum().vat());
  parts::means(out, of.sum());
  parts::cash_moves(out, of.sum());
  parts::counts(out, of.sum());
  parts::grand(out, of.grand());
  out.cut();
  return std::move(out).finish();
}

} // namespace kassa::printer
