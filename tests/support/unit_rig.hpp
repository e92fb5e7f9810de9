#pragma once

#include "actors/sale/unit/unit_port.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// What the suite of `unit_conformance.hpp` needs of a control unit's driver.
namespace kassa::testing {

/// What goes wrong with the next receipt (domain-sweden 3.8).
enum class unit_fault {
  no_answer,    ///< Not registered, no answer.
  lost,         ///< Registered, the answer is lost.
  late,         ///< Registered, the answer comes after the driver's patience.
  bad_checksum, ///< Registered, the answer is damaged.
  refuse,       ///< Definitely refused: something in the receipt.
  clock,        ///< Definitely refused: date and time.
  storage_full, ///< Definitely refused, and service is needed.
  busy,         ///< Not now.
  power_fail,   ///< Registered, and the line is gone.
  repeat,       ///< Registered, answered twice.
  garbage,      ///< Registered, noise before the answer.
  split,        ///< Registered, the answer in single bytes.
};

/// What the unit does when the same data comes again.
enum class unit_replay { same, anew, refused };

/// A driver under test and its unit. Time is virtual, or the rig waits.
class unit_rig {
public:
  virtual ~unit_rig() = default;
  /// Made and not started.
  virtual unit::control_unit& unit() = 0;
  /// Runs until `done` or for so long. @returns done()
  virtual bool run(std::uint32_t ms, const std::function<bool()>& done) = 0;
  /// Every fault, on the line or in the unit; what cannot be done is a failure.
  virtual void disturb(unit_fault what, std::uint32_t times) = 0;
  virtual void disturb_queries(std::uint32_t times) = 0; ///< No answer.
  /// A unit that always replays leaves it at that.
  virtual void set_replay(unit_replay how) = 0;
  /// The codes that the unit gave for this receipt.
  virtual std::vector<std::string> codes(const unit::receipt_data& of) = 0;
};

struct rig_maker {
  std::string name;
  std::function<std::unique_ptr<unit_rig>()> make;
};

inline unit::receipt_data sample_receipt(std::uint64_t number) {
  unit::receipt_data out;
  out.date = "2026-04-01";
  out.time = "13:05:09";
  out.org_no = "556677-8899";
  out.register_name = "KASSA01";
  out.number = number;
  out.sale_amount = 11'200;
  out.vat = {{1200, 1'200, 11'200}};
  return out;
}

} // namespace kassa::testing
