#pragma once

#include "actors/sale/wares.hpp"

#include <cstdint>
#include <string>

/// How much a line may be of, in thousandths of its unit.
namespace kassa::sale {

[[nodiscard]] error bad_quantity(std::int64_t milli, std::string what);

/// `bad_quantity` unless it is above 0, at most quantity_max, and has no more
/// decimals than these (0 to 3).
[[nodiscard]] status check_quantity(std::int64_t milli, std::uint32_t decimals);

/// What a call means by its quantity: 0 is one. Of a label that says how much
/// one is, there are whole ones. `bad_quantity`.
[[nodiscard]] result<std::int64_t> quantity_of(const v1::AddLineRequest& by,
                                               const ware& what);

/// The decimals that a line's quantity may be changed to. An article that has
/// left the catalog since keeps any quantity it is given; a line that is
/// counted though its article is weighed (a label's price) stays whole.
[[nodiscard]] std::uint32_t decimals_of(const v1::OpenSale& sale,
                                        const v1::Line& line,
                                        const context& with);

} // namespace kassa::sale
