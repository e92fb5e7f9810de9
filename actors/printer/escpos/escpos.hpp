#pragma once

#include "actors/printer/layout/document.hpp"

#include <string>
#include <string_view>

namespace kassa::printer {

/// Bytes for an ESC/POS printer, code page CP858. A character that it lacks is
/// printed as '?', never left out.
[[nodiscard]] std::string to_escpos(const document& doc, int columns);

/// Opens the cash drawer at the printer's first connector.
[[nodiscard]] std::string drawer_pulse();

/// UTF-8 to CP858; '?' for what it lacks and for bytes that are no UTF-8.
[[nodiscard]] std::string to_cp858(std::string_view utf8);

} // namespace kassa::printer
