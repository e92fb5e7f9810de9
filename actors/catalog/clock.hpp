#pragma once

#include "proto/base/ports.hpp"

#include <kassa/v1/terminal_state.pb.h>

#include <cstdint>
#include <optional>
#include <string>

namespace kassa::catalog {

/// What a machine's clocks say at one moment. Monotonic time goes on while the
/// machine sleeps.
struct clock_reading {
  std::int64_t wall_ms = 0; ///< UTC, and perhaps wrong.
  std::uint64_t monotonic_ms = 0;
  std::string boot_id;
};

[[nodiscard]] clock_reading read(clock_port& clocks);

/// Whose word the catalog clock is.
enum class time_source { hub, machine, journal };
[[nodiscard]] const char* name_of(time_source what) noexcept;

/// What differs by less is a clock's ordinary error; above it is told.
inline constexpr std::int64_t clock_warn_ms = 60'000;
/// A jump of the machine's clock above this is not followed unconfirmed.
inline constexpr std::int64_t clock_jump_ms = 600'000;
/// Nobody shuts a shop for longer without somebody looking at the date.
inline constexpr std::int64_t clock_gap_ms = 4 * 86'400'000LL;
/// For so long after the start such a gap is told.
inline constexpr std::int64_t clock_gap_told_ms = 12 * 3'600'000LL;

/// The time that prices and VAT go by (design, section 7), so that a wrong date
/// of the machine changes no price. With the hub's word it goes on from there
/// by monotonic time, which no hand on the machine's clock moves; that is
/// better than adding an offset to the wall clock, which design has, and the
/// same where nobody touches that. Without, it begins a boot at the later of
/// the machine's clock and the journal's last time. A value: no clock is read
/// here.
class clock {
public:
  struct time {
    std::int64_t now_ms = 0;
    time_source source = time_source::machine;
    /// The machine's clock minus this time, or minus the last time that is
    /// known, where that is worth a look; 0: no doubt.
    std::int64_t doubt_ms = 0;
  };

  /// @param kept what was kept last; nothing: never
  /// @param journaled_ms the journal's last time; 0: there is none
  /// @param start the machine's clocks now
  clock(const std::optional<v1::CatalogTime>& kept, std::int64_t journaled_ms,
        const clock_reading& start);

  [[nodiscard]] time read(const clock_reading& now) const;

  /// By how much the hub's word takes the clock back, negative; 0: not at all,
  /// since less than a minute is waited out. The clock goes back only by a
  /// journaled correction: journal it, then `trust`.
  [[nodiscard]] std::int64_t step_back(const v1::CatalogTime& told,
                                       const clock_reading& now) const;

  /// Goes on from the hub's word.
  void trust(const v1::CatalogTime& told, const clock_reading& now);

  /// A manager's word that the machine's clock is right, once it is journaled.
  void confirm(const clock_reading& now);

  /// To be kept, for the next start in this boot.
  [[nodiscard]] const v1::CatalogTime& stands() const noexcept { return from_; }

private:
  v1::CatalogTime from_;
  time_source source_ = time_source::machine;
  std::int64_t floor_ms_ = 0; ///< What was told already.
  std::int64_t gap_ms_ = 0;   ///< Since the last known time, at the start.
};

} // namespace kassa::catalog
