#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/register.pb.h>

#include <optional>
#include <string>

namespace kassa::printer {

/// How a printer is, as it says itself or as its line shows.
struct condition {
  bool asked = false; ///< It answers at all; else only its line is known.
  bool online = true;
  bool paper_out = false;
  bool paper_low = false; ///< It prints still.
  bool cover_open = false;
  bool failed = false; ///< Cutter, motor, head: it needs a person.
  /// It never says that a job came out; what it says of itself has to do.
  bool unconfirmed = false;
  std::string detail; ///< For who mends it: "connect: Connection refused".

  /// Whether a job that is sent now would come out.
  [[nodiscard]] bool prints() const {
    return online && !paper_out && !cover_open && !failed;
  }
  bool operator==(const condition&) const = default;
};

/// The same, with a cashier's words in both languages where it does not print.
[[nodiscard]] v1::PrinterStatus status_of(const condition& x);

/// `cover_open`, `paper_out`, `printer_failed` or `printer_offline`; nothing
/// when it prints.
[[nodiscard]] std::optional<error> why_not(const v1::PrinterStatus& x);

} // namespace kassa::printer
