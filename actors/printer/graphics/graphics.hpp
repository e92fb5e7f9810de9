#pragma once

#include "actors/printer/layout/document.hpp"
#include "proto/base/result.hpp"

#include <cstdint>
#include <string>

/// Documents as pictures. An optional part: built where cairo and pango were
/// found.
namespace kassa::printer {

enum class picture : std::uint8_t { png, pdf };

/// Whether this program can draw.
[[nodiscard]] bool can_draw();

/// What a PDF says of itself.
struct picture_words {
  std::string title;   ///< "Kvitto 1042"
  std::string created; ///< ISO 8601; the same document gives the same bytes.
};

/// Draws a document as wide as its paper: 58 mm for 32 columns, else 80 mm. A
/// PNG has the eight dots a millimetre of a receipt printer, twice over.
/// Errors: no_graphics, internal (the detail is the library's).
[[nodiscard]] result<std::string> draw(const document& doc, picture as,
                                       const picture_words& words);

} // namespace kassa::printer
