#pragma once

#include "actors/printer/printer_port.hpp"

#include <functional>
#include <memory>
#include <string>

namespace kassa::testing {

/// A driver, and a printer behind it that can be disturbed.
class printer_rig {
public:
  virtual ~printer_rig() = default;
  virtual printer::printer_port& printer() = 0;
  /// Ends the driver, as when the terminal stops.
  virtual void end_driver() = 0;
  /// All that came out so far, as plain text.
  virtual std::string paper() = 0;
  /// Nobody can reach the printer; or again.
  virtual void reachable(bool yes) = 0;
};

/// One whose line carries answers.
class answering_rig : public printer_rig {
public:
  virtual void paper_out(bool yes) = 0;
  virtual void cover_open(bool yes) = 0;
  virtual void cutter_stuck(bool yes) = 0;
  /// The roll ends after so many rows more.
  virtual void last_rows(unsigned n) = 0;
  /// The line breaks in the middle of the next job.
  virtual void break_line() = 0;
  /// It prints, and never says that it did, as a clone that does not know the
  /// question; or says it late.
  virtual void keep_marks() = 0;
  virtual void late_marks() = 0;
  /// It answers nothing at all.
  virtual void silent(bool yes) = 0;
};

struct printer_rig_maker {
  std::string name;
  std::function<std::unique_ptr<printer_rig>()> make;
};
struct answering_rig_maker {
  std::string name;
  std::function<std::unique_ptr<answering_rig>()> make;
};

} // namespace kassa::testing
