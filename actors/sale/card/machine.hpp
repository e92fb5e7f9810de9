#pragma once

#include "actors/sale/card/card_port.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace kassa::card {

/// Milliseconds and counts; a driver may set others.
struct patience {
  std::uint32_t open_ms = 5'000;  ///< For the line to open.
  std::uint32_t hello_ms = 5'000; ///< For the terminal to say who it is.
  /// For an answer: the customer finds a card and keys a code in meanwhile.
  std::uint32_t answer_ms = 90'000;
  std::uint32_t look_ms = 30'000;   ///< Between two looks at an idle terminal.
  std::uint32_t retry_min_ms = 200; ///< Doubles with each failure in a row.
  std::uint32_t retry_max_ms = 5'000;
  /// Lines that broke, in a row, before an ask is said to be unknown.
  std::uint32_t attempts = 3;
};

// -- what a terminal can say
// --------------------------------------------------------------

struct identity {
  std::string terminal;
  bool operator==(const identity&) const = default;
};
/// What became of an ask.
struct told {
  std::string id;
  outcome what = outcome::unknown; ///< Never `unavailable`.
  ore_t amount = 0;                ///< Of what was approved.
  card::proof proof;
  std::string detail;
  bool operator==(const told&) const = default;
};
/// It took what was said for nonsense, or was not understood itself.
struct garbled {
  std::string detail;
  bool operator==(const garbled&) const = default;
};
using saying = std::variant<identity, told, garbled>;

// -- events
// --------------------------------------------------------------

struct started {};
struct line_opened {
  std::uint64_t life;
};
struct line_closed {
  std::uint64_t life;
  std::string why;
};
struct heard {
  std::uint64_t life;
  saying what;
};
struct due {
  std::uint64_t timer;
};
struct asked {
  request what;
};
struct abandoned {
  std::string id;
};
struct check_wanted {};

using event = std::variant<started, line_opened, line_closed, heard, due, asked,
                           abandoned, check_wanted>;

// -- effects, to be carried out in order
// --------------------------------------------------------------

/// Closes what is open, forgets half a line, opens; says `line_opened` or
/// `line_closed` with this life.
struct open_line {
  std::uint64_t life;
  bool operator==(const open_line&) const = default;
};
struct close_line {
  bool operator==(const close_line&) const = default;
};
struct say_hello {
  bool operator==(const say_hello&) const = default;
};
struct say_ask {
  std::string id;
  ore_t amount;
  bool operator==(const say_ask&) const = default;
};
/// Say `due` with this number after so long. Only the newest counts.
struct arm {
  std::uint64_t timer;
  std::uint32_t ms;
  bool operator==(const arm&) const = default;
};
struct report {
  answer what;
  bool operator==(const report&) const = default;
};
struct change {
  condition now;
  bool operator==(const change&) const = default;
};

using effect = std::variant<open_line, close_line, say_hello, say_ask, arm,
                            report, change>;
using effects = std::vector<effect>;

/// Decides what is said to a card terminal: who it is, then the ask, once on a
/// line. Whatever goes wrong, the line is opened anew and the same ask goes out
/// again, for as long as nobody knows its outcome. An ask that never went out,
/// here or before, ends as `unavailable` instead.
class machine {
public:
  explicit machine(patience with) : with_(with) {}

  [[nodiscard]] effects step(const event& what);
  [[nodiscard]] const condition& now() const noexcept { return shown_; }

private:
  enum class phase : std::uint8_t {
    off,
    opening,
    greeting,
    idle,
    asking,
    waiting
  };
  struct pending {
    request ask;
    std::uint32_t failures = 0; ///< In a row.
    bool sent = false;          ///< By this process or an earlier one.
  };

  void on(const started&);
  void on(const line_opened& x);
  void on(const line_closed& x);
  void on(const heard& x);
  void on(const due& x);
  void on(const asked& x);
  void on(const abandoned& x);
  void on(const check_wanted&);

  void hear(const identity& x);
  void hear(const told& x);
  void hear(const garbled& x);

  void open();
  void greet();
  void rest();
  void send_pending();
  void end(const told& x);
  void fail(std::string detail, bool tell = false);
  void tell_failure(const std::string& detail, bool at_once);
  void say(answer what);
  void set_timer(std::uint32_t ms);
  void show(state now, std::string detail);

  patience with_;
  phase phase_ = phase::off;
  condition shown_;
  std::optional<condition> told_; ///< As last reported.
  std::uint64_t life_ = 0;
  std::uint64_t timer_ = 0;
  std::uint32_t failures_ = 0; ///< In a row, without an ask.
  std::optional<pending> pending_;
  effects out_;
};

} // namespace kassa::card
