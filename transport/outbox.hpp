#pragma once

#include "transport/limits.hpp"

#include <cstddef>
#include <deque>
#include <utility>

namespace kassa::transport {

/// What waits to be sent on one stream, bounded by bytes and messages. A
/// message that was taken to be written is the caller's until `written`.
template <class Message>
class outbox {
public:
  explicit outbox(std::size_t bytes_max = outbox_max,
                  std::size_t messages_max = outbox_messages_max)
    : bytes_max_(bytes_max), messages_max_(messages_max) {}

  /// @returns whether there was room
  [[nodiscard]] bool push(Message message) {
    auto size = message.ByteSizeLong();
    if (bytes_ + size > bytes_max_ || queue_.size() >= messages_max_)
      return false;
    bytes_ += size;
    queue_.emplace_back(std::move(message), size);
    return true;
  }

  /// The next message to write. Stays where it is until `written`.
  /// @pre something waits and nothing is being written
  const Message* take() {
    writing_ = true;
    return &queue_.front().first;
  }

  void written() {
    writing_ = false;
    bytes_ -= queue_.front().second;
    queue_.pop_front();
  }

  /// Forgets what waits, but not what is being written.
  void drop() {
    while (queue_.size() > (writing_ ? 1u : 0u)) {
      bytes_ -= queue_.back().second;
      queue_.pop_back();
    }
  }

  bool writing() const noexcept { return writing_; }
  bool ready() const noexcept { return !writing_ && !queue_.empty(); }
  /// Nothing waits and nothing is being written.
  bool idle() const noexcept { return queue_.empty(); }

private:
  std::size_t bytes_max_;
  std::size_t messages_max_;
  std::size_t bytes_ = 0;
  std::deque<std::pair<Message, std::size_t>> queue_;
  bool writing_ = false;
};

} // namespace kassa::transport
