#pragma once

#include "actors/journal/rows.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/write_set.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <cstdint>
#include <optional>
#include <string_view>

/// The fold from records to everything that is derived from them: counters,
/// grand totals, series, indexes, print queue, parked sales. Pure: the same
/// records give the same state and the same rows.
namespace kassa::journal {

/// The state before record 1: every series begins at 1.
[[nodiscard]] v1::LedgerState empty_ledger();

/// The number that the series gives out next; 0 for a series without numbers.
[[nodiscard]] std::uint64_t next_number(const v1::LedgerState& state,
                                        v1::Series series);

/// A number of a series. No series: none.
struct numbered {
  v1::Series series = v1::SERIES_UNSPECIFIED;
  std::uint64_t number = 0;
  bool operator==(const numbered&) const = default;
};

/// What an intent holds until it ends.
[[nodiscard]] numbered held_by(const v1::Intent& intent);

/// The number that ends in this record, be it a void. Of a draft the number may
/// not be the one that it gets.
[[nodiscard]] numbered ended_by(const v1::RecordBody& body);

/// The kind that a payload has by its place in the message; unspecified when
/// there is none that this program knows.
[[nodiscard]] v1::Kind kind_of_payload(const v1::RecordBody& body);

/// The return receipt of an exchange: it leaves its sale open, for the receipt
/// that settles it.
[[nodiscard]] bool is_first_of_exchange(const v1::Receipt& receipt);
[[nodiscard]] bool is_first_of_exchange(const v1::RecordBody& body);
/// The latest wall time of the records up to this one, from that before it. A
/// manager's word that an earlier one is right takes it back.
[[nodiscard]] std::int64_t clock_high_after(std::int64_t before,
                                            const v1::RecordBody& body);
/// Whether nothing of this kind may come while a card terminal has not said
/// what became of the open sale's payment.
[[nodiscard]] bool waits_for_card(v1::Kind kind);

/// Why this scope takes no number any more, but for one that was promised
/// already: it was fenced (L13), or retired. Nothing: it does.
[[nodiscard]] std::optional<error> closed_by(const scope& of,
                                             const v1::LedgerState& state);

/// Folds the records of one scope, in order. A record that breaks a law is
/// folded as it stands all the same, and the first law that it breaks is
/// answered: who writes throws the outcome away, who verifies goes on.
class ledger {
public:
  ledger(scope of, v1::LedgerState from);

  const v1::LedgerState& state() const noexcept { return state_; }
  v1::LedgerState take() && { return std::move(state_); }

  /// Folds the next record.
  /// @param hash of the record.
  /// @param stored reads derived rows as they were before `out`.
  /// @param out takes the derived rows, without the ledger's own state.
  /// @returns `internal` when the record breaks L2 or L3, `already_copied` and
  ///   `unknown_receipt` where it contradicts the receipt that it names;
  ///   `corrupt` and what `stored` fails with otherwise.
  status fold(const v1::RecordBody& body, std::string_view hash,
              const lookup_port& stored, store::write_set& out);

private:
  scope of_;
  v1::LedgerState state_;
};

} // namespace kassa::journal
