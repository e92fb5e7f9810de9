#include "actors/printer/layout/cash_note.hpp"

#include "actors/printer/layout/parts.hpp"

namespace kassa::printer {

namespace {

constexpr int goods_rows = 8;

std::string blank(int width) {
  return std::string(static_cast<std::size_t>(width), '_');
}

void goods(parts::page& out) {
  auto wide = out.columns() - 13;
  out.pair("Vara eller tjänst, antal", "Belopp", true);
  for (int i = 0; i < goods_rows; ++i)
    out.pair(blank(wide), blank(11));
}

void sums(parts::page& out) {
  for (const auto* label :
       {"Att betala inkl. moms", "Moms 25 %", "Moms 12 %", "Moms 6 %"})
    out.pair(label, blank(11));
  out.pair("Betalningsmedel", blank(out.columns() / 2));
}

} // namespace

document lay_out_cash_note(const v1::Identity& of, const std::string& date,
                           const options& with) {
  parts::page out{with.columns};
  out.mark("KONTANTNOTA");
  parts::seller(out, of.company(), of.org_no(), of.address());
  out.pair("Datum", date);
  out.pair("Klockslag", blank(11));
  out.pair("Kassabeteckning", of.designation());
  out.pair("Notans nummer", blank(11));
  out.rule();
  goods(out);
  out.rule();
  sums(out);
  out.rule();
  out.pair("Säljarens underskrift", blank(out.columns() / 2 - 3));
  out.text("Kassaregistret är ur funktion. Sådan försäljning dokumenteras för "
           "sig: spara en kopia av notan i bokföringen. Den slås inte in i "
           "kassan i efterhand.");
  out.cut();
  return std::move(out).finish();
}

} // namespace kassa::printer
