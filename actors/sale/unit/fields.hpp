#pragma once

#include "actors/sale/unit/unit_port.hpp"
#include "proto/base/result.hpp"

#include <array>
#include <string>

namespace kassa::unit {

/// The kvittodata as the text that it is defined as (domain-sweden 3.2), not
/// padded.
struct fields {
  std::string date_time; ///< YYYYMMDDhhmm
  std::string org_no;
  std::string register_name;
  std::string number;
  std::string kind;
  std::string return_amount;
  std::string sale_amount;
  std::array<std::string, 4> vat; ///< "25,00;10,00"
};

/// @returns `invalid` naming what does not fit its field
[[nodiscard]] result<fields> to_fields(const receipt_data& receipt);

/// The four VAT fields: 25, 12, 6 and 0 %, in this order, unused ones with no
/// VAT. A rate beside these takes the first unused field.
/// @returns `invalid` for more than four rates, or one rate twice
[[nodiscard]] result<std::array<vat_sum, 4>>
to_vat_slots(const std::vector<vat_sum>& sums);

/// "112,00" and "-0,40": two decimals, a comma, nothing between thousands.
[[nodiscard]] std::string print_amount(ore_t amount);

/// "normal", "kopia", "ovning", "profo".
[[nodiscard]] std::string_view kind_word(receipt_kind kind) noexcept;

/// Ten digits. @returns `invalid` for anything else
[[nodiscard]] result<std::string> org_digits(std::string_view org_no);

/// "20260504130509". @returns `invalid` unless both have their form
[[nodiscard]] result<std::string> date_time_digits(std::string_view date,
                                                   std::string_view time);

} // namespace kassa::unit
