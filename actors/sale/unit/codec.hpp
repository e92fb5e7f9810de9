#pragma once

#include "actors/sale/unit/unit_port.hpp"
#include "proto/base/result.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kassa::unit {

// -- what a unit can say
// --------------------------------------------------------

/// Who it is.
struct identity {
  std::string unit;
  std::string version;
  bool system = false; ///< A control system, not a unit.
  bool operator==(const identity&) const = default;
};

enum class health : std::uint8_t { fine, warning, busy, fault, blocked };

/// How it is.
struct standing {
  health now = health::fine;
  std::string detail;
  bool operator==(const standing&) const = default;
};

/// A receipt was registered.
struct coded {
  std::string code;
  std::string unit;            ///< Empty where the protocol does not repeat it.
  health after = health::fine; ///< Of its storage.
  bool buffered = false;
  bool operator==(const coded&) const = default;
};

/// What follows from an answer that is no code.
enum class verdict : std::uint8_t {
  again, ///< This ask was not registered; the same may be asked again.
  doubt, ///< It may have been registered; the same must be asked again.
  never, ///< This ask will always be refused.
  block, ///< Refused, and so will everything be until service was here.
};

struct rejected {
  verdict what = verdict::never;
  refusal why = refusal::bad_data;
  std::string detail;
  bool operator==(const rejected&) const = default;
};

/// A frame that does not hold together.
struct garbled {
  std::string detail;
  bool operator==(const garbled&) const = default;
};

using answer = std::variant<identity, standing, coded, rejected, garbled>;

/// One protocol as bytes. Pure: what it keeps is whose register it is, what was
/// asked last, and the part of a frame that has come so far.
class codec {
public:
  virtual ~codec() = default;
  virtual std::string name() const = 0;
  /// Whose register it is, for protocols whose queries say so.
  virtual void introduce(const registrant&) {}
  /// What is sent, in order, to learn who and how the unit is. The answer to
  /// each is an `identity` or a `standing`. Always the same number.
  virtual std::vector<std::string> queries() const = 0;
  /// @returns `invalid` naming the field that the protocol cannot carry
  virtual result<std::string> encode(const registration& what) const = 0;
  /// What went out last, for protocols whose answers name what they answer.
  virtual void sent(std::string_view) {}
  /// Takes the next bytes, cut anywhere; garbage costs at most the frame that
  /// it stands in.
  virtual std::vector<answer> feed(std::string_view bytes) = 0;
  /// Forgets a frame begun: the line was opened anew.
  virtual void reset() = 0;
};

} // namespace kassa::unit
