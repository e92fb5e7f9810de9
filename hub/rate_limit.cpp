#include "hub/rate_limit.hpp"

#include <algorithm>

namespace kassa::hub {

bool rate_limit::allows(std::int64_t now_ms) {
  auto full = std::max(full_at_ms_, now_ms) + each_ms_;
  if (full - now_ms > burst_ms_)
    return false;
  full_at_ms_ = full;
  return true;
}

} // namespace kassa::hub
