#include "tests/emulator/checks.hpp"

#include "proto/base/digits.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace kassa::emulator {

namespace {

int two(std::string_view text, std::size_t at) {
  return std::atoi(std::string{text.substr(at, 2)}.c_str());
}

} // namespace

bool is_number(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && all_digits(text);
}

bool is_amount(std::string_view text) {
  if (text.size() > 14)
    return false;
  if (!text.empty() && text[0] == '-')
    text.remove_prefix(1);
  auto comma = text.find(',');
  return comma != std::string_view::npos && comma > 0
         && text.size() == comma + 3 && all_digits(text.substr(0, comma))
         && all_digits(text.substr(comma + 1));
}

bool is_vat(std::string_view text) {
  auto parts = text.find(';');
  return parts != std::string_view::npos && parts <= 5
         && is_amount(text.substr(0, parts)) && text[0] != '-'
         && is_amount(text.substr(parts + 1));
}

bool is_minute(std::string_view text) {
  return is_number(text, 12, 12) && two(text, 4) >= 1 && two(text, 4) <= 12
         && two(text, 6) >= 1 && two(text, 6) <= 31 && two(text, 8) < 24
         && two(text, 10) < 60;
}

bool is_kind(std::string_view text) {
  return text == "normal" || text == "kopia" || text == "ovning"
         || text == "profo";
}

long long ore_of(std::string_view text) {
  std::string digits{text};
  digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
  return std::atoll(digits.c_str());
}

bool is_related(std::string_view returned, std::string_view paid) {
  // Of cash, to whole kronor, and always up where the shop pays out so.
  constexpr long long rounding = 99;
  return ore_of(returned) >= 0 && ore_of(paid) >= -ore_of(returned) - rounding;
}

} // namespace kassa::emulator
