#include "actors/journal/export/totals.hpp"

#include "proto/base/lines.hpp"

#include <cstdlib>

namespace kassa::journal::exporting {

namespace {

void add_vat(v1::ExportSummary& into, const v1::VatRow& from) {
  for (auto& row : *into.mutable_vat())
    if (row.basis_points() == from.basis_points()) {
      row.set_gross_ore(row.gross_ore() + from.gross_ore());
      row.set_vat_ore(row.vat_ore() + from.vat_ore());
      return;
    }
  *into.add_vat() = from;
}

void add_payment(v1::ExportSummary& into, const v1::Payment& payment) {
  const auto own = payment.means() == v1::MEANS_OTHER;
  v1::MeansRow* at = nullptr;
  for (auto& row : *into.mutable_means())
    if (row.means() == payment.means()
        && (!own || row.name() == payment.name()))
      at = &row;
  if (at == nullptr) {
    at = into.add_means();
    at->set_means(payment.means());
  }
  at->set_name(payment.name());
  at->set_amount_ore(at->amount_ore() + payment.tendered_ore()
                     - payment.change_ore());
  at->set_count(at->count() + 1);
}

ore_t vat_at(const v1::ExportSummary& from, std::uint32_t rate) {
  for (const auto& row : from.vat())
    if (row.basis_points() == rate)
      return row.vat_ore();
  return 0;
}

ore_t by_means(const v1::ExportSummary& from, const v1::MeansRow& of) {
  for (const auto& row : from.means())
    if (row.means() == of.means()
        && (of.means() != v1::MEANS_OTHER || row.name() == of.name()))
      return row.amount_ore();
  return 0;
}

} // namespace

void add_receipt(v1::ExportSummary& into, const v1::Receipt& receipt) {
  if (receipt.series() == v1::SERIES_TRAINING) {
    into.set_training(into.training() + 1);
    return;
  }
  if (receipt.series() == v1::SERIES_RETURN) {
    into.set_returns(into.returns() + 1);
    into.set_returns_ore(into.returns_ore() - receipt.total_ore());
  } else {
    into.set_receipts(into.receipts() + 1);
    into.set_sales_ore(into.sales_ore() + receipt.total_ore());
  }
  for (const auto& row : receipt.vat())
    add_vat(into, row);
  for (const auto& payment : receipt.payments())
    add_payment(into, payment);
  into.set_rounding_ore(into.rounding_ore() + receipt.rounding_ore());
}

void add_z(v1::ExportSummary& into, const v1::Report& z) {
  if (into.zs() == 0)
    into.set_first_z(z.number());
  into.set_zs(into.zs() + 1);
  into.set_last_z(z.number());
  into.set_z_sales_ore(into.z_sales_ore() + z.period().sales_ore());
  into.set_z_returns_ore(into.z_returns_ore() + z.period().returns_ore());
  *into.mutable_grand() = z.grand();
}

bool agrees(const v1::ExportSummary& receipts, const v1::PeriodTotals& z) {
  if (receipts.receipts() != z.receipts() || receipts.returns() != z.returns()
      || receipts.sales_ore() != z.sales_ore()
      || receipts.returns_ore() != z.returns_ore()
      || receipts.rounding_ore() != z.rounding_ore()
      || receipts.vat_size() != z.vat_size()
      || receipts.means_size() != z.means_size())
    return false;
  for (const auto& row : z.vat())
    if (vat_at(receipts, row.basis_points()) != row.vat_ore())
      return false;
  for (const auto& row : z.means())
    if (by_means(receipts, row) != row.amount_ore())
      return false;
  return true;
}

result<std::vector<ore_t>> vat_of_lines(const v1::Receipt& receipt) {
  std::vector<ore_t> out(static_cast<std::size_t>(receipt.lines_size()), 0);
  int seen = 0;
  for (const auto& row : receipt.vat()) {
    std::vector<std::size_t> where;
    std::vector<ore_t> weights;
    ore_t gross = 0;
    for (int i = 0; i < receipt.lines_size(); ++i) {
      const auto& line = receipt.lines(i);
      if (line.vat_basis_points() != row.basis_points() || is_note(line))
        continue;
      where.push_back(static_cast<std::size_t>(i));
      weights.push_back(line.gross_ore());
      gross += line.gross_ore();
    }
    seen += static_cast<int>(where.size());
    if (gross != row.gross_ore() || (gross == 0 && row.vat_ore() != 0))
      return error{errc::corrupt, {{"what", "the VAT of a receipt"}}};
    const auto shares = share_out(row.vat_ore(), weights);
    for (std::size_t i = 0; i < where.size(); ++i)
      out[where[i]] = shares[i];
  }
  for (const auto& line : receipt.lines())
    seen += is_note(line) ? 1 : 0;
  if (seen != receipt.lines_size())
    return error{errc::corrupt, {{"what", "the VAT rates of a receipt"}}};
  return out;
}

ore_t vat_of(const v1::Receipt& receipt) {
  ore_t sum = 0;
  for (const auto& row : receipt.vat())
    sum += row.vat_ore();
  return sum;
}

std::string dotted(ore_t amount) {
  const auto whole = std::to_string(std::abs(amount / 100));
  const auto rest = std::to_string(std::abs(amount % 100));
  return (amount < 0 ? "-" : "") + whole + (rest.size() < 2 ? ".0" : ".")
         + rest;
}

std::string dotted_quantity(std::int64_t milli) {
  auto out = print_quantity(milli);
  for (auto& c : out)
    c = c == ',' ? '.' : c;
  return out;
}

std::string dotted_rate(std::uint32_t basis_points) {
  auto out = dotted(basis_points);
  while (out.back() == '0')
    out.pop_back();
  if (out.back() == '.')
    out.pop_back();
  return out;
}

} // namespace kassa::journal::exporting
