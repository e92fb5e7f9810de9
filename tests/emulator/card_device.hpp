#pragma once

#include "tests/emulator/device.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A card terminal that takes nobody's money: what it remembers, and what goes
/// wrong with it when a test says so.
namespace kassa::emulator {

enum class card_fault : std::uint8_t {
  decline,       ///< No money is taken, now or ever for this id.
  silent_before, ///< Says nothing; no money is taken.
  silent_after,  ///< Takes the money, and the answer is lost.
  late,          ///< Takes the money, and answers after `ms`.
  twice,         ///< Takes the money once, and says so twice.
  cut_before,    ///< The line is gone; no money is taken.
  cut,           ///< Takes the money, and the line is gone.
  garbled,       ///< Takes the money, and the answer is damaged.
  unknown,       ///< Takes the money, and cannot say whether it did.
};

enum class card_moment : std::uint8_t { asks, hellos, all };

struct armed_card_fault {
  card_fault what = card_fault::decline;
  std::uint32_t left = 1; ///< Lines it still goes with.
  std::uint32_t ms = 2'000;
  card_moment with = card_moment::asks;
};

/// One terminal. It takes the money of an id once, and tells the first outcome
/// whenever it is asked again.
class card_device {
public:
  static constexpr auto name = "EMUCARD01";

  void arm(armed_card_fault what) { faults_.push_back(what); }
  void clear() { faults_.clear(); }

  /// What was taken (or paid back, below 0) for an id, once each time that the
  /// money moved.
  struct charge {
    std::string id;
    long long ore = 0;
  };
  const std::vector<charge>& charges() const { return charges_; }

  /// Serves a line of its protocol, without its end.
  std::vector<action> serve(const std::string& line);

private:
  std::optional<armed_card_fault> next_fault(bool ask);
  std::vector<action> hello();
  std::vector<action> ask(const std::string& id, long long ore);
  std::string take_money(const std::string& id, long long ore);

  struct first {
    long long ore;
    std::string answer;
  };
  std::deque<armed_card_fault> faults_;
  std::map<std::string, first> told_;
  std::vector<charge> charges_;
};

/// A connection to it.
std::unique_ptr<session> make_card_session(card_device& of);

/// A line of the control protocol: "fault silent_after count=2 on=hellos",
/// "clear", "charges". @returns "ok ..." or "error ..."
std::string command(card_device& of, std::string_view line);

} // namespace kassa::emulator
