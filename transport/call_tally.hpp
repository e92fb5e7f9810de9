#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace kassa::transport {

/// Counts the calls that are not destroyed yet, so that their end can be
/// awaited. A call holds its channel, and the last one to let go of a channel
/// must not be a thread of gRPC's: that thread would wait for its own end.
class call_tally {
public:
  void begun() {
    std::lock_guard lock{mutex_};
    ++calls_;
  }

  void ended() {
    std::lock_guard lock{mutex_};
    if (--calls_ == 0)
      none_.notify_all();
  }

  /// @returns whether none is left
  bool wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    return none_.wait_for(lock, at_most, [this] { return calls_ == 0; });
  }

private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t calls_ = 0;
};

} // namespace kassa::transport
