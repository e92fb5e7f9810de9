#pragma once

#include "tests/unit/unit_rigs.hpp"

#include <string>
#include <vector>

/// The table of faults and of steps: what an emulated unit can be told to do
/// wrong (domain-sweden 3.8), and where a terminal may be killed.
namespace kassa::testing {

enum class step {
  before_intent,   ///< Paid for, and nothing is promised.
  intent_durable,  ///< A number is taken; the unit has heard nothing.
  asked,           ///< The unit has the data.
  answered,        ///< The driver said what became of it, the journal not.
  receipt_durable, ///< And not on its way to the printer.
  printing,        ///< The printer has it and has not answered.
  printed,
};

inline constexpr step all_steps[]
  = {step::before_intent,   step::intent_durable, step::asked,  step::answered,
     step::receipt_durable, step::printing,       step::printed};

inline const char* name_of(step at) {
  switch (at) {
  case step::before_intent: return "before the intent";
  case step::intent_durable: return "intent durable";
  case step::asked: return "asked";
  case step::answered: return "answered, not durable";
  case step::receipt_durable: return "receipt durable, not printed";
  case step::printing: return "printing";
  case step::printed: return "printed";
  }
  return "";
}

/// Switches that every protocol has; as the control port takes them.
inline const std::vector<std::string> common_faults{
  "",
  "fault no_answer",
  "fault no_answer count=3",
  "fault late ms=300",
  "fault late ms=5700",
  "fault lost",
  "fault lost count=3",
  "fault bad_checksum",
  "fault busy",
  "fault busy count=4",
  "fault storage_full",
  "fault storage_high",
  "fault power_fail",
  "fault power_fail count=3",
  "fault clock",
  "fault repeat",
  "fault garbage",
  "fault split",
  "fault no_answer on=queries",
};

/// Each return code of a protocol.
inline std::vector<std::string> code_faults(protocol of) {
  std::vector<std::string> codes;
  if (of == protocol::kd) {
    codes = {"-1", "-2", "-3"};
    for (int i = 1; i <= 24; ++i)
      if (i != 14)
        codes.push_back(std::to_string(i));
  } else if (of == protocol::ccsp) {
    for (int i = 1; i <= 11; ++i)
      codes.push_back((i < 10 ? "00" : "0") + std::to_string(i));
  } else {
    codes = {"1", "2", "3", "7", "400", "403", "429", "500", "503", "507"};
  }
  std::vector<std::string> out;
  for (const auto& x : codes)
    out.push_back("fault code code=" + x);
  if (of == protocol::tcs)
    out.push_back("fault buffered");
  return out;
}

inline std::vector<std::string> all_faults(protocol of) {
  auto out = common_faults;
  for (auto& x : code_faults(of))
    out.push_back(std::move(x));
  return out;
}

} // namespace kassa::testing
