#include "tests/bench/sample_sale.hpp"

#include "proto/base/money.hpp"
#include "tests/bench/folder.hpp"

namespace kassa::bench {

namespace {

constexpr ore_t unit_price = 4200;
constexpr std::uint32_t rate = 1200;

} // namespace

v1::Line sample_line(std::uint32_t no, std::uint64_t sold,
                     std::int64_t wall_ms) {
  v1::Line out;
  out.set_line_no(no);
  out.set_article_no(std::to_string(100 + (sold * 7 + no) % 93));
  out.set_name("Kanelbulle med pärlsocker");
  out.set_kind(v1::ARTICLE_KIND_GOODS);
  out.set_group("Bageri");
  out.set_group_name("Bageri");
  out.set_quantity_milli(1000);
  out.set_unit("st");
  out.set_unit_price_ore(unit_price);
  out.set_gross_ore(unit_price);
  out.set_vat_code("VAT1200");
  out.set_vat_basis_points(rate);
  out.set_registered_ms(wall_ms);
  return out;
}

v1::RecordBody sample_sale(const std::vector<v1::Line>& lines,
                           const std::string& sale) {
  v1::RecordBody draft;
  draft.set_user(bench_user);
  auto& receipt = *draft.mutable_receipt();
  receipt.set_series(v1::SERIES_SALE);
  receipt.set_sale(sale);
  receipt.set_company("Exempelbutiken AB");
  receipt.set_org_no("5566778899");
  receipt.set_address("Storgatan 1, 123 45 Exempelby");
  receipt.set_cashier("Anna");
  ore_t total = 0;
  for (const auto& x : lines) {
    *receipt.add_lines() = x;
    total += x.gross_ore();
  }
  auto& payment = *receipt.add_payments();
  payment.set_payment_no(1);
  payment.set_means(v1::MEANS_CARD);
  payment.set_name("Kort");
  payment.set_tendered_ore(total);
  auto& vat = *receipt.add_vat();
  vat.set_basis_points(rate);
  vat.set_gross_ore(total);
  vat.set_vat_ore(vat_of_gross(total, rate));
  receipt.set_total_ore(total);
  receipt.set_to_pay_ore(total);
  receipt.set_delivery(v1::DELIVERY_ELECTRONIC); // No print queue here.
  return draft;
}

} // namespace kassa::bench
