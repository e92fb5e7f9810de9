#pragma once

#include "proto/base/money.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// The card terminal: takes money off a customer's card, or pays it back.
namespace kassa::card {

// -- what is asked
// --------------------------------------------------------------

/// One ask for money. Asking again for the same payment means the same id and
/// the same amount, always: a terminal takes the money of an id once.
struct request {
  std::string id;   ///< 1 to 64 bytes of printable ASCII without blanks.
  ore_t amount = 0; ///< In öre, not 0; negative: paid back to the card.
  /// An earlier ask may have reached the terminal: it was found when the till
  /// started.
  bool asked_before = false;
  bool operator==(const request&) const = default;
};

// -- what becomes of it
// --------------------------------------------------------------

/// What the terminal says of a payment, as the receipt shows it. Each may be
/// empty.
struct proof {
  std::string terminal;
  std::string masked_card;
  std::string issuer;
  std::string authorisation;
  std::string reference;
  bool operator==(const proof&) const = default;
};

enum class outcome : std::uint8_t {
  approved, ///< The money was moved, once. Final.
  declined, ///< No money moved, and none will be for this id. Final.
  /// Nobody can say; the driver goes on asking with the same id.
  unknown,
  /// The ask never left this machine: no money moved. Final.
  unavailable,
};

/// Something that was said, to be journaled.
struct answer {
  std::string id; ///< The ask it is about.
  outcome what = outcome::unknown;
  card::proof proof;  ///< Of what was approved.
  std::string detail; ///< The terminal's or the line's own words.
  /// It answers nothing that is open: late, repeated, or for something else.
  bool stray = false;
  bool operator==(const answer&) const = default;
};

// -- how the terminal is
// --------------------------------------------------------------

enum class state : std::uint8_t {
  down,    ///< Does not answer, or has not yet; tried again.
  ready,   ///< Takes an ask.
  busy,    ///< An ask is under way.
  by_hand, ///< A person reads it.
};

struct condition {
  state now = state::down;
  std::string terminal; ///< Its own name, once it said it.
  std::string detail;   ///< Why it is down, for status pages.

  /// Whether an ask may be begun.
  [[nodiscard]] bool takes() const noexcept { return now != state::down; }
  bool operator==(const condition&) const = default;
};

inline constexpr std::string_view manual_name = "manual";

/// One card terminal. No call blocks. Calls and callbacks may come on any
/// thread, and callbacks from within calls.
class card_terminal {
public:
  struct events {
    std::function<void(condition)> changed;
    std::function<void(answer)> answered;
  };

  virtual ~card_terminal() = default;
  /// Begins to look for the terminal. @pre called once, before all else
  virtual void start(events on) = 0;
  /// Asks for money, and goes on asking with the same id until something final
  /// is known, or `abandon`. The first thing said of it, be it `unknown`, comes
  /// at the worst within the driver's patience for a customer and half a minute
  /// more. One ask at a time: a new one takes the place of an old one. Nothing
  /// is said where a person reads the terminal.
  /// @pre the ask is durable (L4)
  virtual void ask(request what) = 0;
  /// A person answered for the terminal: nothing more is asked. What the
  /// terminal says of it still is stray.
  virtual void abandon(std::string id) = 0;
  /// A person wants to know now.
  virtual void check() = 0;
  virtual condition status() const = 0;
  /// Driver and line: "emulated tcp HOST:PORT". Kept with each ask, which no
  /// terminal of another name is asked about; `manual_name` where a person
  /// reads the terminal and answers for it.
  virtual std::string name() const = 0;
};

/// "approved", "declined", "unknown", "unavailable"
std::string_view to_string(outcome what) noexcept;
/// "down", "ready", "busy", "manual"
std::string_view to_string(state what) noexcept;

} // namespace kassa::card
