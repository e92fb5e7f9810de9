#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace kassa::hub {

/// How fast the backlogs of one store may come in, over all its terminals, so
/// that a store takes no more of a hub than is its own. Nothing is refused: it
/// waits, and the terminals' windows fill. Thread-safe.
class backlog_quota {
public:
  /// A store that was quiet may be so far ahead of its rate.
  static constexpr std::int64_t burst_ms = 1000;
  /// So long a batch waits at most, whatever the rate: a terminal gives up a
  /// hub that is silent for 30 s, and sends all of it again.
  static constexpr std::int64_t wait_max_ms = 10'000;

  /// @param bytes_a_second 0: no limit
  explicit backlog_quota(std::int64_t bytes_a_second) : rate_(bytes_a_second) {}

  /// Counts bytes in. @returns how long they wait, in milliseconds
  std::int64_t wait_ms(const std::string& store, std::uint64_t bytes,
                       std::int64_t now_ms);

private:
  std::int64_t rate_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> through_ms_; ///< When all counted is in.
};

} // namespace kassa::hub
