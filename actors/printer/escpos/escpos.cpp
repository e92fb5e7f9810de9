#include "actors/printer/escpos/escpos.hpp"

#include <algorithm>

// Commands used: ESC @ (init), ESC t n (code page), ESC E n (bold), ESC a n
// (where a row stands), GS ! n (size: 0x11 is twice as wide and high), GS v 0
// (picture), GS ( k (QR code), GS V 66 0 (feed and cut), ESC p 0 25 250 (pulse
// on pin 2: 50 ms on, 500 ms off).

namespace kassa::printer {

namespace {

constexpr char esc = 0x1B;
constexpr char gs = 0x1D;
constexpr char dle = 0x10;

/// A cheap printer's buffer holds so many rows of a picture.
constexpr int band_rows = 24;

std::string command(std::initializer_list<char> bytes) {
  return {bytes};
}

std::string word(std::size_t value) {
  return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
}

std::string centred(const std::string& what) {
  return command({esc, 'a', 1}) + what + command({esc, 'a', 0});
}

/// DLE EOT, ENQ and DC4 are obeyed wherever they stand, in a picture too, where
/// DC4 opens the drawer or empties the buffer: one dot more and there is none.
void defuse(std::string& dots) {
  for (std::size_t i = 0; i + 1 < dots.size(); ++i)
    if (dots[i] == dle
        && (dots[i + 1] == 0x04 || dots[i + 1] == 0x05 || dots[i + 1] == 0x14))
      dots[i] = 0x30;
}

std::string picture_bytes(const raster& of) {
  std::string out;
  for (int y = 0; y < of.height; y += band_rows) {
    auto rows = static_cast<std::size_t>(std::min(band_rows, of.height - y));
    auto dots = of.bits.substr(static_cast<std::size_t>(y) * of.stride(),
                               rows * of.stride());
    defuse(dots);
    out += command({gs, 'v', '0', 0}) + word(of.stride()) + word(rows) + dots;
  }
  return centred(out);
}

/// GS ( k: its own length, the symbol (49: QR), a function and what that takes.
std::string of_symbol(char function, const std::string& what) {
  return command({gs, '(', 'k'}) + word(what.size() + 2)
         + command({49, function}) + what;
}

/// Model 2, error correction M: printed by the printer itself.
std::string qr_bytes(const std::string& code) {
  return centred(of_symbol(65, {50, 0}) + of_symbol(67, {char{qr_module_dots}})
                 + of_symbol(69, "1") + of_symbol(80, '0' + code)
                 + of_symbol(81, "0"));
}

std::string text_bytes(const row& x, int columns, const code_page& page) {
  std::string out;
  if (x.bold)
    out += command({esc, 'E', 1});
  if (x.big)
    out += command({gs, '!', 0x11});
  for (const auto& line : lines_of(x, columns))
    out += encode(line, page) + '\n';
  if (x.big)
    out += command({gs, '!', 0});
  if (x.bold)
    out += command({esc, 'E', 0});
  return out;
}

} // namespace

std::string drawer_pulse() {
  return command({esc, 'p', 0, 25, static_cast<char>(250)});
}

std::string to_escpos(const document& doc, int columns, const code_page& page) {
  auto out = command({esc, '@', esc, 't', static_cast<char>(page.number)});
  for (const auto& x : doc.rows)
    switch (x.kind) {
    case row::what::cut: out += command({gs, 'V', 66, 0}); break;
    case row::what::picture: out += x.dots ? picture_bytes(*x.dots) : ""; break;
    case row::what::qr: out += qr_bytes(x.code); break;
    case row::what::text:
    case row::what::rule: out += text_bytes(x, columns, page); break;
    }
  return out;
}

} // namespace kassa::printer
