#pragma once

#include "actors/sync/backoff.hpp"
#include "actors/sync/proof.hpp"

#include <kassa/v1/sync.pb.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the three streams share: dialling, the challenge, waiting. Pure.
namespace kassa::sync {

inline constexpr std::uint32_t handshake_ms_max = 20'000;
/// Between attempts where a person has to change something first.
inline constexpr std::uint32_t slow_retry_ms = 120'000;
/// Longer spreads of a hub are cut to this.
inline constexpr std::uint32_t spread_max_ms = 600'000;

/// Who this terminal is; from its key file and its bundle.
struct identity {
  scope of;
  key_pair device;
  std::string hub_key; ///< Signs tokens, acknowledgements and fences.
  std::string program;
};

/// How the terminal stands when it says hello.
struct moment {
  v1::Head durable;
  std::optional<v1::Token> token; ///< The newest that is synced.
  v1::CatalogName catalog;
  std::string catalog_state_hash;
  std::int64_t wall_ms = 0;
};

// -- events that every machine takes
// -------------------------------------------- `life` numbers the streams: what
// belongs to an earlier one is ignored.

struct started {};
struct stopped {};
struct closed {
  std::uint64_t life;
  error why;
};
/// The answer to `survey`.
struct stood {
  std::uint64_t life;
  moment now;
};
/// Something local that was asked for could not be had.
struct failed {
  std::uint64_t life;
  error why;
};
struct due {
  std::uint64_t timer;
};

// -- effects that every machine has
// ---------------------------------------------

struct open {
  std::uint64_t life;
  bool operator==(const open&) const = default;
};
struct close {
  bool operator==(const close&) const = default;
};
/// Find out how the terminal stands; answer `stood`, or `failed`.
struct survey {
  std::uint64_t life;
  bool operator==(const survey&) const = default;
};
/// Answer `due` after at least `floor_ms` and at most `jitter_ms` more. Only
/// the newest timer of a machine counts.
struct wait {
  std::uint64_t timer;
  std::uint32_t floor_ms;
  std::uint32_t jitter_ms;
  bool operator==(const wait&) const = default;
};
/// For the log: the stream has ended, and why.
struct ended {
  error why;
  bool operator==(const ended&) const = default;
};

/// Whether only a person can help: asked again slowly.
[[nodiscard]] bool is_lasting(errc code) noexcept;

/// Our own word for a hub's refusal.
[[nodiscard]] error error_of(const v1::Refusal& refusal, const scope& of);

/// Dials, answers the challenge, waits, dials again. A machine owns one and
/// tells it what happened. Its functions add effects to `out`, a vector of
/// variants that hold those above.
class dialer {
public:
  enum class phase : std::uint8_t {
    idle,       ///< Not started.
    waiting,    ///< For a timer.
    connecting, ///< For the challenge.
    surveying,  ///< For `stood`.
    greeted,    ///< Hello is said: the machine's own protocol runs.
    stopped,    ///< For good.
  };

  dialer(stream_kind which, identity who)
    : which_(which), who_(std::move(who)) {}

  [[nodiscard]] phase now() const noexcept { return phase_; }
  [[nodiscard]] bool is_live(std::uint64_t life) const noexcept {
    return life == life_ && phase_ != phase::stopped;
  }
  [[nodiscard]] std::uint64_t life() const noexcept { return life_; }
  [[nodiscard]] bool armed() const noexcept { return armed_; }
  [[nodiscard]] const identity& who() const noexcept { return who_; }
  [[nodiscard]] const v1::Challenge& challenge() const { return challenge_; }
  void progressed() noexcept { backoff_.reset(); }

  template <class Effects>
  void arm(Effects& out, std::uint32_t floor_ms, std::uint32_t jitter_ms = 0) {
    armed_ = true;
    out.push_back(wait{++timer_, floor_ms, jitter_ms});
  }
  void disarm() noexcept { armed_ = false; }

  /// Whether this is the timer that counts; it is spent then.
  [[nodiscard]] bool spend(std::uint64_t timer) noexcept {
    if (!armed_ || timer != timer_)
      return false;
    armed_ = false;
    return true;
  }

  template <class Effects>
  void dial(Effects& out) {
    phase_ = phase::connecting;
    is_open_ = true;
    out.push_back(open{++life_});
    arm(out, handshake_ms_max);
  }

  /// A challenge that comes twice is ignored.
  template <class Effects>
  void challenged(const v1::Challenge& x, Effects& out) {
    if (phase_ != phase::connecting)
      return;
    if (auto checked = take(x); !checked)
      return end(checked.why(), 0, out);
    phase_ = phase::surveying;
    out.push_back(survey{life_});
  }

  /// The hello to send. @pre surveying
  [[nodiscard]] v1::Hello greet(const moment& now);

  /// The other end is gone already.
  void lost() noexcept { is_open_ = false; }

  /// Gives the stream up and waits: after a refusal for at least as long as
  /// the hub asked.
  template <class Effects>
  void end(const error& why, std::uint32_t floor_ms, Effects& out) {
    // A hub that goes takes all its terminals with it: each comes back at a
    // moment of its own. One that is busy says itself when to come.
    const auto all_lost = phase_ == phase::greeted && why.code != errc::busy
                          && why.code != errc::superseded;
    auto slot = all_lost ? reconnect_slot_ms() : 0;
    hang_up(out);
    out.push_back(ended{why});
    phase_ = phase::waiting;
    if (is_lasting(why.code))
      arm(out, std::max(floor_ms, slow_retry_ms), slow_retry_ms / 10);
    else
      arm(out, std::min(floor_ms, floor_max_ms) + slot, backoff_.next_ms());
  }

  template <class Effects>
  void stop(Effects& out) {
    hang_up(out);
    phase_ = phase::stopped;
  }

private:
  [[nodiscard]] status take(const v1::Challenge& x);
  /// Within what the hub announced; the same for a terminal each time, and for
  /// all its streams: they come back over one connection.
  [[nodiscard]] std::uint32_t reconnect_slot_ms() const;

  template <class Effects>
  void hang_up(Effects& out) {
    if (is_open_)
      out.push_back(close{});
    is_open_ = false;
    armed_ = false;
    ++life_; // What is still under way belongs to the past.
  }

  stream_kind which_;
  identity who_;
  phase phase_ = phase::idle;
  std::uint64_t life_ = 0;
  std::uint64_t timer_ = 0;
  bool armed_ = false;
  bool is_open_ = false;
  backoff backoff_;
  v1::Challenge challenge_;
};

} // namespace kassa::sync
