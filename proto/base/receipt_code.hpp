#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kassa {

/// What the QR code on a sale's receipt says, so that a return can be scanned:
/// "KVITTO:KASSA1:1042", kassabeteckning and receipt number.
struct receipt_code {
  std::string designation;
  std::uint64_t number = 0; ///< From 1.
  bool operator==(const receipt_code&) const = default;
};

[[nodiscard]] std::string print_receipt_code(const receipt_code& of);

/// Nothing when it is none.
[[nodiscard]] std::optional<receipt_code>
parse_receipt_code(std::string_view text);

} // namespace kassa
