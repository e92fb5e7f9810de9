#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace kassa::testing {

/// Far above what a loaded machine needs, so that only a hang meets it.
inline constexpr std::chrono::seconds patience{30};

/// Hands things from gRPC's threads to the test's.
template <class T>
class mailbox {
public:
  void put(T x) {
    std::lock_guard lock{mutex_};
    queue_.push_back(std::move(x));
    changed_.notify_all();
  }

  /// The next thing, or nothing when it does not come.
  std::optional<T> take(std::chrono::milliseconds at_most = patience) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, at_most, [this] { return !queue_.empty(); }))
      return std::nullopt;
    auto x = std::move(queue_.front());
    queue_.pop_front();
    return x;
  }

  std::size_t size() const {
    std::lock_guard lock{mutex_};
    return queue_.size();
  }

private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> queue_;
};

} // namespace kassa::testing
