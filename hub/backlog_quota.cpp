#include "hub/backlog_quota.hpp"

#include <algorithm>

namespace kassa::hub {

std::int64_t backlog_quota::wait_ms(const std::string& store,
                                    std::uint64_t bytes, std::int64_t now_ms) {
  if (rate_ == 0)
    return 0;
  std::lock_guard lock{mutex_};
  auto& through = through_ms_[store];
  through = std::max(through, now_ms);
  const auto wait = through - now_ms - burst_ms;
  through += (static_cast<std::int64_t>(bytes) * 1000 + rate_ - 1) / rate_;
  through = std::min(through, now_ms + burst_ms + wait_max_ms);
  return std::max<std::int64_t>(wait, 0);
}

} // namespace kassa::hub
