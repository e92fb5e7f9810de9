#pragma once

#include "actors/sale/context.hpp"
#include "actors/sale/pricing.hpp"

/// Who may give a discount, and how much: up to the shop's limit anyone who
/// sells, above it PERMISSION_DISCOUNT.
namespace kassa::sale {

/// A line's own discount. `forbidden`.
[[nodiscard]] status may_discount(const v1::Line& line, const context& with);

/// What the receipt's discount takes (`off`) counts with what the lines' took:
/// two small ones are no way round the limit. Deposits count for nothing.
/// `forbidden`.
[[nodiscard]] status may_discount(const lines& all, ore_t off,
                                  const context& with);

} // namespace kassa::sale
