#pragma once

#include "actors/journal/requests.hpp"
#include "actors/journal/rows.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// From drafts to records and one write. Pure.
namespace kassa::journal {

/// No serialised Record is larger (design, section 4).
inline constexpr std::size_t record_max = 256 * 1024;
/// Nor does a request have more drafts.
inline constexpr std::size_t drafts_max = 4096;

/// When and by what records are made.
struct stamp {
  std::int64_t wall_ms = 0;
  std::uint64_t monotonic_ms = 0;
  std::string boot_id;
  v1::ClockQuality clock_quality = v1::CLOCK_QUALITY_UNCONFIRMED;
  std::string zone;        ///< Of the store: gives dates and offsets.
  std::string program;     ///< Program version.
  std::string designation; ///< Kassabeteckning; empty: the Terminal-ID.
  bool replay = false;     ///< Business time comes from outside.
  /// The control unit gets the sales amount before the rounding of cash, not
  /// what is paid (law.def, "unit: rounding").
  bool unit_total = false;
  /// The control unit gets a return's amounts without a sign (law.def, "unit:
  /// sign").
  bool unit_unsigned = false;
  /// A wall clock that moves further than this against the monotonic clock of
  /// the same boot was set (law.def, "clock steps").
  std::int64_t clock_step_ms = 10'000;
  const key_pair* device = nullptr; ///< Signs the head at each Z.
};

/// The clocks at the record before.
struct clock_mark {
  std::int64_t wall_ms = 0;
  std::uint64_t monotonic_ms = 0;
  std::string boot_id;
};

[[nodiscard]] clock_mark mark_of(const v1::RecordBody& body);

/// How far the wall clock was set since the mark; nothing when it was not, or
/// when another boot makes them incomparable.
[[nodiscard]] std::optional<std::int64_t>
clock_step(const std::optional<clock_mark>& before, const stamp& now);

/// What a request becomes.
struct written {
  std::vector<v1::RecordBody> bodies;
  std::vector<v1::Record> records;
  store::write_set changes; ///< All of it: records, derived rows, ledger.
  v1::LedgerState next;
};

/// Finishes drafts: numbers, dates, chains them, fills in X and Z, folds them
/// and gathers everything that must be written with them. Nothing is changed
/// by a refusal.
/// @param before where the journal stands.
/// @param stored reads rows as they are.
/// @returns `too_large`, `invalid` (a kind that its payload belies), `fenced`
///   (a new number in a closed scope), `payment_pending`, or what the ledger
///   refuses.
[[nodiscard]] result<written>
write_records(const scope& of, const v1::LedgerState& before,
              const std::optional<clock_mark>& last, const stamp& now,
              const append_request& request, const lookup_port& stored);

/// Checks that a write goes into catalog rows of this scope, and nowhere else.
/// @param generation 0: any generation but that of `active`.
[[nodiscard]] status check_catalog_rows(const scope& of,
                                        const store::write_set& rows,
                                        std::uint64_t generation,
                                        std::uint64_t active);

} // namespace kassa::journal
