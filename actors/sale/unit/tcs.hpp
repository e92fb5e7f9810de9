#pragma once

#include "actors/sale/unit/codec.hpp"

/// Infrasec's control system as messages (domain-sweden 3.5): XML that is
/// POSTed to `/tcsserver`. Only the messages: there is no HTTPS here.
namespace kassa::unit::tcs {

struct settings {
  std::string application;      ///< ApplicationID, as agreed with Infrasec.
  std::string register_address; ///< Where the register stands, one line.
};

/// The body that registers a receipt. The RequestID is the registration's id,
/// which must be a GUID.
/// @returns `invalid` naming what the protocol cannot carry: more than four
/// rates, one beside 25, 12, 6 and 0 %, a bad GUID, a bad org.nr, a sale and a
/// return on one receipt
[[nodiscard]] result<std::string> encode_receipt(const settings& with,
                                                 const registration& what);

/// The body that asks how the register is; wanted at each start and log-in.
[[nodiscard]] result<std::string> encode_status(const settings& with,
                                                std::string_view id,
                                                std::string_view org_no,
                                                std::string_view register_name);

/// What a body says. A code answers the registration with this id; an answer
/// to another is `garbled`, so that it cannot be taken for this one's.
/// @param id the RequestID of the request
/// @param number its receipt's number; 0 for a status
[[nodiscard]] answer decode(std::string_view body, std::string_view id,
                            std::uint64_t number);

} // namespace kassa::unit::tcs
