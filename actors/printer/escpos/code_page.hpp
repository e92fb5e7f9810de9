#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kassa::printer {

/// What a printer makes of the bytes above ASCII.
struct code_page {
  std::string_view name;
  /// Of ESC t, as most makers number them.
  std::uint8_t number;
  /// What bytes 0x80 to 0xFF are; U+FFFD: nothing.
  std::u16string_view upper;
};

/// CP858, which has å, ä, ö and €.
[[nodiscard]] const code_page& usual_code_page();

/// "cp858"; null when there is no such page.
[[nodiscard]] const code_page* code_page_named(std::string_view name);

/// "cp437, cp850, ...": every name there is.
[[nodiscard]] std::string code_page_names();

/// UTF-8 to the page; '?' for what it lacks, for control bytes and for what is
/// no UTF-8.
[[nodiscard]] std::string encode(std::string_view utf8, const code_page& to);

} // namespace kassa::printer
