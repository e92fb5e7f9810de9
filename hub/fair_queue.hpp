#pragma once

#include "proto/base/ids.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace kassa::hub {

/// What a terminal sends of the moment has at most this many bytes; more is a
/// backlog.
inline constexpr std::uint64_t live_bytes_max = 64 * 1024;

/// What is committed next, where many wait. Jobs of one lane (a terminal's, or
/// a store's own) keep their order. A lane whose next job is small goes first:
/// a terminal that sells now waits for no backlog. Of the others each store has
/// its turn, and in it each lane: a store with many terminals, or one that was
/// long away, takes nothing from the rest. Not thread-safe.
template <class Job>
class fair_queue {
public:
  void push(const scope& lane, std::uint64_t bytes, Job job) {
    auto& waits = lanes_[lane];
    waits.push_back({bytes, std::move(job)});
    if (waits.size() == 1)
      line_up(lane, bytes);
  }

  [[nodiscard]] bool empty() const noexcept { return lanes_.empty(); }

  /// Takes the next job; nothing when the next one has more bytes than `room`,
  /// or there is none.
  std::optional<Job> pop(std::uint64_t room) {
    auto lane = next();
    if (!lane || lanes_.at(*lane).front().bytes > room)
      return std::nullopt;
    return take(*lane);
  }

private:
  struct waiting {
    std::uint64_t bytes;
    Job job;
  };

  void line_up(const scope& lane, std::uint64_t bytes) {
    if (bytes <= live_bytes_max)
      return live_.push_back(lane);
    auto& turn = backlogs_[lane.store];
    if (turn.empty())
      stores_.push_back(lane.store);
    turn.push_back(lane);
  }

  [[nodiscard]] std::optional<scope> next() const {
    if (!live_.empty())
      return live_.front();
    if (!stores_.empty())
      return backlogs_.at(stores_.front()).front();
    return std::nullopt;
  }

  /// @pre lane is the next one
  Job take(const scope& lane) {
    if (!live_.empty())
      live_.pop_front();
    else
      pass_on();
    auto at = lanes_.find(lane);
    auto out = std::move(at->second.front().job);
    at->second.pop_front();
    if (at->second.empty())
      lanes_.erase(at);
    else
      line_up(lane, at->second.front().bytes);
    return out;
  }

  /// The turn is the next store's, and in this one the next lane's.
  void pass_on() {
    auto store = std::move(stores_.front());
    stores_.pop_front();
    auto at = backlogs_.find(store);
    at->second.pop_front();
    if (at->second.empty())
      backlogs_.erase(at);
    else
      stores_.push_back(std::move(store));
  }

  std::map<scope, std::deque<waiting>> lanes_;
  std::deque<scope> live_;
  std::map<std::string, std::deque<scope>> backlogs_;
  std::deque<std::string> stores_; ///< Whose turn it is.
};

} // namespace kassa::hub
