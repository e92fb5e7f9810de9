#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/register.pb.h>

#include <string_view>

/// Several Zs as one sum, for the bookkeeper. Derived: no record, no number.
namespace kassa::journal {

/// Adds what a Z counted to what others did. Float, sales day and clock of the
/// single periods have no sum and stay out.
void add_period(v1::PeriodTotals& into, const v1::PeriodTotals& more);

/// The Zs of the sales days between two dates, both included, summed up; an
/// empty date is no bound. Reads the Zs backwards from the newest and ends at
/// the first one that is older, so its cost grows with the period asked for.
/// Company and designation are those of the newest Z in it.
/// Errors: `invalid` for what is no date, `journal_damaged`.
[[nodiscard]] result<v1::PeriodSummary> sum_period(const store::reader& from,
                                                   const scope& of,
                                                   std::string_view from_date,
                                                   std::string_view to_date);

} // namespace kassa::journal
