#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <optional>

namespace kassa::node {

/// Decides when a nearly full disk stops new sales, and when they may begin
/// again: a quarter above the reserve, so that the till does not flicker.
class space_gate {
public:
  explicit space_gate(std::uint64_t reserve_mib)
    : reserve_(reserve_mib * mib) {}

  enum class verdict : std::uint8_t { stop, go };

  /// What has changed since the last time; nothing when nothing did.
  std::optional<verdict> step(std::uint64_t free_bytes) {
    auto limit = stopped_ ? reserve_ + reserve_ / 4 : reserve_;
    auto stop = free_bytes < limit;
    if (stop == stopped_)
      return std::nullopt;
    stopped_ = stop;
    return stop ? verdict::stop : verdict::go;
  }

  /// What to tell a cashier: how much to free until sales may begin again.
  error why(std::uint64_t free_bytes) const {
    auto wanted = reserve_ + reserve_ / 4;
    auto need = wanted > free_bytes ? wanted - free_bytes : 0;
    return {errc::disk_low, {{"need", std::to_string((need + mib - 1) / mib)}}};
  }

private:
  static constexpr std::uint64_t mib = 1024 * 1024;

  std::uint64_t reserve_;
  bool stopped_ = false;
};

} // namespace kassa::node
