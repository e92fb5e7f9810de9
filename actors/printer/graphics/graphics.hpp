#pragma once

#include "actors/printer/layout/document.hpp"
#include "proto/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Documents as pictures, and pictures in documents. An optional part: built
/// where cairo, pango and libqrencode were found.
namespace kassa::printer {

enum class picture : std::uint8_t { png, pdf };

/// Whether this program can draw.
[[nodiscard]] bool can_draw();

/// What a PDF says of itself.
struct picture_words {
  std::string title;   ///< "Kvitto 1042"
  std::string created; ///< ISO 8601; the same document gives the same bytes.
};

/// Reads a PNG as it would be printed: what is darker than the middle is black,
/// what is transparent white.
/// @param columns of the paper that it has to fit
/// @param file for messages
/// Errors: bad_logo, graphics_needed.
[[nodiscard]] result<raster> read_logo(std::string_view png, int columns,
                                       const std::string& file);

/// The code as dots of one a module, with the white that belongs around it;
/// error correction M. Errors: no_graphics, internal (too long).
[[nodiscard]] result<raster> qr_dots(const std::string& code);

/// The same document with its QR codes as pictures; without them where this
/// program cannot draw.
[[nodiscard]] document with_codes_drawn(document doc);

/// Draws a document as wide as its paper: 58 mm for 32 columns, else 80 mm. A
/// PNG has the eight dots a millimetre of a receipt printer, twice over.
/// Errors: no_graphics, internal (the detail is the library's).
[[nodiscard]] result<std::string> draw(const document& doc, picture as,
                                       const picture_words& words);

} // namespace kassa::printer
