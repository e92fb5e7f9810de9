#pragma once

#include "actors/catalog/view.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>

#include <cstdint>
#include <vector>

/// The price list, and what a new catalog does to it (SKVFS 2014:9 4:8). Pure.
namespace kassa::sale {

/// Price changes of one record: each takes at most half a KiB of the 256 that
/// a record may have.
inline constexpr int price_changes_max = 400;

/// Every article at a time, with its price and VAT.
[[nodiscard]] v1::PriceList price_list(const catalog::view& of,
                                       std::int64_t at_ms);

/// What `after` changes of the prices of `before`, from `now_ms` on, by article
/// number; a price that both versions change alike later on is none.
[[nodiscard]] std::vector<v1::PriceChange>
price_changes(const catalog::view& before, const catalog::view& after,
              std::int64_t now_ms);

/// The same as drafts of PRICES_CHANGED records; none where no price changes.
[[nodiscard]] std::vector<v1::RecordBody>
price_drafts(const catalog::view& before, const catalog::view& after,
             std::int64_t now_ms);

/// `org_no_locked` where the catalog names another company than the journal
/// began with, now or at any later time. Receipts name the catalog's company,
/// X and Z the journal's.
[[nodiscard]] status same_company(const v1::Genesis& of,
                                  const catalog::view& next,
                                  std::int64_t now_ms);

} // namespace kassa::sale
