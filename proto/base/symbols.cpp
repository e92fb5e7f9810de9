#include "proto/base/symbols.hpp"

#include <algorithm>
#include <cassert>

namespace kassa {

namespace {

// With x the generator, the sum of symbol i times x^i is zero. The weights are
// not zero, so one wrong symbol shows; they all differ, so two swapped ones
// show, wherever they stand. A sum modulo a number below 32 could not do this,
// and a prime above needs a 33rd symbol.

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(alphabet.size() == 32);

constexpr unsigned times_x(unsigned a) {
  return (a & 16) != 0 ? (a << 1 ^ 0b100101) & 31 : a << 1;
}

/// The weighted sum by Horner's rule; the first symbol has weight x^0.
constexpr unsigned weighted_sum(std::string_view symbols) {
  unsigned sum = 0;
  for (auto i = symbols.size(); i-- > 0;)
    sum = times_x(sum) ^ static_cast<unsigned>(alphabet.find(symbols[i]));
  return sum;
}

bool is_symbol(char c) {
  return alphabet.find(c) != std::string_view::npos;
}

/// The check symbol stands first in the sum, with weight one, and last in the
/// text: it is the sum of the others.
char check_of(std::string_view data) {
  return alphabet[times_x(weighted_sum(data))];
}

char normal(char c) {
  if (c >= 'a' && c <= 'z')
    c = static_cast<char>(c - 'a' + 'A');
  switch (c) {
  case 'O': return '0';
  case 'I':
  case 'L': return '1';
  default: return c;
  }
}

} // namespace

std::string symbols_of(std::string_view bytes, std::size_t count) {
  assert(bytes.size() * 8 >= count * 5);
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (std::size_t at = 0; out.size() < count;) {
    if (held < 5) {
      bits = bits << 8 | static_cast<unsigned char>(bytes[at++]);
      held += 8;
    }
    held -= 5;
    out.push_back(alphabet[bits >> held & 31]);
    bits &= (1U << held) - 1;
  }
  return out;
}

std::string with_check(std::string data) {
  assert(data.size() < checked_symbols_max
         && std::ranges::all_of(data, is_symbol));
  data.push_back(check_of(data));
  return data;
}

bool check_holds(std::string_view text) {
  return text.size() >= 2 && text.size() <= checked_symbols_max
         && std::ranges::all_of(text, is_symbol)
         && check_of(text.substr(0, text.size() - 1)) == text.back();
}

std::string normal_symbols(std::string_view written) {
  std::string out;
  for (char c : written)
    if (c != ' ' && c != '-')
      out.push_back(normal(c));
  return out;
}

std::string grouped(std::string_view symbols) {
  std::string out;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (i > 0 && i % 4 == 0)
      out.push_back('-');
    out.push_back(symbols[i]);
  }
  return out;
}

} // namespace kassa
