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

/// Whether a control unit is told of what is printed of this kind: the one
/// place that decides it (law.def, "unit: copies").
[[nodiscard]] bool is_registered(unit::receipt_kind kind, const context& with);

/// Whether the receipt of the open sale has to be registered with a unit.
[[nodiscard]] bool is_registered(const state& of, const context& with);

/// `unit_down` or `unit_blocked` where a unit has to register the open sale and
/// cannot now: no money may be taken (SKVFS 2014:9 4:9).
[[nodiscard]] status unit_sells(const state& of, const context& with);

/// Why nothing beside the sale can be registered now. Before anything is
/// written: once it is, the unit is asked until it answers.
[[nodiscard]] status may_register(const state& of, const context& with);

/// Why a unit in this state takes no receipt. `ok` where it does.
[[nodiscard]] status why_not(const unit::condition& now);

/// The draft that holds the number of a receipt.
[[nodiscard]] v1::RecordBody intent_of(v1::Receipt receipt,
                                       const context& with);

/// The draft that holds the number of a copy.
/// @param original the record of the receipt
[[nodiscard]] v1::RecordBody intent_of(const v1::Copy& copy,
                                       const v1::RecordBody& original,
                                       const context& with);

/// The draft that holds the number of a pro forma.
[[nodiscard]] v1::RecordBody intent_of(v1::ProForma made, const context& with);

/// The ask's name, an UUID: the same for the same sale, series and number, on
/// any day and after any restart.
[[nodiscard]] std::string ask_id(const v1::Intent& of);

/// What the unit is asked, from the intent's own data and nothing else.
/// @returns `corrupt` where the intent holds no data
[[nodiscard]] result<unit::registration> registration_of(const v1::Intent& of,
                                                         bool asked_before);

/// What an outcome means for the number that waits. Only a sale or a return
/// must have a code: the rest stands without, also where the unit takes none of
/// its kind.
struct verdict {
  /// What was to be made or a void, to be written synced; nothing: the unit is
  /// asked again with the same data.
  std::optional<v1::RecordBody> draft;
  /// What whoever waits is told where it became a void.
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
