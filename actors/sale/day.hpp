#pragma once

#include "actors/sale/context.hpp"
#include "actors/sale/open_sale.hpp"

#include <kassa/v1/register.pb.h>

#include <cstdint>
#include <optional>

/// The sales day: from its float to its Z, past midnight where the shop is
/// open so late. Pure.
namespace kassa::sale {

/// What a till reminds of. With clock = "replay" the days come from outside,
/// each with its Z: only a day that was opened by a float is watched there.
[[nodiscard]] v1::SalesDay day_of(const state&, const context&);

/// When the day is looked at next: midnight after it, else when its Z is forced
/// (UTC milliseconds). Nothing where no day is open, or both are past.
[[nodiscard]] std::optional<std::int64_t> next_day_change(const state&,
                                                          const context&);

/// `clock_behind` while the wall clock is further behind the journal's latest
/// record than the shop lets it be: what it dates would stand before what is
/// there. The merchant sees to it that the clock is right (SKVFS 2014:10), by
/// setting it or by a manager's word. Never with clock = "replay".
[[nodiscard]] status clock_is_right(const state&, const context&);

/// Whether a new sale may begin on this day: `clock_behind`, `float_needed`
/// before the opening float, `z_due` when the day before waits for its Z.
/// Practising needs none of them.
[[nodiscard]] status day_takes_sales(const state&, const context&);

/// `training_on`, naming what was asked for, while the till is practised on.
[[nodiscard]] status not_training(const state&, const char* what);

} // namespace kassa::sale
