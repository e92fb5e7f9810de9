#pragma once

#include "actors/sale/sale.hpp"

/// Eat in or take away: the sale's mode rates every line that was not keyed in
/// with one of its own (a dish eaten in has another rate than the same one
/// taken away). Prices hold VAT and stay; only the rate moves.
namespace kassa::sale {

/// `invalid` for a mode that is none.
[[nodiscard]] status check_mode(v1::SalesMode mode);

/// A sale that begins gets the shop's own mode, where it has one: one draft, or
/// none. It goes before the sale's first line, and after a free return's
/// beginning.
[[nodiscard]] drafts default_mode(const context& with);

} // namespace kassa::sale
