#pragma once

#include <algorithm>
#include <string_view>

/// Digits of ASCII, whatever the locale.
namespace kassa {

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// True of an empty text too.
[[nodiscard]] constexpr bool all_digits(std::string_view text) noexcept {
  return std::ranges::all_of(text, is_digit);
}

} // namespace kassa
