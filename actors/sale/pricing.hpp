#pragma once

#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <google/protobuf/repeated_field.h>
#include <kassa/v1/record.pb.h>

#include <vector>

/// What lines come to. Integer öre throughout (L3).
namespace kassa::sale {

using lines = google::protobuf::RepeatedPtrField<v1::Line>;

/// What a discount of one of the two forms takes off an amount >= 0.
/// `bad_discount` when it has both forms, is negative, or takes more than all.
[[nodiscard]] result<ore_t> discount_of(const v1::Discount& by, ore_t amount);

[[nodiscard]] bool is_zero(const v1::Discount& by) noexcept;

/// Sets the line's discount_ore and gross_ore from its quantity, unit price and
/// keyed-in discount, without a share of the receipt's. `bad_discount`;
/// `too_large` above amount_max.
[[nodiscard]] status price_line(v1::Line& line);

/// Shares the receipt's discount out over the lines by largest remainder, and
/// sets every gross_ore. Deposits bear no part of it. A discount in kronor that
/// has become larger than the lines takes them to zero. The lines of a return
/// and of a correction
/// keep what they have.
void share_discount(v1::OpenSale& sale);

/// Sum of the lines; negative on a return.
[[nodiscard]] ore_t total_of(const lines& all) noexcept;

/// Sum of the lines after their own discounts, before the receipt's.
[[nodiscard]] ore_t net_of(const lines& all) noexcept;

/// What a discount on the receipt may be taken off: net_of without deposits.
[[nodiscard]] ore_t discountable_of(const lines& all) noexcept;

/// All discounts given, positive.
[[nodiscard]] ore_t discounts_of(const lines& all) noexcept;

/// A row a rate, highest rate first; the VAT of a rate is worked out from the
/// sum of its gross, never per line.
[[nodiscard]] std::vector<v1::VatRow> vat_rows(const lines& all);

} // namespace kassa::sale
