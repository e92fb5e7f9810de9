#pragma once

#include "actors/sale/unit/driver.hpp"
#include "proto/base/result.hpp"

#include <memory>
#include <string>

namespace kassa::node {

/// How Infrasec's control system is reached, for the setting "tcs".
struct tcs_access {
  /// "https://HOST[:PORT][/PATH]"; port 443 and path "/tcsserver" unless given.
  std::string address;
  std::string certificate; ///< PEM file: ours, from Infrasec.
  std::string key;         ///< PEM file; empty: in the same file.
  std::string ca;          ///< PEM file; empty: whom this machine trusts.
  std::string application = "Huvudkassa"; ///< ApplicationID.
};

/// Makes a control unit from its setting; it has a thread of its own, which
/// ends with it. Callbacks come on that thread.
///
///   "none"
///   "kd:tcp:HOST:PORT"     "kd:serial:PATH[@BAUD]"    57600 unless given
///   "ccsp:tcp:HOST:PORT"   "ccsp:serial:PATH[@BAUD]"  9600 unless given
///   "tcs"                  as `tcs_access` says
///
/// @returns `invalid` naming what is wrong, a key file that others can read
/// among it; never an empty pointer
result<std::unique_ptr<unit::control_unit>>
make_unit(const std::string& setting, const unit::driver::settings& with = {},
          const tcs_access& tcs = {});

/// Checks a setting without making anything or reading files.
status check_unit(const std::string& setting, const tcs_access& tcs = {});

} // namespace kassa::node
