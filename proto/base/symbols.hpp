#pragma once

#include "proto/base/ports.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Text that people read aloud and type: 32 digits and letters, without I, L, O
/// and U, each an element of GF(2^5) (modulus x^5 + x^2 + 1).
namespace kassa {

/// Symbols that the check covers at most, itself among them: the weights of
/// more would not all differ.
inline constexpr std::size_t checked_symbols_max = 31;

/// As many symbols of the bytes as are asked for, five bits each.
/// @pre bytes.size() * 8 >= count * 5
[[nodiscard]] std::string symbols_of(std::string_view bytes, std::size_t count);

/// The text with a symbol behind it that catches one wrong symbol and two
/// swapped ones. @pre symbols only, fewer than `checked_symbols_max`
[[nodiscard]] std::string with_check(std::string data);

/// Whether the text is symbols, and the last one its check.
[[nodiscard]] bool check_holds(std::string_view text);

/// As a person wrote it: small letters, spaces and hyphens, O for 0, I and L
/// for 1. Anything else stays, for `check_holds` to find.
[[nodiscard]] std::string normal_symbols(std::string_view written);

/// "ABCD-EFGH-JK"
[[nodiscard]] std::string grouped(std::string_view symbols);

} // namespace kassa
