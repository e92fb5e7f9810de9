#pragma once

#include "actors/sync/proof.hpp"
#include "hub/rate_limit.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace kassa::hub {

/// How long the other streams of a terminal may come with its first.
inline constexpr std::int64_t pass_ms = 10'000;
/// So often a terminal may shake hands within that time: one that comes again
/// and again takes nobody's place.
inline constexpr int handshakes_of_one = 30;

/// Lets so many terminals in within any second. A terminal has one handshake
/// for all its streams: where one of them was let in, the others follow for
/// nothing, each once and soon. Not thread-safe. Source: research, sync-anchors
/// T10.
class handshake_gate {
public:
  /// @param a_second 1 to 1000
  explicit handshake_gate(std::int64_t a_second)
    : limit_(rate_limit::at_most(a_second)) {}

  /// @param terminal whose certificate it is
  bool lets_in(const std::string& terminal, sync::stream_kind which,
               std::int64_t now_ms);

  /// Most handshakes within any one second, as they came.
  [[nodiscard]] std::uint32_t busiest_second() const noexcept {
    return busiest_;
  }
  [[nodiscard]] std::uint64_t turned_away() const noexcept {
    return turned_away_;
  }

private:
  struct pass {
    unsigned used = 0; ///< A bit for each stream.
    std::int64_t until_ms = 0;
    std::int64_t since_ms = 0; ///< Handshakes are counted from here.
    int handshakes = 0;
  };
  void count(std::int64_t now_ms);

  rate_limit limit_;
  std::deque<std::int64_t> last_second_; ///< When each of it was let in.
  std::uint32_t busiest_ = 0;
  std::uint64_t turned_away_ = 0;
  std::map<std::string, pass> passes_; ///< At most one for each terminal.
};

} // namespace kassa::hub
