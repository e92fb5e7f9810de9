#pragma once

#include <cstdint>
#include <functional>

namespace kassa::unit {

/// One thread's worth of turns and timers; a test's is a list. Functions run
/// one at a time, never from within the calls below.
class loop_port {
public:
  virtual ~loop_port() = default;
  /// From any thread.
  virtual void post(std::function<void()> turn) = 0;
  /// From the loop itself.
  virtual void after(std::uint32_t ms, std::function<void()> turn) = 0;
};

} // namespace kassa::unit
