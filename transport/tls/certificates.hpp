#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <string>

/// Certificates, over OpenSSL. All text is PEM, all keys are P-256: every TLS
/// library takes them. Any thread.
namespace kassa::tls {

/// A certificate, with those between it and its authority behind it, and its
/// private key.
struct credentials {
  std::string certificate;
  std::string key;
};

/// UTC milliseconds; the second counts too.
struct validity {
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 253'402'300'799'000; ///< The end of year 9999.
};

/// From 1970 to 9999: what a till with any clock has to believe (design,
/// section 8).
inline constexpr validity for_ever{};

/// The name in a hub's own certificate, whatever its address is: a terminal
/// trusts the authority, not the way to it.
inline constexpr const char* hub_name = "kassa-hub";

/// Whom a certificate is for.
struct holder {
  std::string name;        ///< Common name.
  std::string alternative; ///< "DNS:kassa-hub,IP:127.0.0.1"; empty: none.
};

/// One that signs others and nothing else. `internal` when OpenSSL fails.
[[nodiscard]] result<credentials> make_authority(const std::string& name,
                                                 const validity& lasts);

/// A key, and the certificate that the authority signs for it.
/// @returns `corrupt` when the authority's texts are none
[[nodiscard]] result<credentials>
issue(const credentials& authority, const holder& whose, const validity& lasts);

/// SHA-256 of the first certificate of a text: 32 bytes. `corrupt`
[[nodiscard]] result<std::string> fingerprint(const std::string& certificate);

} // namespace kassa::tls
