#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/record.pb.h>

/// The arithmetic of a period and of the grand totals (L3). Pure, integer öre.
namespace kassa::journal {

/// Counts a finished receipt of any series. Training counts as training only.
void add_receipt(v1::PeriodTotals& period, v1::GrandTotals& grand,
                 const v1::Receipt& receipt);

/// What an open sale comes to: the sum of its lines.
[[nodiscard]] std::int64_t amount_of(const v1::OpenSale& sale);

/// L3 of one receipt: the sum of its lines, of gross by rate and of payments
/// net of change less rounding are its total. `internal` says what differs.
[[nodiscard]] status check_receipt(const v1::Receipt& receipt);

/// What must lie in the drawer: float, cash taken (rounded, net of change and
/// of what was paid out), cash put in and taken out.
[[nodiscard]] std::int64_t expected_cash(const v1::PeriodTotals& period);

/// L3 of a report by article: its articles sum to its net sales.
[[nodiscard]] status check_articles(const v1::Report& report);

/// `internal` where what exchanges settled by Kvittning does not come to
/// nothing: each has both of its receipts in the period.
[[nodiscard]] status check_offsets(const v1::PeriodTotals& period);

/// L3 of a period: sales - returns = gross by rate = gross by group = means -
/// rounding.
[[nodiscard]] status check_period(const v1::PeriodTotals& period);

/// L3 across a Z: what stood before plus the period is what stands now.
[[nodiscard]] status check_grand(const v1::GrandTotals& before,
                                 const v1::PeriodTotals& period,
                                 const v1::GrandTotals& now);

} // namespace kassa::journal
