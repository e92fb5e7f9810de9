#pragma once

#include "node/certificate.hpp"
#include "proto/base/enrol_code.hpp"
#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"

#include <string>

namespace kassa::node {

/// Where a hub takes enrolments unless it says otherwise.
inline constexpr int enrol_port = 4772;

struct enrolling {
  std::string hub;  ///< HOST or HOST:PORT of the hub's listener for it.
  std::string code; ///< As a person typed it.
  std::string data; ///< Of the terminal to be.
};

/// What a code was worth: the hub's answer, and key and certificate for the
/// wire.
struct redeemed {
  v1::Enrolled what;
  tls::credentials own;
};

/// Whose SHA-256 a code carries.
[[nodiscard]] bool is_of(const std::string& certificate,
                         const enrol_code& code);

/// Finds the hub whose authority the code names, and shows it code and keys.
/// The key for the wire is synced before. Blocks on the network.
/// @param claim says who asks, where that is known
[[nodiscard]] result<redeemed>
redeem(const enrolling& with, const enrol_code& code, v1::EnrolClaim claim,
       const key_pair& device, const store::files& disk);

/// Asks a hub to make this machine a terminal: makes and syncs the device key
/// and that of its certificate, finds the hub whose authority the code names,
/// shows it code and keys, and takes certificate and bundle. A folder that has
/// its bundle already keeps it, and asks nobody. Asked again, it answers the
/// same for a day. Blocks on the network.
/// @returns the bundle, as `init` reads it; enrol_code_*, other_hub,
///   unavailable, busy, protocol, io
[[nodiscard]] result<std::string> fetch_bundle(const enrolling& with,
                                               const store::files& disk,
                                               random_port& random);

} // namespace kassa::node
