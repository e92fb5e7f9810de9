#pragma once

#include "actors/catalog/clock.hpp"
#include "actors/sync/session.hpp"

#include <variant>

/// Tells the hub how the terminal is (design, section 6): latest wins. Pure.
namespace kassa::sync::report {

inline constexpr std::uint32_t period_ms = 15'000;
inline constexpr std::uint32_t change_ms = 1'000; ///< After a change, at most.
inline constexpr std::uint32_t unanswered_max = 3;
/// An answer that took longer tells no time: half of it is the error.
inline constexpr std::uint64_t round_trip_max_ms = 4'000;

// -- events
// ---------------------------------------------------------------------

struct arrived {
  std::uint64_t life;
  v1::ReportDown message;
  catalog::clock_reading now; ///< When it arrived.
};
/// The answer to `gather`.
struct gathered {
  std::uint64_t life;
  v1::TerminalStatus status;
  catalog::clock_reading now;
};
/// Something that the status tells has changed.
struct changed {};

using event = std::variant<started, stopped, closed, stood, failed, due,
                           arrived, gathered, changed>;

// -- effects, to be carried out in order
// ----------------------------------------

struct send {
  v1::ReportUp message;
};
/// Find out the status; answer `gathered`, or `failed`.
struct gather {
  std::uint64_t life;
  bool operator==(const gather&) const = default;
};

/// The hub told the time.
struct told_time {
  v1::CatalogTime time;
};

using effect
  = std::variant<open, close, survey, wait, ended, send, gather, told_time>;
using effects = std::vector<effect>;

/// Sends the status every 15 s, and within a second of a change. Measures from
/// the answers what the time is at the hub: the first one comes with the
/// handshake.
class machine {
public:
  explicit machine(identity who)
    : dialer_(stream_kind::report, std::move(who)) {}

  [[nodiscard]] effects step(const event& what);

  /// Hub time minus wall time, once measured. Off by half a round trip at most.
  [[nodiscard]] std::optional<std::int64_t> clock_offset_ms() const noexcept {
    return offset_ms_;
  }

private:
  void on(const started&);
  void on(const stopped&);
  void on(const closed&);
  void on(const stood&);
  void on(const failed&);
  void on(const due&);
  void on(const arrived&);
  void on(const gathered&);
  void on(const changed&);

  void ask();
  void end(const error& why, std::uint32_t floor_ms = 0);
  [[nodiscard]] bool has_something_pending() const;

  dialer dialer_;
  bool gathering_ = false;
  bool dirty_ = false; ///< A change waits for the short timer.
  std::uint32_t unanswered_ = 0;
  std::uint64_t sent_monotonic_ms_ = 0;
  std::optional<std::int64_t> offset_ms_;

  effects out_;
};

} // namespace kassa::sync::report
