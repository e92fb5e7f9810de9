#pragma once

#include "actors/sale/context.hpp"

#include <kassa/v1/register.pb.h>

#include <cstdint>
#include <string>

namespace kassa::sale {

/// What a line is rated by: the sales mode keyed in with it counts before the
/// sale's.
struct rating {
  v1::SalesMode own = v1::SALES_MODE_UNSPECIFIED;
  v1::SalesMode of_sale = v1::SALES_MODE_UNSPECIFIED;
  std::int64_t at_ms = 0; ///< The sale's catalog clock.

  [[nodiscard]] v1::SalesMode mode() const noexcept {
    return own == v1::SALES_MODE_UNSPECIFIED ? of_sale : own;
  }
};

/// What a line is priced from: an article, or a group at open price.
struct ware {
  v1::Line snapshot; ///< Everything but quantity, price and number.
  bool open_price = false;
  ore_t price = 0;
  std::uint32_t decimals = 0;
  /// What one of it comes to, in thousandths of its unit: a label can say.
  std::int64_t portion = 1000;
};

/// Looks up what a call names. `unknown_article`, `unknown_group`,
/// `price_not_open` (a group that is not sold by itself), `bad_barcode`,
/// `invalid` when the call names nothing.
[[nodiscard]] result<ware> find_ware(const v1::AddLineRequest& by,
                                     const rating& as, const context& with);

/// `unknown_article`.
[[nodiscard]] result<ware> article_ware(const std::string& no,
                                        const std::string& barcode,
                                        const rating& as, const context& with);

} // namespace kassa::sale
