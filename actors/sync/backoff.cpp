#include "actors/sync/backoff.hpp"

#include <algorithm>

namespace kassa::sync {

std::uint32_t backoff::next_ms() noexcept {
  auto now = next_;
  next_ = std::min(backoff_max_ms, next_ / 5 * 8);
  return now;
}

std::uint32_t draw_luck(random_port& from) {
  std::uint32_t out = 0;
  from.fill(std::as_writable_bytes(std::span{&out, 1}));
  return out;
}

std::uint32_t draw_delay(std::uint32_t floor_ms, std::uint32_t jitter_ms,
                         std::uint32_t luck) noexcept {
  auto span = std::uint64_t{jitter_ms} + 1;
  auto extra = static_cast<std::uint32_t>((span * luck) >> 32);
  return std::min(floor_ms, floor_max_ms) + extra;
}

} // namespace kassa::sync
