#pragma once

#include "actors/printer/layout/document.hpp"

#include <string>

namespace kassa::printer {

/// A page of its own: no script, nothing fetched, all text escaped, pictures in
/// it. Amounts stand at the right edge, marks are twice as high as amounts
/// (SKVFS 2014:9 5:5). A QR code has to be drawn before (graphics.hpp).
/// @param title of the page: "Kvitto 1042"
[[nodiscard]] std::string to_html(const document& doc,
                                  const std::string& title);

} // namespace kassa::printer
