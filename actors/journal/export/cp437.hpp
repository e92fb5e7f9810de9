#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// IBM PC code page 437, which SIE calls PC8 (domain-sweden 5.3).
namespace kassa::journal::exporting {

struct cp437_text {
  std::string bytes;
  std::uint64_t replaced = 0; ///< Characters that the page lacks: each a '?'.
};

/// From UTF-8. Control characters become spaces.
[[nodiscard]] cp437_text to_cp437(std::string_view utf8);

} // namespace kassa::journal::exporting
