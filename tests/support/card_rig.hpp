#pragma once

#include "actors/sale/card/card_port.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// What the suite of `card_conformance.hpp` needs of a card terminal's driver.
namespace kassa::testing {

/// What goes wrong with the next ask.
enum class card_trouble {
  decline,       ///< No money is taken.
  silent_before, ///< No money is taken, no answer.
  silent_after,  ///< The money is taken, the answer is lost.
  late,          ///< The money is taken, the answer outlasts all patience.
  twice,         ///< The money is taken once, and told twice.
  cut_before,    ///< The line is gone before anything is taken.
  cut,           ///< The money is taken, and the line is gone.
  garbled,       ///< The money is taken, the answer is damaged.
  unknown,       ///< The money is taken; the terminal cannot tell.
};

/// A driver under test and its terminal. Time is virtual, or the rig waits.
class card_rig {
public:
  virtual ~card_rig() = default;
  /// Made and not started.
  virtual card::card_terminal& terminal() = 0;
  /// Runs until `done` or for so long. @returns done()
  virtual bool run(std::uint32_t ms, const std::function<bool()>& done) = 0;
  /// Every trouble, on the line or in the terminal; what cannot be done is a
  /// failure.
  virtual void disturb(card_trouble what, std::uint32_t times) = 0;
  /// The terminal does not answer to anything, until told so by false.
  virtual void silence(bool on) = 0;
  /// Every time that money was moved for this id, in öre.
  virtual std::vector<long long> charges(const std::string& id) = 0;
};

struct card_rig_maker {
  std::string name;
  std::function<std::unique_ptr<card_rig>()> make;
};

} // namespace kassa::testing
