#pragma once

#include <algorithm>
#include <cstdint>

namespace kassa::hub {

/// Lets so many through and then so many a second. Not thread-safe.
class rate_limit {
public:
  /// @param a_second 1 to 1000
  constexpr rate_limit(std::int64_t burst, std::int64_t a_second)
    : burst_us_(burst * 1'000'000 / a_second), each_us_(1'000'000 / a_second) {}

  /// Not more than so many within any second: a tenth of them may come at
  /// once, and the second after a burst has the rest.
  /// @param a_second 1 to 1000
  static constexpr rate_limit at_most(std::int64_t a_second) {
    const auto burst = std::max<std::int64_t>(1, a_second / 10);
    return {burst, std::max<std::int64_t>(1, a_second - burst)};
  }

  bool allows(std::int64_t now_ms);

private:
  std::int64_t burst_us_;
  std::int64_t each_us_;
  std::int64_t full_at_us_ = 0; ///< When nothing of what came counts any more.
};

} // namespace kassa::hub
