#include "hub/rate_limit.hpp"

#include <algorithm>

namespace kassa::hub {

bool rate_limit::allows(std::int64_t now_ms) {
  const auto now_us = now_ms * 1000;
  auto full = std::max(full_at_us_, now_us) + each_us_;
  if (full - now_us > burst_us_)
    return false;
  full_at_us_ = full;
  return true;
}

} // namespace kassa::hub
