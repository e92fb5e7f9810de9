#pragma once

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
