#pragma once

#include "actors/printer/condition.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What an ESC/POS printer is asked, and what it says back. Pure.
namespace kassa::printer {

// -- questions ----------------------------------------------------------------

/// DLE EOT n: the printer answers at once with one byte, also when it is
/// offline and whatever it has not printed yet.
enum class ask : std::uint8_t {
  printer = 1,
  offline = 2,
  error = 3,
  paper = 4
};
inline constexpr std::array all_asks{ask::printer, ask::offline, ask::error,
                                     ask::paper};
[[nodiscard]] std::string ask_status(ask what);

/// GS a: from here on the printer tells of changes by itself, and says at once
/// how it is; or no longer.
[[nodiscard]] std::string tell_changes(bool on);

/// GS ( H, function 48: says `mark` back once all before it is printed.
/// @param mark four characters from ' ' to '~'
[[nodiscard]] std::string ask_mark(std::string_view mark);

/// A mark of its own for each of some fifty million numbers in a row.
[[nodiscard]] std::string mark_of(std::uint32_t number);

// -- answers ------------------------------------------------------------------

struct answer_byte {
  std::uint8_t flags;
  bool operator==(const answer_byte&) const = default;
};
struct change_told {
  std::array<std::uint8_t, 4> flags;
  bool operator==(const change_told&) const = default;
};
struct mark_passed {
  std::string mark;
  bool operator==(const mark_passed&) const = default;
};
using reply = std::variant<answer_byte, change_told, mark_passed>;

/// Tells the answers apart in what a printer sends, however it is cut into
/// pieces. What is none of them (XON, noise) is passed over.
class reply_reader {
public:
  [[nodiscard]] std::vector<reply> take(std::string_view bytes);

private:
  std::string rest_; ///< The beginning of an answer.
};

/// Takes the answer to one question in. Begin with a fresh condition and take
/// in all four.
void take_in(condition& to, ask what, answer_byte said);

/// All that the printer says by itself.
[[nodiscard]] condition condition_of(const change_told& said);

} // namespace kassa::printer
