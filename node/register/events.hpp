#pragma once

#include "actors/interfaces.hpp"

#include <kassa/v1/register.pb.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace kassa::node {

/// What watchers of the terminal are told: numbers events, keeps the newest,
/// passes them on. Thread-safe.
class event_board {
public:
  using event_ptr = std::shared_ptr<const v1::Event>;
  /// Called in order, one at a time, on the publisher's thread or within
  /// `subscribe`. Must return at once and not call the board.
  using callback = std::function<void(const event_ptr&)>;

  /// How many events can be resumed over.
  static constexpr std::size_t ring_max = 1024;
  /// And how many bytes of them: what is resumed fits a watcher's queue.
  static constexpr std::size_t ring_bytes_max = 2 * 1024 * 1024;

  /// @param before the number before the first event. Take one that is above
  ///        all numbers of earlier starts (the start time in ms times 1000), or
  ///        a watcher from before would resume at another event.
  explicit event_board(std::uint64_t before) : last_(before) {}

  /// Numbers the event and passes it on.
  void publish(v1::Event event);

  /// The number of the newest event.
  std::uint64_t last() const;

  /// Whether a watcher that saw `after` can go on from there. Never for 0.
  bool covers(std::uint64_t after) const;

  /// Passes on what came after `after` and what comes from now on.
  /// @returns a name for `unsubscribe`; 0 when events between are gone
  std::uint64_t subscribe(std::uint64_t after, callback on);

  /// The callback does not run any more when this returns.
  void unsubscribe(std::uint64_t name);

private:
  bool holds(std::uint64_t after) const;

  mutable std::mutex mutex_;
  std::uint64_t last_;
  std::deque<std::pair<event_ptr, std::size_t>> ring_; ///< With their bytes.
  std::size_t bytes_ = 0;
  std::uint64_t names_ = 0;
  std::map<std::uint64_t, callback> watchers_;
};

/// The actor in front of a board: `spawn<events_state>(sys, board)`.
class events_state {
public:
  using handle = events_actor;
  static constexpr auto name = "events";

  events_state(handle::pointer self, std::shared_ptr<event_board> board);

  handle::behavior_type make_behavior();

private:
  std::shared_ptr<event_board> board_;
};

} // namespace kassa::node
