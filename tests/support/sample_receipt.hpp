#pragma once

#include "actors/printer/layout/receipt_layout.hpp"

#include <kassa/v1/record.pb.h>

#include <cstdint>

namespace kassa::testing {

inline void add_sample_line(v1::Receipt& to, const char* name,
                            std::int64_t milli, std::int64_t price,
                            std::int64_t gross, std::uint32_t rate,
                            std::int64_t vat) {
  auto& x = *to.add_lines();
  x.set_name(name);
  x.set_quantity_milli(milli);
  x.set_unit("st");
  x.set_unit_price_ore(price);
  x.set_gross_ore(gross);
  x.set_vat_basis_points(rate);
  auto& row = *to.add_vat();
  row.set_basis_points(rate);
  row.set_gross_ore(gross);
  row.set_vat_ore(vat);
}

/// Soap, coffee on site and bread as goods: three rates, cash, rounding,
/// change.
inline v1::RecordBody sample_receipt() {
  v1::RecordBody body;
  body.set_terminal("EX0001");
  body.set_kind(v1::KIND_RECEIPT);
  body.set_business_ms(1'777'892'700'000); // 2026-05-04 13:05 in Stockholm.
  body.set_offset_minutes(120);
  auto& r = *body.mutable_receipt();
  r.set_series(v1::SERIES_SALE);
  r.set_number(1042);
  r.set_company("Exempelbutiken AB");
  r.set_org_no("5566778899");
  r.set_address("Storgatan 1, 123 45 Exempelby");
  r.set_designation("EX-0001");
  r.set_cashier("Anna");
  r.set_delivery(v1::DELIVERY_PAPER);
  add_sample_line(r, "Tvål", 1000, 4950, 4950, 2500, 990);
  add_sample_line(r, "Kaffe", 2000, 3000, 6000, 1200, 643);
  add_sample_line(r, "Bröd", 1000, 3990, 3990, 600, 226);
  r.set_total_ore(14940);
  r.set_rounding_ore(-40);
  r.set_to_pay_ore(14900);
  auto& p = *r.add_payments();
  p.set_means(v1::MEANS_CASH);
  p.set_name("Kontant");
  p.set_tendered_ore(20000);
  p.set_change_ore(5100);
  r.add_footer("Öppet köp 30 dagar");
  return body;
}

/// Whether a paper has these words.
inline bool has(const std::string& paper, const std::string& words) {
  return paper.find(words) != std::string::npos;
}

} // namespace kassa::testing
