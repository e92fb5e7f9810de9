#pragma once

#include <kassa/v1/record.pb.h>

/// What a line of a sale is, by what it holds. For everyone who walks lines.
namespace kassa {

/// A free-text line: only words. It has no quantity, price or rate, and counts
/// in no sum, row or total; a line of goods always has a quantity and a name.
[[nodiscard]] inline bool is_note(const v1::Line& line) noexcept {
  return line.quantity_milli() == 0 && line.name().empty()
         && !line.text().empty();
}

/// A deposit (pant) that goes along with another line: its quantity is that
/// line's, and no discount takes anything off it.
[[nodiscard]] inline bool is_deposit(const v1::Line& line) noexcept {
  return line.deposit_of() != 0;
}

} // namespace kassa
