#pragma once

#include "proto/base/result.hpp"
#include "store/files.hpp"
#include "transport/tls/certificates.hpp"

#include <string>

namespace kassa::hub {

/// The hub's own certification authority, and what its listeners show of
/// themselves: "ca.pem" and "tls.pem" in the identity folder, each a
/// certificate and its key, mode 0600, good from 1970 to 9999 (a till's clock
/// may be wrong). Removing "tls.pem" and starting anew rotates the listeners'
/// key; a new authority means that every terminal is enrolled again.
struct authority {
  tls::credentials ca;
  tls::credentials server; ///< Its chain ends with the authority's.
  std::string sha256;      ///< Of the authority's certificate.
};

/// Reads both, and makes what is missing. `corrupt` names a file that holds no
/// certificate and key.
[[nodiscard]] result<authority> open_authority(const store::files& files,
                                               const std::string& folder);

} // namespace kassa::hub
