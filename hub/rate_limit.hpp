#pragma once

#include <cstdint>

namespace kassa::hub {

/// Lets so many through and then so many a second. Not thread-safe.
class rate_limit {
public:
  /// @param a_second 1 to 1000
  constexpr rate_limit(std::int64_t burst, std::int64_t a_second)
    : burst_ms_(burst * 1000 / a_second), each_ms_(1000 / a_second) {}

  bool allows(std::int64_t now_ms);

private:
  std::int64_t burst_ms_;
  std::int64_t each_ms_;
  std::int64_t full_at_ms_ = 0; ///< When nothing of what came counts any more.
};

} // namespace kassa::hub
