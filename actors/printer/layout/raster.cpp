#include "actors/printer/layout/raster.hpp"

namespace kassa::printer {

namespace {

std::size_t byte_of(const raster& in, int x, int y) {
  return static_cast<std::size_t>(y) * in.stride()
         + static_cast<std::size_t>(x) / 8;
}

unsigned bit_of(int x) {
  return 0x80U >> (static_cast<unsigned>(x) % 8);
}

/// Little endian.
std::string number(std::size_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i, value >>= 8)
    out += static_cast<char>(value & 0xFF);
  return out;
}

} // namespace

bool raster::black(int x, int y) const {
  return (static_cast<unsigned char>(bits[byte_of(*this, x, y)]) & bit_of(x))
         != 0;
}

void raster::blacken(int x, int y) {
  auto& at = bits[byte_of(*this, x, y)];
  at = static_cast<char>(static_cast<unsigned char>(at) | bit_of(x));
}

raster blank(int width, int height) {
  raster out{width, height, {}};
  out.bits.assign(out.stride() * static_cast<std::size_t>(height), '\0');
  return out;
}

raster enlarged(const raster& of, int times) {
  auto out = blank(of.width * times, of.height * times);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      if (of.black(x / times, y / times))
        out.blacken(x, y);
  return out;
}

std::string to_bmp(const raster& of) {
  constexpr std::size_t head = 14 + 40 + 8; // File, picture, two colours.
  const auto line = (of.stride() + 3) / 4 * 4;
  const auto size = line * static_cast<std::size_t>(of.height);
  const auto metre = number(8000, 4); // Eight dots a millimetre.
  auto out = "BM" + number(head + size, 4) + number(0, 4) + number(head, 4)
             + number(40, 4) + number(static_cast<std::size_t>(of.width), 4)
             + number(static_cast<std::size_t>(of.height), 4) + number(1, 2)
             + number(1, 2) + number(0, 4) + number(size, 4) + metre + metre
             + number(2, 4) + number(0, 4) + std::string(3, '\xFF')
             + std::string(5, '\0');  // 0 is white, 1 black.
  for (int y = of.height; y-- > 0;) { // The last row comes first.
    auto row
      = of.bits.substr(static_cast<std::size_t>(y) * of.stride(), of.stride());
    row.resize(line, '\0');
    out += row;
  }
  return out;
}

} // namespace kassa::printer
