#include "actors/sale/discounts.hpp"

#include "actors/sale/exchange.hpp"
#include "actors/sale/sale.hpp"
#include "proto/base/lines.hpp"

namespace kassa::sale {

namespace {

/// A discount up to the shop's limit is anyone's who sells; above it, it is
/// PERMISSION_DISCOUNT's. `forbidden`.
status may_take_off(ore_t off, ore_t list, const context& with) {
  if (list > 0 && with.rules.free_discount != 0
      && off <= mul_div_round(list, with.rules.free_discount, 10'000))
    return allowed(with, v1::PERMISSION_SELL);
  return allowed(with, v1::PERMISSION_DISCOUNT);
}

ore_t list_price(const v1::Line& line) {
  return price_of(line.quantity_milli(), line.unit_price_ore());
}

} // namespace

status may_discount(const v1::Line& line, const context& with) {
  return may_take_off(line.discount_ore(), list_price(line), with);
}

status may_discount(const lines& all, ore_t off, const context& with) {
  ore_t list = 0;
  for (const auto& line : all) {
    list += is_deposit(line) ? 0 : list_price(line);
    off += line.discount_ore();
  }
  return may_take_off(off, list, with);
}

result<drafts> decide(const state& of, const v1::SetDiscountRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  if (!of.sale)
    return errc::no_open_sale;
  if (of.sale->is_return())
    return error{errc::bad_discount, {{"what", "RETUR"}}};
  auto off = discount_of(by.discount(), discountable_of(of.sale->lines()));
  if (!off)
    return off.why();
  if (auto s = may_discount(of.sale->lines(), *off, with); !s)
    return s.why();
  auto body = draft(with, v1::KIND_RECEIPT_DISCOUNT_SET);
  body.mutable_receipt_discount_set()->set_sale(of.sale->id());
  *body.mutable_receipt_discount_set()->mutable_discount() = by.discount();
  return drafts{std::move(body)};
}

} // namespace kassa::sale
