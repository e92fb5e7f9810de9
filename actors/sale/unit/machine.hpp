#pragma once

#include "actors/sale/unit/codec.hpp"

#include <deque>
#include <optional>

namespace kassa::unit {

/// Milliseconds and counts; a driver may set others.
struct patience {
  std::uint32_t open_ms = 5'000;   ///< For the channel to open.
  std::uint32_t query_ms = 5'000;  ///< For the answer to a query.
  std::uint32_t answer_ms = 5'000; ///< For the answer to a receipt.
  /// So long a whole answer may follow a damaged one.
  std::uint32_t garble_ms = 300;
  /// Between two looks at a unit that nobody asks.
  std::uint32_t look_ms = 30'000;
  /// Silence on a line opened anew before anything is said, where late answers
  /// may come (`byte_channel::outlives_closing`); else 0. Where nobody has
  /// waited for an answer to the end, at start for one, the longer limit above
  /// is added.
  std::uint32_t settle_ms = 0;
  std::uint32_t retry_min_ms = 200; ///< Doubles with each failure in a row.
  std::uint32_t retry_max_ms = 30'000;
  std::uint32_t attempts = 3;   ///< Of one ask, lost answers and all.
  std::uint32_t down_after = 3; ///< Failures in a row.
};

// -- events
// ---------------------------------------------------------------------

struct started {};
struct channel_opened {
  std::uint64_t life;
};
struct channel_closed {
  std::uint64_t life;
  std::string why;
};
struct answered {
  std::uint64_t life;
  answer what;
};
struct due {
  std::uint64_t timer;
};
/// Somebody wants a receipt registered.
struct asked {
  std::string id;
  std::string bytes; ///< The frame; the same for the same id.
  bool needs_code = true;
  bool asked_before = false;
};
struct abandoned {
  std::string id;
};
struct check_wanted {};

using event = std::variant<started, channel_opened, channel_closed, answered,
                           due, asked, abandoned, check_wanted>;

// -- effects, to be carried out in order
// ----------------------------------------

/// Closes what is open, forgets half a frame, opens; says `channel_opened` or
/// `channel_closed` with this life.
struct open_channel {
  std::uint64_t life;
  bool operator==(const open_channel&) const = default;
};
struct close_channel {
  bool operator==(const close_channel&) const = default;
};
struct send_bytes {
  std::string bytes;
  bool operator==(const send_bytes&) const = default;
};
/// Say `due` with this number after so long. Only the newest counts.
struct arm {
  std::uint64_t timer;
  std::uint32_t ms;
  bool operator==(const arm&) const = default;
};
struct finish {
  std::string id;
  outcome what;
  bool operator==(const finish&) const = default;
};
struct report {
  heard what;
  bool operator==(const report&) const = default;
};
struct change {
  condition now;
  bool operator==(const change&) const = default;
};

using effect = std::variant<open_channel, close_channel, send_bytes, arm,
                            finish, report, change>;
using effects = std::vector<effect>;

/// Decides what is said to a control unit. One receipt is asked for at a time.
///
/// The answers of the protocols do not say what they answer. So an ask is sent
/// at most once on a line: whatever goes wrong, the line is opened anew,
/// settles where late answers may come, the unit says who it is, and only then
/// the same bytes are sent again. What is heard between is put aside, unless
/// the one receipt that was asked for is still open.
class machine {
public:
  /// @param queries what asks the unit who and how it is; at least one
  machine(patience with, std::vector<std::string> queries);

  [[nodiscard]] effects step(const event& what);
  /// Asks so from now on. @pre as many as before
  void set_queries(std::vector<std::string> queries);
  [[nodiscard]] const condition& now() const noexcept { return shown_; }

private:
  enum class phase : std::uint8_t {
    off,
    opening,
    settling,
    querying,
    idle,
    registering,
    waiting,
    blocked
  };
  struct pending {
    asked ask;
    std::uint32_t failures = 0;
    bool sent = false;  ///< By this process.
    bool doubt = false; ///< An ask of it went unanswered.
  };

  void on(const started&);
  void on(const channel_opened& x);
  void on(const channel_closed& x);
  void on(const answered& x);
  void on(const due& x);
  void on(const asked& x);
  void on(const abandoned& x);
  void on(const check_wanted&);

  void hear(const identity& x);
  void hear(const standing& x);
  void hear(const coded& x);
  void hear(const rejected& x);
  void hear(const garbled& x);

  void open();
  void query(std::size_t n);
  void next_query();
  void become_idle();
  void send_pending();
  void give_code(const coded& x);
  void refuse(const rejected& x);
  void fail(std::string detail);
  void block(std::string detail);
  void restart();
  void end(outcome what);
  void give_up(const std::string& detail);
  [[nodiscard]] bool is_stray(const coded& x) const;
  void set_timer(std::uint32_t ms);
  [[nodiscard]] std::uint32_t silence() const;
  void show(state now, std::string detail);

  patience with_;
  std::vector<std::string> queries_;
  phase phase_ = phase::off;
  condition shown_;
  std::uint64_t life_ = 0;
  std::uint64_t timer_ = 0;
  std::size_t query_ = 0;
  std::uint32_t failures_ = 0; ///< In a row.
  /// Whether what was said last on the line may still be answered.
  bool unheard_ = true;
  bool warned_ = false; ///< The unit wants to be seen to.
  std::string warning_;
  bool garbled_ = false; ///< Since the line was last asked something.
  std::optional<pending> pending_;
  /// Codes given lately: one that comes again belongs to no other receipt.
  struct given {
    std::string id;
    std::string code;
  };
  std::deque<given> given_;
  effects out_;
};

} // namespace kassa::unit
