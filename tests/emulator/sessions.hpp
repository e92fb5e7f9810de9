#pragma once

#include "tests/emulator/device.hpp"

#include <memory>

namespace kassa::emulator {

/// The Skattedosan line protocol, seen from the unit.
std::unique_ptr<session> make_kd_session(device& of);

/// CleanCash, protocol version 2, seen from the unit.
std::unique_ptr<session> make_ccsp_session(device& of);

/// What a control system says to one body: an HTTP status, a body, and what
/// goes wrong with it on the way.
struct tcs_reply {
  std::string status; ///< "200 OK"; empty: it says nothing.
  std::string body;
  std::optional<armed_fault> by;
};

/// Infrasec's messages, seen from the control system. `device::codes` knows a
/// receipt by its ControlData as they came, tags and all.
tcs_reply answer_tcs(device& of, const std::string& body);

/// Where the damage of `bad_checksum` goes, counted from the end: there is no
/// checksum, so that the XML does not end.
inline constexpr std::size_t tcs_damage = 1;

/// The same by HTTP/1.1, without TLS.
std::unique_ptr<session> make_tcs_session(device& of);

/// What `device::codes` knows a receipt by: the fields in the order of the
/// kvittodata, parted by a blank, the VAT as "25,00;10,00".
std::string kvittodata(const std::vector<std::string>& fields);

} // namespace kassa::emulator
