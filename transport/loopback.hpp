#pragma once

#include "proto/base/endpoint.hpp"

#include <string>
#include <string_view>

namespace kassa::transport {

/// Without TLS nothing leaves the machine: takes "HOST:PORT" where HOST is in
/// 127.0.0.0/8, is [::1] or localhost (which is taken for 127.0.0.1). Errors:
/// not_loopback, and invalid as of `parse_endpoint`.
[[nodiscard]] result<endpoint> check_loopback(std::string_view address);

/// As gRPC takes it, an address without asking a resolver:
/// "ipv4:127.0.0.1:50051", "dns:///kassa.example:4770".
[[nodiscard]] std::string target_of(const endpoint& there);

/// Whether an address of this machine can be listened on now. Errors:
/// address_taken; invalid when the system refuses it for another reason.
/// @pre it is no name
[[nodiscard]] status probe(const endpoint& address);

} // namespace kassa::transport
