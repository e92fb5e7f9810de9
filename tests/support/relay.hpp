#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace kassa::testing {

/// A piece of network on loopback that can be cut: passes bytes between those
/// who come to its port and the one behind it, both ways.
class relay {
public:
  /// @param listen, target ports of 127.0.0.1
  relay(int listen, int target);
  ~relay();
  relay(const relay&) = delete;
  relay& operator=(const relay&) = delete;

  int port() const { return listen_; }
  /// Breaks every connection and lets nobody through, until `mend`.
  void cut() { cut_ = true; }
  void mend() { cut_ = false; }

private:
  struct link {
    int near = -1;
    int far = -1;
  };

  void run();
  void take_newcomer();
  void pass_bytes(link& one, bool near_ready, bool far_ready);
  void break_all();

  int listen_;
  int target_;
  int door_ = -1;
  std::vector<link> links_;
  std::atomic<bool> cut_{false};
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

} // namespace kassa::testing
