#pragma once

#include "proto/base/ports.hpp"

#include <string>

/// The real machine behind the ports that every program needs. Thread-safe.
namespace kassa {

/// The machine's clocks. The monotonic one counts sleep too (CLOCK_BOOTTIME).
class system_clock : public clock_port {
public:
  system_clock();
  std::int64_t wall_ms() override;
  std::uint64_t monotonic_ms() override;
  std::string boot_id() override { return boot_; }

private:
  std::string boot_; ///< 16 bytes of /proc/sys/kernel/random/boot_id.
};

/// The kernel's randomness.
class system_random : public random_port {
public:
  system_random();
  void fill(std::span<std::byte> out) override;
};

} // namespace kassa
