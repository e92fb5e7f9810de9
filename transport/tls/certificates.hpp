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

/// Where a listener's own credentials and those of its authority lie, as
/// `parse` reads them.
struct files {
  std::string own;
  std::string authority;
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

/// Which end of a connection a certificate is good for.
enum class usage : std::uint8_t { server, client };

/// Whom a certificate is for.
struct holder {
  usage use = usage::server;
  std::string name;             ///< Common name, at most 64 bytes.
  std::string unit = {};        ///< Organisational unit, the same; empty: none.
  std::string alternative = {}; ///< "DNS:kassa-hub"; empty: none.
};

/// One that signs others and nothing else. `internal` when OpenSSL fails.
[[nodiscard]] result<credentials> make_authority(const std::string& name,
                                                 const validity& lasts);

/// A key, and the certificate that the authority signs for it.
/// @returns `corrupt` when the authority's texts are none
[[nodiscard]] result<credentials>
issue(const credentials& authority, const holder& whose, const validity& lasts);

/// A new private key.
[[nodiscard]] result<std::string> make_key();

/// Asks an authority to certify a key: PKCS #10, signed with that key. It names
/// nobody: whoever decides knows who asks. `corrupt` when the key is none.
[[nodiscard]] result<std::string> make_request(const std::string& key);

/// The certificate for the key of a request. `invalid` when that is none or was
/// not signed with its key; `corrupt` as in `issue`.
[[nodiscard]] result<std::string> certify(const credentials& authority,
                                          const std::string& request,
                                          const holder& whose,
                                          const validity& lasts);

/// Credentials as they lie in a file: the certificates, none or more, and then
/// the key. `corrupt` where there is no key, or a certificate that is none or
/// not the key's.
[[nodiscard]] result<credentials> parse(const std::string& file);
/// What `parse` reads.
[[nodiscard]] std::string print(const credentials& what);

/// What stands in a certificate.
struct content {
  std::string name; ///< As in `holder`.
  std::string unit;
  validity lasts;
};

/// Of the first certificate of a text; believes it. `corrupt`
[[nodiscard]] result<content> read(const std::string& certificate);

/// SHA-256 of the first certificate of a text: 32 bytes. `corrupt`
[[nodiscard]] result<std::string> fingerprint(const std::string& certificate);

} // namespace kassa::tls
