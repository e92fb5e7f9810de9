#pragma once

#include "actors/sync/backoff.hpp"

#include <cstdint>

namespace kassa::node {

/// How long a certificate is still good.
struct certificate_life {
  std::int64_t left_ms = 0;  ///< By the hub's clock, where it is known.
  std::int64_t whole_ms = 0; ///< From its first to its last moment.
};

/// Between two attempts while a certificate that seems good does not serve: the
/// tills of a chain must not all ask for new ones whenever their hub is gone.
inline constexpr std::uint32_t doubt_floor_ms = 5 * 60 * 1000;
inline constexpr std::uint32_t doubt_jitter_ms = 10 * 60 * 1000;

/// When a terminal asks for a new certificate: at half life, at once when it
/// has none, and in doubt when the hub cannot be reached with the one it has,
/// since its own clock may be wrong. Pure; all times are monotonic.
class renewal {
public:
  /// There is a certificate, as it lies on the disk or as it just came.
  void got(std::int64_t now_ms, const certificate_life& life);
  /// The hub answered a stream that was made with it.
  void reached() noexcept { doubted_ = false; }
  /// It did not. @param luck evenly drawn from all 32-bit numbers
  void unreached(std::int64_t now_ms, std::uint32_t luck);
  /// The hub gave none. @param floor_ms as it asked
  void failed(std::int64_t now_ms, std::uint32_t floor_ms, std::uint32_t luck);

  /// When to ask; in the past: now.
  [[nodiscard]] std::int64_t due_ms() const noexcept;

private:
  std::int64_t half_ms_ = 0;  ///< Half life.
  std::int64_t doubt_ms_ = 0; ///< Where `doubted_`.
  std::int64_t not_before_ms_ = 0;
  bool doubted_ = false;
  sync::backoff backoff_;
};

} // namespace kassa::node
