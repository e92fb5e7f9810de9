#pragma once

#include <cstdint>
#include <string>

namespace kassa::printer {

/// A picture in black and white: a row of dots after the other, each padded to
/// whole bytes, the leftmost dot in the highest bit; 1 is black.
struct raster {
  int width = 0;
  int height = 0;
  std::string bits;

  /// Bytes of a row.
  [[nodiscard]] std::size_t stride() const {
    return (static_cast<std::size_t>(width) + 7) / 8;
  }
  [[nodiscard]] bool black(int x, int y) const;
  void blacken(int x, int y);

  bool operator==(const raster&) const = default;
};

/// All white.
[[nodiscard]] raster blank(int width, int height);

/// Each dot as a square of `times` by `times` dots.
[[nodiscard]] raster enlarged(const raster& of, int times);

/// The picture as a Windows bitmap of one bit a dot: what every browser shows
/// and nobody needs a library for.
[[nodiscard]] std::string to_bmp(const raster& of);

} // namespace kassa::printer
