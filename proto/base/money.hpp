#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Money is an integer number of öre. Nothing here knows a floating point.
namespace kassa {

using ore_t = std::int64_t;

/// No amount on a line, a receipt or a payment is larger (100 million kr).
inline constexpr ore_t amount_max = 10'000'000'000;
/// No quantity is larger, in thousandths.
inline constexpr std::int64_t quantity_max = 1'000'000'000;

/// a * b / c, rounded half away from zero, exact in between.
/// @pre c > 0
[[nodiscard]] std::int64_t mul_div_round(std::int64_t a, std::int64_t b,
                                         std::int64_t c);

/// The VAT within an amount that includes it: gross * r / (100 % + r), half
/// away from zero (domain-sweden 4.1).
[[nodiscard]] ore_t vat_of_gross(ore_t gross, std::uint32_t basis_points);

/// Price of a quantity: thousandths times a unit price.
[[nodiscard]] ore_t price_of(std::int64_t quantity_milli, ore_t unit_price);

/// Whole kronor nearest to an amount: 1-49 öre down, 50-99 up (1970:1029 § 2);
/// a negative amount by its absolute value.
[[nodiscard]] ore_t round_to_krona(ore_t amount);

/// Shares `total` out in proportion to `weights`, to the öre, by largest
/// remainder; ties go to the earlier. The shares add up to `total`.
/// @pre weights are all >= 0 or all <= 0, and not all 0 unless total is 0
[[nodiscard]] std::vector<ore_t> share_out(ore_t total,
                                           std::span<const ore_t> weights);

/// "1 234,50" and "-0,40".
[[nodiscard]] std::string print_kronor(ore_t amount);

/// "12", "12,5", "12.50" kronor; at most two decimals.
[[nodiscard]] result<ore_t> parse_kronor(std::string_view text);

/// "2", "0,345": thousandths without needless zeros.
[[nodiscard]] std::string print_quantity(std::int64_t milli);

/// "2", "0,345", "0.345"; at most three decimals.
[[nodiscard]] result<std::int64_t> parse_quantity(std::string_view text);

/// "25,00 %" is "25,00": basis points with two decimals.
[[nodiscard]] std::string print_rate(std::uint32_t basis_points);

} // namespace kassa
