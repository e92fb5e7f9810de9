#include "hub/gate.hpp"

#include <algorithm>

namespace kassa::hub {

bool gate::lets_in(const std::string& terminal, sync::stream_kind which,
                   std::int64_t now_ms) {
  const auto stream = 1U << static_cast<unsigned>(which);
  if (auto at = passes_.find(terminal); at != passes_.end()
                                        && now_ms < at->second.until_ms
                                        && (at->second.used & stream) == 0) {
    at->second.used |= stream;
    return true;
  }
  if (!limit_.allows(now_ms)) {
    ++turned_away_;
    return false;
  }
  count(now_ms);
  passes_.insert_or_assign(terminal, pass{stream, now_ms + pass_ms});
  return true;
}

void gate::count(std::int64_t now_ms) {
  while (!last_second_.empty() && last_second_.front() <= now_ms - 1000)
    last_second_.pop_front();
  last_second_.push_back(now_ms);
  busiest_
    = std::max(busiest_, static_cast<std::uint32_t>(last_second_.size()));
}

} // namespace kassa::hub
