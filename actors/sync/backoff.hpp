#pragma once

#include "proto/base/ports.hpp"

#include <cstdint>

namespace kassa::sync {

inline constexpr std::uint32_t backoff_base_ms = 1'000;
inline constexpr std::uint32_t backoff_max_ms = 120'000;
/// Longer floors of a hub are cut to this.
inline constexpr std::uint32_t floor_max_ms = 3'600'000;

/// How long to wait after the n-th failure in a row: at most 1 s, times 1.6
/// each, capped at 120 s. The delay itself is drawn evenly between nothing and
/// that (full jitter), so that the tills of a chain do not come back as one.
class backoff {
public:
  /// The longest that the next wait may be; longer each time.
  [[nodiscard]] std::uint32_t next_ms() noexcept;
  /// Progress was made. A mere connection is none.
  void reset() noexcept { next_ = backoff_base_ms; }

private:
  std::uint32_t next_ = backoff_base_ms;
};

/// Evenly drawn from all 32-bit numbers.
[[nodiscard]] std::uint32_t draw_luck(random_port& from);

/// A delay of at least `floor_ms` and at most `jitter_ms` more.
/// @param luck evenly drawn from all 32-bit numbers
[[nodiscard]] std::uint32_t draw_delay(std::uint32_t floor_ms,
                                       std::uint32_t jitter_ms,
                                       std::uint32_t luck) noexcept;

} // namespace kassa::sync
