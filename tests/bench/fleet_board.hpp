#pragma once

#include "tests/bench/report.hpp"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kassa::bench {

/// What every terminal of a fleet comes to.
enum class fleet_step : std::uint8_t {
  live,   ///< Its session is confirmed and the hub has its whole journal.
  told,   ///< The hub has taken its status.
  staged, ///< It told the hub that the newest catalog lies ready.
  active, ///< It runs the newest catalog.
  sold,   ///< Its backlog is in the journal.
};

/// How far a fleet is: told from any thread, awaited on one.
class fleet_board {
public:
  explicit fleet_board(std::size_t terminals);

  /// Only the first time since `forget` counts.
  void reached(std::size_t who, fleet_step what);
  /// The hub let a stream of it in. Those that come with its first are one
  /// handshake, as the hub counts it (`hub::handshake_gate`).
  void admitted(std::size_t who);
  /// The terminal cannot go on: so ends the benchmark.
  void failed(std::string why);

  void forget(fleet_step what);
  /// Returns when all have; ends the program with words when one fails, or
  /// does not within the limit.
  void await_all(fleet_step what, std::chrono::seconds limit);

  /// When each did. @pre all have
  std::vector<double> seconds(fleet_step what, stopwatch::time_point since);
  /// The most terminals that the hub let in within any one second.
  double busiest_second();

private:
  using moment = std::optional<stopwatch::time_point>;
  struct step_times {
    std::vector<moment> at;
    std::size_t missing = 0;
  };
  step_times& of(fleet_step what) {
    return all_[static_cast<std::size_t>(what)];
  }

  std::mutex mutex_;
  std::condition_variable news_;
  std::array<step_times, 5> all_;
  std::vector<stopwatch::time_point> admitted_;
  std::vector<moment> let_in_; ///< Each terminal's last handshake.
  std::string why_;
};

} // namespace kassa::bench
