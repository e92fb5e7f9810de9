#include "hub/handshake_gate.hpp"

#include <algorithm>

namespace kassa::hub {

bool handshake_gate::lets_in(const std::string& terminal,
                             sync::stream_kind which, std::int64_t now_ms) {
  const auto stream = 1U << static_cast<unsigned>(which);
  auto& own = passes_[terminal];
  if (now_ms < own.until_ms && (own.used & stream) == 0) {
    own.used |= stream;
    return true;
  }
  if (own.handshakes == 0 || now_ms >= own.since_ms + pass_ms) {
    own.since_ms = now_ms;
    own.handshakes = 0;
  }
  if (own.handshakes == handshakes_of_one || !limit_.allows(now_ms)) {
    ++turned_away_;
    return false;
  }
  count(now_ms);
  ++own.handshakes;
  own.used = stream;
  own.until_ms = now_ms + pass_ms;
  return true;
}

void handshake_gate::count(std::int64_t now_ms) {
  while (!last_second_.empty() && last_second_.front() <= now_ms - 1000)
    last_second_.pop_front();
  last_second_.push_back(now_ms);
  busiest_
    = std::max(busiest_, static_cast<std::uint32_t>(last_second_.size()));
}

} // namespace kassa::hub
