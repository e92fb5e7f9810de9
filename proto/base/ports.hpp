#pragma once

#include "proto/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// The ports through which the world comes in. Given at construction, so that
/// a simulator can stand in for any of them. Methods may be called from any
/// thread.
namespace kassa {

/// Wall clock, monotonic clock and the boot that the latter counts from.
class clock_port {
public:
  virtual ~clock_port() = default;
  /// UTC, milliseconds since 1970. May step in either direction.
  virtual std::int64_t wall_ms() = 0;
  /// Milliseconds since the boot; never goes back while `boot_id` stays.
  virtual std::uint64_t monotonic_ms() = 0;
  /// At most 16 bytes; another one after each boot.
  virtual std::string boot_id() = 0;
};

/// Unpredictable bytes.
class random_port {
public:
  virtual ~random_port() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

/// Draws `n` bytes.
[[nodiscard]] std::string random_bytes(random_port& from, std::size_t n);

/// Ends the machine that called it (L15): the process in a shop, one simulated
/// terminal in a simulator. Nothing may be written after it was called.
using die_port = std::function<void(std::string_view why)>;

enum class log_level : std::uint8_t { debug, info, warn, error };

/// Structured log: an event name and named fields. Never money of a customer,
/// never a password, never a secret.
class log_port {
public:
  using field = std::pair<std::string_view, std::string>;
  virtual ~log_port() = default;
  virtual void log(log_level level, std::string_view event,
                   std::initializer_list<field> fields)
    = 0;
};

/// Swallows everything.
[[nodiscard]] log_port& no_log() noexcept;

} // namespace kassa
