#pragma once

#include "transport/tls/certificates.hpp"

#include <string>

/// Certificates for tests and demonstrations, made when they are wanted and
/// worth nothing.
namespace kassa::emulator {

/// PEM texts.
using credential = tls::credentials;

/// One that may sign others.
credential make_authority(const std::string& name);

/// Seconds from now.
struct validity {
  long from = -3600;
  long until = 24 * 3600;
};

/// @param hosts subjectAltName
credential issue(const credential& by, const std::string& name,
                 const validity& lasts = {},
                 tls::usage use = tls::usage::server,
                 const std::string& hosts = "IP:127.0.0.1,DNS:localhost");

/// Writes a PEM file that only its owner may read. @returns whether it went
bool write_private(const std::string& path, const std::string& text);

} // namespace kassa::emulator
