#include "node/register/events.hpp"

#include <utility>

namespace kassa::node {

void event_board::publish(v1::Event event) {
  std::lock_guard lock{mutex_};
  event.set_number(++last_);
  auto bytes = event.ByteSizeLong();
  auto made = std::make_shared<const v1::Event>(std::move(event));
  ring_.emplace_back(made, bytes);
  bytes_ += bytes;
  while (ring_.size() > ring_max || bytes_ > ring_bytes_max) {
    bytes_ -= ring_.front().second;
    ring_.pop_front();
  }
  for (const auto& [name, on] : watchers_)
    on(made);
}

std::uint64_t event_board::last() const {
  std::lock_guard lock{mutex_};
  return last_;
}

bool event_board::holds(std::uint64_t after) const {
  return after <= last_ && after + ring_.size() >= last_;
}

bool event_board::covers(std::uint64_t after) const {
  std::lock_guard lock{mutex_};
  return after != 0 && holds(after);
}

std::uint64_t event_board::subscribe(std::uint64_t after, callback on) {
  std::lock_guard lock{mutex_};
  if (!holds(after))
    return 0;
  for (auto i = ring_.size() - (last_ - after); i < ring_.size(); ++i)
    on(ring_[i].first);
  watchers_.emplace(++names_, std::move(on));
  return names_;
}

void event_board::unsubscribe(std::uint64_t name) {
  std::lock_guard lock{mutex_};
  watchers_.erase(name);
}

events_state::events_state(handle::pointer, std::shared_ptr<event_board> board)
  : board_(std::move(board)) {}

events_state::handle::behavior_type events_state::make_behavior() {
  return {
    [this](const v1::Event& event) { board_->publish(event); },
  };
}

} // namespace kassa::node
