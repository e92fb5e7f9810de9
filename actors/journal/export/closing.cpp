#include "actors/journal/export/closing.hpp"

#include "actors/journal/export/totals.hpp"
#include "proto/base/crypto.hpp"

#include <map>

namespace kassa::journal::exporting {

namespace {

std::string zs_of(const v1::ExportSummary& all) {
  if (all.zs() == 0)
    return "Z: ingen";
  return "Z " + std::to_string(all.first_z()) + " till "
         + std::to_string(all.last_z()) + " (" + std::to_string(all.zs())
         + " st): försäljning " + dotted(all.z_sales_ore()) + ", returer "
         + dotted(all.z_returns_ore()) + "; grand total "
         + dotted(all.grand().sales_ore()) + ", retur "
         + dotted(all.grand().returns_ore()) + ", netto "
         + dotted(all.grand().net_ore());
}

std::string receipts_of(const v1::ExportSummary& all) {
  return std::to_string(all.receipts()) + " kassakvitton "
         + dotted(all.sales_ore()) + ", " + std::to_string(all.returns())
         + " returkvitton " + dotted(all.returns_ore()) + ", "
         + std::to_string(all.copies()) + " kopior; "
         + std::to_string(all.open_receipts()) + " kvitton utan Z";
}

std::string left_out_of(const v1::ExportSummary& all) {
  std::string out = "Utan plats i formatet:";
  const std::map<std::string, std::uint64_t> sorted(all.left_out().begin(),
                                                    all.left_out().end());
  for (const auto& [kind, count] : sorted)
    out += " " + kind + " " + std::to_string(count);
  return out;
}

} // namespace

std::vector<std::string> closing_rows(const v1::ExportSummary& all) {
  std::vector<std::string> out;
  out.push_back("Butik " + all.store() + ", kassa " + all.terminal()
                + ", försäljningsdagar " + all.from() + " till " + all.to()
                + ": " + std::to_string(all.records()) + " poster, "
                + std::to_string(all.first_seq()) + " till "
                + std::to_string(all.last_seq()));
  out.push_back(receipts_of(all));
  for (const auto& row : all.vat())
    out.push_back("Moms " + dotted_rate(row.basis_points()) + " %: brutto "
                  + dotted(row.gross_ore()) + ", moms "
                  + dotted(row.vat_ore()));
  for (const auto& row : all.means())
    out.push_back(row.name() + " (" + std::to_string(row.count())
                  + "): " + dotted(row.amount_ore()));
  out.push_back("Öresavrundning " + dotted(all.rounding_ore()));
  out.push_back(zs_of(all));
  out.push_back("Journalen hel till post " + std::to_string(all.head_seq())
                + ", " + to_hex(all.head_hash()));
  if (!all.left_out().empty())
    out.push_back(left_out_of(all));
  if (all.shortened() != 0)
    out.push_back(std::to_string(all.shortened()) + " texter förkortade");
  if (all.replaced() != 0)
    out.push_back(std::to_string(all.replaced()) + " tecken utbytta");
  return out;
}

std::string kind_name(v1::Kind kind) {
  if (!v1::Kind_IsValid(kind))
    return std::to_string(static_cast<int>(kind));
  return v1::Kind_Name(kind).substr(std::string_view("KIND_").size());
}

void note_left_out(v1::ExportSummary& in, const v1::RecordBody& body) {
  ++(*in.mutable_left_out())[kind_name(body.kind())];
}

} // namespace kassa::journal::exporting
