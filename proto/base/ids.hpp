#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace kassa {

/// The place of a record in its journal: from 1, without gaps.
using seq_t = std::uint64_t;

/// What every number, counter, receipt and Z belongs to (L1). A value of this
/// type is always well-formed: make one with `make_scope`.
struct scope {
  std::string store;    ///< 1 to 16 of [a-z0-9-].
  std::string terminal; ///< 4 to 16 of [A-Z0-9].

  auto operator<=>(const scope&) const = default;
};

/// Checks both ids.
[[nodiscard]] result<scope> make_scope(std::string_view store,
                                       std::string_view terminal);

/// Store ids: 1 to 16 of [a-z0-9-].
[[nodiscard]] status check_store_id(std::string_view id);

/// Terminal-IDs given by hand: 4 to 16 of [A-Z0-9].
[[nodiscard]] status check_terminal_id(std::string_view id);

/// Makes a Terminal-ID: 50 random bits as ten characters without I, L, O and U,
/// and a check character that catches one wrong and two swapped characters.
[[nodiscard]] std::string issue_terminal_id(random_port& random);

/// Whether an issued Terminal-ID's check character agrees.
[[nodiscard]] bool issued_check_holds(std::string_view id);

/// Swedish organisation or personal number: ten digits, Luhn. Takes
/// "NNNNNN-NNNN" too and answers the ten digits.
[[nodiscard]] result<std::string> parse_org_no(std::string_view text);

/// "556677-8899"
[[nodiscard]] std::string print_org_no(std::string_view digits);

} // namespace kassa
