#pragma once

#include "actors/sync/proof.hpp"
#include "hub/authority.hpp"
#include "node/bundle.hpp"
#include "node/certificate.hpp"
#include "node/folder.hpp"
#include "tests/support/fixed_credentials.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

/// Who may speak to a hub over TLS, without a listener for enrolment.
namespace kassa::testing {

template <class T>
T take_or_throw(result<T> from) {
  if (!from)
    throw std::runtime_error{to_string(from.why())};
  return *std::move(from);
}

/// A hub's authority in a folder.
inline hub::authority trust_in(const std::string& folder) {
  store::files disk;
  if (auto s = disk.make_folder(folder); !s)
    throw std::runtime_error{to_string(s.why())};
  return take_or_throw(hub::open_authority(disk, folder));
}

/// Of a terminal that the authority knows without asking.
inline std::unique_ptr<fixed_credentials>
credentials_of(const scope& who, const hub::authority& by) {
  auto own = take_or_throw(
    tls::issue(by.ca, {tls::usage::client, who.terminal, who.store}, {}));
  return std::make_unique<fixed_credentials>(
    transport::terminal_credentials{by.ca.certificate, std::move(own)});
}

/// Has an Office give the terminal of a data folder its certificate.
inline std::unique_ptr<fixed_credentials>
enrol_folder(const std::string& data,
             const std::function<v1::Enrolled(v1::EnrolRequest)>& office) {
  store::files disk;
  auto text = take_or_throw(disk.read(node::bundle_path(data)));
  auto bundle = take_or_throw(node::parse_bundle(text.value(), data));
  auto own = take_or_throw(node::own_credentials(disk, data));
  auto device = take_or_throw(node::read_device_key(disk, data));
  auto claim = take_or_throw(node::claim_of(bundle, own.key));
  claim.set_device_key(device.public_key);
  own.certificate
    = office(sync::make_enrol_request(claim, device)).certificate();
  return std::make_unique<fixed_credentials>(
    transport::terminal_credentials{bundle.authority(), std::move(own)});
}

} // namespace kassa::testing
