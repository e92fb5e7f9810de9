#pragma once

#include "actors/sale/context.hpp"

#include <kassa/v1/register.pb.h>

#include <cstdint>

namespace kassa::sale {

/// What a line is priced from: an article, or a group at open price.
struct ware {
  v1::Line snapshot; ///< Everything but quantity, price and number.
  bool open_price = false;
  ore_t price = 0;
  std::uint32_t decimals = 0;
};

/// Looks up what a call names, as it is at the sale's catalog clock.
/// `unknown_article`, `unknown_group`, `price_not_open` (a group that is not
/// sold by itself), `invalid` when the call names nothing.
[[nodiscard]] result<ware> find_ware(const v1::AddLineRequest& by,
                                     std::int64_t at_ms, const context& with);

} // namespace kassa::sale
