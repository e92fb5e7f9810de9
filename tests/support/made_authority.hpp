#pragma once

#include "hub/authority.hpp"

namespace kassa::testing {

/// A hub's authority that lies in no folder.
inline hub::authority made_authority() {
  hub::authority out;
  out.ca = *tls::make_authority("test", {});
  out.sha256 = *tls::fingerprint(out.ca.certificate);
  return out;
}

} // namespace kassa::testing
