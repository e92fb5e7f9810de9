#pragma once

#include "proto/base/result.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace kassa::http {

/// Whom the caller believes: the authority's certificate, PEM, and the name
/// that the server's own must carry, whatever its address is.
struct trust {
  std::string authority;
  std::string name;
};

struct answer {
  int status = 0;
  std::string body;
};

/// One POST over HTTPS, on a connection of its own. Blocks.
/// @param address HOST:PORT; a name is resolved
/// @param patience for the whole call, but for finding a name's address
/// @returns `unavailable` naming `address`, also where the server is not whom
///   we trust; `invalid` for what is no address
[[nodiscard]] result<answer> post(const std::string& address, const trust& whom,
                                  const std::string& target, std::string body,
                                  std::chrono::milliseconds patience);

/// The certificate that `holds` accepts among those that a server shows, for
/// who knows its authority by a fingerprint. Nothing is said to the server.
/// Blocks.
/// @param holds takes a certificate, PEM
/// @returns `unavailable`; `other_hub` where no certificate is accepted
[[nodiscard]] result<std::string>
find_authority(const std::string& address,
               const std::function<bool(const std::string&)>& holds,
               std::chrono::milliseconds patience);

} // namespace kassa::http
