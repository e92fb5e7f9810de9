#include "node/renewal.hpp"

#include <algorithm>

namespace kassa::node {

void renewal::got(std::int64_t now_ms, const certificate_life& life) {
  half_ms_ = now_ms
             + std::clamp(life.left_ms - life.whole_ms / 2, std::int64_t{0},
                          life.whole_ms / 2);
  not_before_ms_ = now_ms;
  doubted_ = false;
  backoff_.reset();
}

void renewal::unreached(std::int64_t now_ms, std::uint32_t luck) {
  if (doubted_)
    return;
  doubted_ = true;
  doubt_ms_ = now_ms + sync::draw_delay(doubt_floor_ms, doubt_jitter_ms, luck);
}

void renewal::failed(std::int64_t now_ms, std::uint32_t floor_ms,
                     std::uint32_t luck) {
  not_before_ms_
    = now_ms + sync::draw_delay(floor_ms, backoff_.next_ms(), luck);
}

std::int64_t renewal::due_ms() const noexcept {
  auto due = doubted_ ? std::min(half_ms_, doubt_ms_) : half_ms_;
  return std::max(due, not_before_ms_);
}

} // namespace kassa::node
