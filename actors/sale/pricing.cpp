#include "actors/sale/pricing.hpp"

#include "proto/base/lines.hpp"

#include <algorithm>
#include <map>

namespace kassa::sale {

namespace {

constexpr std::uint32_t whole = 10'000; // Basis points of 100 %.

error bad(std::string what) {
  return {errc::bad_discount, {{"what", std::move(what)}}};
}

ore_t after_own_discount(const v1::Line& line) {
  return price_of(line.quantity_milli(), line.unit_price_ore())
         - line.discount_ore();
}

} // namespace

bool is_zero(const v1::Discount& by) noexcept {
  return by.basis_points() == 0 && by.amount_ore() == 0;
}

result<ore_t> discount_of(const v1::Discount& by, ore_t amount) {
  if (by.basis_points() != 0 && by.amount_ore() != 0)
    return bad("% + kr");
  if (by.amount_ore() < 0)
    return bad("< 0");
  if (by.basis_points() > whole)
    return bad("> 100 %");
  if (by.amount_ore() > amount)
    return bad("> " + print_kronor(amount) + " kr");
  if (by.amount_ore() != 0)
    return by.amount_ore();
  return mul_div_round(amount, by.basis_points(), whole);
}

status price_line(v1::Line& line) {
  auto list = price_of(line.quantity_milli(), line.unit_price_ore());
  if (list > amount_max)
    return error{errc::too_large,
                 {{"what", print_kronor(list) + " kr"},
                  {"limit", print_kronor(amount_max) + " kr"}}};
  auto off = discount_of(line.discount(), list);
  if (!off)
    return off.why();
  line.set_discount_ore(*off);
  line.set_receipt_discount_ore(0);
  line.set_gross_ore(list - *off);
  return ok;
}

void share_discount(v1::OpenSale& sale) {
  if (sale.is_return() || sale.exchange().correction())
    return;
  std::vector<ore_t> weights;
  for (const auto& line : sale.lines())
    weights.push_back(is_deposit(line) ? 0 : after_own_discount(line));
  auto net = discountable_of(sale.lines());
  const auto& by = sale.receipt_discount();
  auto off = by.amount_ore() != 0
               ? std::min<ore_t>(by.amount_ore(), net)
               : mul_div_round(net, by.basis_points(), whole);
  auto shares = share_out(off, weights);
  for (int i = 0; i < sale.lines_size(); ++i) {
    auto share = shares[static_cast<std::size_t>(i)];
    auto& line = *sale.mutable_lines(i);
    line.set_receipt_discount_ore(share);
    line.set_gross_ore(after_own_discount(line) - share);
  }
}

ore_t total_of(const lines& all) noexcept {
  ore_t sum = 0;
  for (const auto& line : all)
    sum += line.gross_ore();
  return sum;
}

ore_t net_of(const lines& all) noexcept {
  ore_t sum = 0;
  for (const auto& line : all)
    sum += after_own_discount(line);
  return sum;
}

ore_t discountable_of(const lines& all) noexcept {
  ore_t sum = 0;
  for (const auto& line : all)
    sum += is_deposit(line) ? 0 : after_own_discount(line);
  return sum;
}

ore_t discounts_of(const lines& all) noexcept {
  ore_t sum = 0;
  for (const auto& line : all)
    sum += line.discount_ore() + line.receipt_discount_ore();
  return sum;
}

std::vector<v1::VatRow> vat_rows(const lines& all) {
  std::map<std::uint32_t, ore_t, std::greater<>> gross;
  for (const auto& line : all)
    if (!is_note(line))
      gross[line.vat_basis_points()] += line.gross_ore();
  std::vector<v1::VatRow> out;
  for (const auto& [rate, sum] : gross) {
    auto& row = out.emplace_back();
    row.set_basis_points(rate);
    row.set_gross_ore(sum);
    row.set_vat_ore(vat_of_gross(sum, rate));
  }
  return out;
}

} // namespace kassa::sale
