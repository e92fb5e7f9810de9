#pragma once

#include "actors/sale/sale.hpp"
#include "actors/sale/unit/unit_port.hpp"

#include <chrono>
#include <cstdint>
#include <string>

/// A sale and the control unit (design, section 5): an intent holds the number
/// and the exact data, the unit is asked, and the number ends as one receipt or
/// one void. Pure.
namespace kassa::sale {

/// `payment_pending` while a number waits for the control unit.
[[nodiscard]] status nothing_pending(const state& of);

/// Whether the receipt of the open sale has to be registered with a unit.
/// What is only practised has not: only a normal receipt must be.
[[nodiscard]] bool needs_code(const state& of, const context& with);

/// `unit_down` or `unit_blocked` where a unit has to register the open sale and
/// cannot now: no money may be taken (SKVFS 2014:9 4:9).
[[nodiscard]] status unit_sells(const state& of, const context& with);

/// Why a unit in this state takes no receipt. `ok` where it does.
[[nodiscard]] status why_not(const unit::condition& now);

/// The draft that holds the number of a receipt.
[[nodiscard]] v1::RecordBody intent_of(v1::Receipt receipt,
                                       const context& with);

/// The ask's name, an UUID: the same for the same sale, series and number, on
/// any day and after any restart.
[[nodiscard]] std::string ask_id(const v1::Intent& of);

/// What the unit is asked, from the intent's own data and nothing else.
/// @returns `corrupt` where the intent holds no data
[[nodiscard]] result<unit::registration> registration_of(const v1::Intent& of,
                                                         bool asked_before);

/// What an outcome means for the number that waits.
struct verdict {
  /// A receipt or a void, to be written synced; nothing: the unit is asked
  /// again with the same data.
  std::optional<v1::RecordBody> draft;
  /// What whoever pays is told where it became a void.
  std::optional<error> why;
};
[[nodiscard]] verdict judge(const pending_code& of, const unit::outcome& what,
                            bool asked_before);

/// What a unit said, as a record's draft.
[[nodiscard]] v1::RecordBody answered_draft(const state& of,
                                            const unit::heard& what);

/// Until the next ask of a unit whose answer never came: a second, doubling
/// with each, at most half a minute.
[[nodiscard]] std::chrono::milliseconds ask_again_after(std::uint32_t asks);

} // namespace kassa::sale
