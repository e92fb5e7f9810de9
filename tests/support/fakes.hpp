#pragma once

#include "proto/base/ports.hpp"

#include <cstdint>
#include <random>
#include <string>

namespace kassa::testing {

/// A clock that moves only when told to.
class manual_clock : public clock_port {
public:
  std::int64_t wall_ms() override { return wall; }
  std::uint64_t monotonic_ms() override { return monotonic; }
  std::string boot_id() override { return boot; }

  void advance(std::int64_t ms) {
    wall += ms;
    monotonic += static_cast<std::uint64_t>(ms);
  }

  std::int64_t wall = 1'777'892'700'000; // 2026-05-04 13:05 in Stockholm.
  std::uint64_t monotonic = 1000;
  std::string boot = "boot-1";
};

/// The same bytes for the same seed.
class seeded_random : public random_port {
public:
  explicit seeded_random(std::uint64_t seed = 1) : engine_(seed) {}
  void fill(std::span<std::byte> out) override {
    for (auto& b : out)
      b = static_cast<std::byte>(engine_() & 0xff);
  }

private:
  std::mt19937_64 engine_;
};

} // namespace kassa::testing
