#pragma once

#include "actors/printer/escpos/code_page.hpp"
#include "actors/printer/layout/document.hpp"

#include <string>

namespace kassa::printer {

/// Bytes for an ESC/POS printer. A character that the code page lacks is
/// printed as '?', never left out.
[[nodiscard]] std::string to_escpos(const document& doc, int columns,
                                    const code_page& page = usual_code_page());

/// Opens the cash drawer at the printer's first connector.
[[nodiscard]] std::string drawer_pulse();

} // namespace kassa::printer
