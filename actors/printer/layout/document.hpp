#pragma once

#include "actors/printer/layout/raster.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A printout that knows no printer: rows of cells in a fixed-width grid.
namespace kassa::printer {

enum class align : unsigned char { left, centre, right };

/// Text in a column of the grid. Texts are UTF-8.
struct cell {
  std::string text;
  int width = 0; ///< In characters; 0: whatever the other cells leave.
  align how = align::left;

  bool operator==(const cell&) const = default;
};

struct row {
  enum class what : unsigned char { text, rule, cut, picture, qr };
  what kind = what::text;
  std::vector<cell> cells;
  bool bold = false;
  /// Twice as wide and as high: half as many characters fit.
  bool big = false;
  /// Of a picture, in the middle of the paper: eight dots a millimetre.
  std::shared_ptr<const raster> dots = nullptr;
  std::string code = {}; ///< What a QR code says.

  bool operator==(const row&) const = default;
};

/// What the paper can show across.
[[nodiscard]] constexpr int dots_across(int columns) {
  return columns * 12;
}

/// A QR code's module on paper, in dots.
inline constexpr int qr_module_dots = 5;

struct document {
  int columns = 42;
  std::vector<row> rows;
};

/// Characters, not bytes.
[[nodiscard]] std::size_t length_of(std::string_view utf8);

/// Words on lines of at most `width` characters; a longer word is broken.
[[nodiscard]] std::vector<std::string> wrap(std::string_view utf8, int width);

/// A row as lines of at most `columns` characters (half of it where the row is
/// big). Cells that do not fit side by side are put after each other. A cut, a
/// picture and a QR code have none.
[[nodiscard]] std::vector<std::string> lines_of(const row& of, int columns);

/// UTF-8 for screens and files: a big row is marked "*** KOPIA ***". No line
/// is longer than `columns`, none ends in a blank.
[[nodiscard]] std::string to_text(const document& doc, int columns);

} // namespace kassa::printer
