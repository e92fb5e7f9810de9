#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"
#include "transport/tls/certificates.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/enrol.pb.h>

#include <chrono>
#include <string>
#include <variant>

/// The key and certificate that a terminal shows on the wire: "tls.pem" in its
/// data folder, 0600.
namespace kassa::node {

/// How long one call to a hub's enrolment may take.
inline constexpr std::chrono::seconds hub_patience{20};

/// What is there: the certificate is empty before the first. A new key, synced,
/// where nothing is, or nothing that can be used. io
[[nodiscard]] result<tls::credentials> own_credentials(const store::files& disk,
                                                       const std::string& data);

/// Synced.
[[nodiscard]] status keep_credentials(const store::files& disk,
                                      const std::string& data,
                                      const tls::credentials& what);

/// Where a hub takes enrolments, and whose word makes it the hub.
struct enrol_door {
  std::string address;
  std::string authority; ///< PEM.
};

/// What a hub gave, and its clock.
struct enrolled {
  v1::Enrolled what;
  std::int64_t hub_ms = 0;
};

/// A hub's no.
struct not_enrolled {
  error why;
  std::uint32_t retry_after_ms = 0;
};

/// Asks a hub: for what a code is worth, for a certificate, or for both. Fills
/// in key and program, and signs. Blocks on the network.
[[nodiscard]] std::variant<enrolled, not_enrolled>
ask_hub(const enrol_door& at, v1::EnrolClaim claim, const key_pair& device);

/// The claim of a terminal that has its bundle and wants a certificate for a
/// key.
[[nodiscard]] result<v1::EnrolClaim> claim_of(const v1::Bundle& bundle,
                                              const std::string& tls_key);

} // namespace kassa::node
