#pragma once

#include "proto/base/result.hpp"
#include "store/files.hpp"
#include "transport/tls/certificates.hpp"

#include <string>

namespace kassa::hub {

/// The hub's own certification authority, and what its listeners show of
/// themselves: "ca.pem" and "tls.pem" in the identity folder, each a
/// certificate and its key, mode 0600, good from 1970 to 9999 (a till's clock
/// may be wrong). The listeners' key rotates when "tls.pem" is removed and the
/// hub started anew; replacing the file is enough. A new authority
/// means that every terminal is enrolled again.
struct authority {
  tls::credentials ca;
  tls::credentials server; ///< Its chain ends with the authority's.
  std::string sha256;      ///< Of the authority's certificate.
  tls::files files;        ///< Where both lie.
};

/// Reads both, and makes what is missing. `corrupt` names a file that holds no
/// certificate and key.
[[nodiscard]] result<authority> open_authority(const store::files& files,
                                               const std::string& folder);

/// What a listener shows now: the file may have been replaced since.
[[nodiscard]] result<tls::credentials> shown_by(const authority& of);

} // namespace kassa::hub
