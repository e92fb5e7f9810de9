#include "actors/printer/layout/extracts.hpp"

#include "actors/printer/layout/parts.hpp"

namespace kassa::printer {

namespace {

using parts::page;

page begin(const char* title, const v1::Identity& of, const std::string& at,
           const options& with) {
  page out{with.columns};
  parts::seller(out, of.company(), of.org_no(), of.address());
  out.centred(title, true);
  out.pair("Kassabeteckning", of.designation());
  out.pair("Uttagen", at);
  out.rule();
  return out;
}

document end(page out) {
  out.cut();
  return std::move(out).finish();
}

/// What a setting was or became; a text may well be none.
void value(page& out, const char* when, const std::string& text) {
  out.pair(std::string{"  "} + when, text.empty() ? "-" : text);
}

} // namespace

document lay_out_prices(const v1::PriceList& all, const v1::Identity& of,
                        const std::string& at, const options& with) {
  auto out = begin("PRISLISTA", of, at, with);
  out.count("Katalogversion", all.catalog().version());
  out.rule();
  for (const auto& x : all.prices()) {
    out.item(x.name(), {}, x.price_ore());
    out.text("  " + x.article_no() + ", " + x.group() + ", moms "
             + print_rate(x.vat_basis_points()) + " %");
  }
  return end(std::move(out));
}

document lay_out_identity(const v1::Identity& of, const std::string& at,
                          const options& with) {
  auto out = begin("KASSAREGISTER", of, at, with);
  auto add = [&out](const char* what, const std::string& text) {
    if (!text.empty())
      out.pair(what, text);
  };
  add("Tillverkare", of.manufacturer());
  add("Program", of.program());
  add("Version", of.version());
  add("Modell", of.model());
  add("Tillverkningsnummer", of.manufacturing_number());
  add("Kontrollenhet", of.unit() == "none" ? "ingen" : of.unit());
  add("Dess nummer", of.unit_number());
  return end(std::move(out));
}

document lay_out_changes(const v1::ChangeList& all, const v1::Identity& of,
                         const std::string& at, const options& with) {
  auto out = begin("ÄNDRINGAR", of, at, with);
  for (const auto& x : all.changes()) {
    auto when = parts::when(x.wall_ms(), x.offset_minutes(), with);
    out.pair("Post " + std::to_string(x.seq()), when.date + ' ' + when.time);
    out.pair(x.what(), x.user(), true);
    value(out, "före", x.before());
    value(out, "efter", x.after());
  }
  if (all.changes().empty())
    out.text("Inga ändringar.");
  return end(std::move(out));
}

} // namespace kassa::printer
