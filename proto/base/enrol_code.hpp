#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"

#include <string>
#include <string_view>

namespace kassa {

/// A one-time code that makes a machine a terminal (design, section 8): what a
/// person carries from the Web Office to the till, 31 symbols.
struct enrol_code {
  std::string secret;      ///< 75 random bits: 15 symbols.
  std::string fingerprint; ///< Of the hub's authority, its first 75 bits.

  bool operator==(const enrol_code&) const = default;
};

/// The first 75 bits of a SHA-256, as a code carries them: the device trusts
/// no hub whose authority has another.
/// @pre sha256.size() == 32
[[nodiscard]] std::string short_fingerprint(std::string_view sha256);

[[nodiscard]] enrol_code make_enrol_code(random_port& random,
                                         std::string_view authority_sha256);

/// "K7QD-2M4X-...", with a check symbol.
[[nodiscard]] std::string to_text(const enrol_code& code);

/// Takes what a person typed. `enrol_code_mistyped`.
[[nodiscard]] result<enrol_code> parse_enrol_code(std::string_view written);

} // namespace kassa
