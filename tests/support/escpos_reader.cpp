#include "tests/support/escpos_reader.hpp"

#include <algorithm>
#include <array>
#include <iconv.h>
#include <utility>

namespace kassa::testing {

namespace {

constexpr int dots_of_column = 12; ///< Font A.
constexpr std::uint8_t dle = 0x10, esc = 0x1B, fs = 0x1C, gs = 0x1D;

std::uint8_t at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

int word(std::string_view bytes, std::size_t i) {
  return at(bytes, i) + 256 * at(bytes, i + 1);
}

std::string to_utf8(std::uint8_t byte, const std::string& page) {
  auto* with = iconv_open("UTF-8", page.c_str());
  char in[1] = {static_cast<char>(byte)};
  std::array<char, 8> out{};
  auto *from = in, *to = out.data();
  std::size_t left = 1, room = out.size();
  auto how = iconv(with, &from, &left, &to, &room);
  iconv_close(with);
  return how == static_cast<std::size_t>(-1)
           ? "\uFFFD"
           : std::string{out.data(), out.size() - room};
}

/// The tables that the common printers number alike.
const char* page_of(std::uint8_t n) {
  switch (n) {
  case 0: return "CP437";
  case 2: return "CP850";
  case 5: return "CP865";
  case 16: return "CP1252";
  case 18: return "CP852";
  case 19: return "CP858";
  case 40: return "ISO-8859-15";
  default: return nullptr;
  }
}

/// Commands of ESC that only change what no test looks at: their arguments.
int quiet_escape(char command) {
  switch (command) {
  case '2': return 0;
  case '3':
  case ' ':
  case '-':
  case '{':
  case 'M':
  case 'R':
  case 'V': return 1;
  default: return -1;
  }
}

int quiet_group(char command) {
  switch (command) {
  case 'B':
  case 'r': return 1;
  case 'L':
  case 'W': return 2;
  default: return -1;
  }
}

int quiet_kanji(char command) {
  switch (command) {
  case '.':
  case '&': return 0;
  case 'C':
  case '-':
  case '!': return 1;
  case 'S': return 2;
  default: return -1;
  }
}

/// The whole command's length, or 0 while bytes are missing.
std::size_t whole(std::string_view bytes, std::size_t size) {
  return bytes.size() < size ? 0 : size;
}

std::size_t pass(std::string_view bytes, int arguments,
                 std::vector<paper_event>& out) {
  if (arguments >= 0)
    return whole(bytes, 2 + static_cast<std::size_t>(arguments));
  out.push_back(not_understood{std::string{bytes.substr(0, 2)}});
  return 2;
}

bool every(const paper_row& of, bool glyph::*what) {
  return std::all_of(
    of.glyphs.begin(), of.glyphs.end(),
    [what](const glyph& x) { return x.text == " " || x.*what; });
}

} // namespace

std::string paper_row::text() const {
  std::string out;
  int column = 0;
  for (const auto& x : glyphs) {
    if (x.column > column)
      out += std::string(static_cast<std::size_t>(x.column - column), ' ');
    out += x.text;
    column = x.column + (x.wide ? 2 : 1);
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

std::string paper_row::letters() const {
  std::string out;
  for (const auto& x : glyphs)
    if (x.text != " ")
      out += x.text;
  return out;
}

bool paper_row::bold() const {
  return every(*this, &glyph::bold);
}

bool paper_row::big() const {
  return every(*this, &glyph::wide) && every(*this, &glyph::high);
}

std::vector<paper_event> escpos_reader::take(std::string_view bytes) {
  rest_ += bytes;
  std::vector<paper_event> out;
  std::string_view left{rest_};
  while (!left.empty()) {
    auto n = read(left, out);
    if (n == 0)
      break;
    left.remove_prefix(n);
  }
  rest_.erase(0, rest_.size() - left.size());
  return out;
}

std::size_t escpos_reader::read(std::string_view bytes,
                                std::vector<paper_event>& out) {
  auto first = at(bytes, 0);
  switch (first) {
  case '\n': end_row(out); return 1;
  case '\r': return 1;
  case dle:
    if (bytes.size() < 3)
      return 0;
    out.push_back(status_asked{at(bytes, 2)});
    return 3;
  default: break;
  }
  if (first != esc && first != gs && first != fs) {
    add(first);
    return 1;
  }
  if (bytes.size() < 2)
    return 0;
  if (first != esc && bytes[1] == '(')
    return read_long(bytes, out);
  if (first == esc)
    return read_escape(bytes, out);
  return first == gs ? read_group(bytes, out)
                     : pass(bytes, quiet_kanji(bytes[1]), out);
}

std::size_t escpos_reader::read_escape(std::string_view bytes,
                                       std::vector<paper_event>& out) {
  constexpr std::string_view known = "@tEGa!$\\dp";
  constexpr std::array<std::size_t, 10> sizes{2, 3, 3, 3, 3, 3, 4, 4, 3, 5};
  auto which = known.find(bytes[1]);
  if (which == std::string_view::npos)
    return pass(bytes, quiet_escape(bytes[1]), out);
  auto size = whole(bytes, sizes[which]);
  if (size == 0)
    return 0;
  auto n = size > 2 ? at(bytes, 2) : std::uint8_t{0};
  switch (bytes[1]) {
  case '@': reset(); break;
  case 't':
    if (const auto* page = page_of(n))
      now_.page = page;
    else if (n != 1) // Katakana: receiptline draws rules with it.
      out.push_back(not_understood{std::string{bytes.substr(0, size)}});
    break;
  case 'E':
  case 'G': now_.bold = (n & 1) != 0; break;
  case 'a': now_.align = n & 3; break;
  case '!':
    now_.bold = (n & 8) != 0;
    now_.high = (n & 16) != 0;
    now_.wide = (n & 32) != 0;
    break;
  case '$': now_.dots = word(bytes, 2); break;
  case '\\': now_.dots += static_cast<std::int16_t>(word(bytes, 2)); break;
  case 'd':
    end_row(out);
    for (int i = 1; i < n; ++i)
      out.push_back(paper_row{});
    break;
  case 'p': out.push_back(drawer_pulse_seen{}); break;
  default: break;
  }
  return size;
}

std::size_t escpos_reader::read_group(std::string_view bytes,
                                      std::vector<paper_event>& out) {
  auto command = bytes[1];
  if (command == 'v')
    return read_picture(bytes, out);
  if (command == '8')
    return read_graphics(bytes);
  if (command != '!' && command != 'V' && command != 'a')
    return pass(bytes, quiet_group(command), out);
  if (bytes.size() < 3)
    return 0;
  auto n = at(bytes, 2);
  if (command == '!') {
    now_.wide = (n >> 4) != 0;
    now_.high = (n & 7) != 0;
    return 3;
  }
  if (command == 'a') {
    out.push_back(changes_asked{n});
    return 3;
  }
  auto size = whole(bytes, n == 65 || n == 66 ? 4 : 3);
  if (size != 0)
    out.push_back(paper_cut{});
  return size;
}

/// GS ( x and FS ( x carry the number of their own bytes.
std::size_t escpos_reader::read_long(std::string_view bytes,
                                     std::vector<paper_event>& out) {
  if (bytes.size() < 5)
    return 0;
  auto size = whole(bytes, 5 + static_cast<std::size_t>(word(bytes, 3)));
  if (size == 11 && at(bytes, 0) == gs && bytes[2] == 'H' && bytes[5] == 48)
    out.push_back(mark_asked{std::string{bytes.substr(7, 4)}});
  else if (size > 7 && at(bytes, 0) == gs && bytes[2] == 'k' && bytes[5] == '1')
    take_symbol(bytes.substr(6, size - 6), out);
  else if (size == 7 && at(bytes, 0) == gs && bytes[2] == 'L'
           && bytes[6] == '2') {
    graphics_.align = now_.align;
    out.push_back(graphics_);
  }
  return size;
}

/// GS v 0 m xL xH yL yH d...
std::size_t escpos_reader::read_picture(std::string_view bytes,
                                        std::vector<paper_event>& out) {
  if (bytes.size() < 8)
    return 0;
  auto dots = static_cast<std::size_t>(word(bytes, 4))
              * static_cast<std::size_t>(word(bytes, 6));
  auto size = whole(bytes, 8 + dots);
  if (size == 0)
    return 0;
  if (bytes[2] != '0' || at(bytes, 3) != 0)
    out.push_back(not_understood{std::string{bytes.substr(0, 4)}});
  else
    out.push_back(paper_picture{8 * word(bytes, 4), word(bytes, 6), now_.align,
                                std::string{bytes.substr(8, dots)}});
  return size;
}

/// GS 8 L p1..p4 48 112 48 1 1 49 xL xH yL yH d...: a picture to be printed by
/// GS ( L 48 50.
std::size_t escpos_reader::read_graphics(std::string_view bytes) {
  if (bytes.size() < 17)
    return 0;
  auto size
    = whole(bytes, 7 + static_cast<std::size_t>(word(bytes, 3))
                     + 65536 * static_cast<std::size_t>(word(bytes, 5)));
  if (size != 0)
    graphics_ = {(word(bytes, 13) + 7) / 8 * 8, word(bytes, 15), 0,
                 std::string{bytes.substr(17, size - 17)}};
  return size;
}

/// A function of a QR code, and what it takes.
void escpos_reader::take_symbol(std::string_view what,
                                std::vector<paper_event>& out) {
  auto n = at(what, 1);
  switch (at(what, 0)) {
  case 65: symbol_.model = n; break;
  case 67: symbol_.module = n; break;
  case 69: symbol_.level = n; break;
  case 80: symbol_.text = what.substr(2); break;
  case 81:
    symbol_.align = now_.align;
    out.push_back(symbol_);
    break;
  default: out.push_back(not_understood{std::string{what}});
  }
}

void escpos_reader::reset() {
  now_ = {};
  row_ = {};
}

void escpos_reader::add(std::uint8_t byte) {
  auto text = byte < 0x80 ? std::string(1, static_cast<char>(byte))
                          : to_utf8(byte, now_.page);
  row_.glyphs.push_back({std::move(text), now_.dots / dots_of_column, now_.bold,
                         now_.wide, now_.high});
  now_.dots += dots_of_column * (now_.wide ? 2 : 1);
}

void escpos_reader::end_row(std::vector<paper_event>& out) {
  auto room = columns_ - now_.dots / dots_of_column;
  auto shift = now_.align == 0 ? 0 : now_.align == 1 ? room / 2 : room;
  for (auto& x : row_.glyphs)
    x.column += std::max(shift, 0);
  out.push_back(std::exchange(row_, {}));
  now_.dots = 0;
}

std::string paper::text() const {
  std::string out;
  for (const auto& x : rows)
    out += x.text() + '\n';
  return out;
}

paper read_escpos(std::string_view bytes, int columns) {
  paper out;
  auto below = false; // The last that came was a picture.
  for (auto& x : escpos_reader{columns}.take(bytes)) {
    auto* picture = std::get_if<paper_picture>(&x);
    auto goes_on = std::exchange(below, picture != nullptr)
                   && picture != nullptr
                   && out.pictures.back().width == picture->width;
    if (goes_on) {
      out.pictures.back().height += picture->height;
      out.pictures.back().bits += picture->bits;
    } else if (picture != nullptr)
      out.pictures.push_back(std::move(*picture));
    else if (auto* code = std::get_if<paper_code>(&x))
      out.codes.push_back(std::move(*code));
    else if (auto* row = std::get_if<paper_row>(&x))
      out.rows.push_back(std::move(*row));
    else if (std::holds_alternative<paper_cut>(x))
      ++out.cuts;
    else if (std::holds_alternative<drawer_pulse_seen>(x))
      ++out.pulses;
    else if (auto* what = std::get_if<not_understood>(&x))
      out.unknown.push_back(what->bytes);
  }
  return out;
}

} // namespace kassa::testing
