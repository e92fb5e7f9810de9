#pragma once

#include "node/bundle.hpp"
#include "node/certificate.hpp"
#include "node/folder.hpp"
#include "tests/support/shop.hpp"

namespace kassa::testing {

/// What a terminal's folder gives to who has it.
struct folder_secrets {
  scope of;
  key_pair device;
  v1::Bundle bundle;
  tls::credentials wire;
};

inline folder_secrets secrets_of(const shop::till& from) {
  store::files disk;
  folder_secrets out;
  out.bundle
    = *node::parse_bundle(content_of(node::bundle_path(from.data)), from.data);
  out.of = node::scope_of(out.bundle);
  out.device = *node::read_device_key(disk, from.data);
  out.wire = *node::own_credentials(disk, from.data);
  return out;
}

} // namespace kassa::testing
