#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kassa::transport {

/// A host and port of this very machine. Made by `check_loopback` only.
struct loopback {
  std::string host; ///< "127.0.0.1" or "::1", never a name.
  std::uint16_t port = 0;
  bool v6 = false;

  /// "127.0.0.1:50051", "[::1]:50051"
  [[nodiscard]] std::string text() const;
  /// As gRPC takes it without asking a resolver: "ipv4:127.0.0.1:50051".
  [[nodiscard]] std::string target() const;
};

/// Without TLS nothing leaves the machine: takes "HOST:PORT" where HOST is in
/// 127.0.0.0/8, is [::1] or localhost (which is taken for 127.0.0.1). Errors:
/// not_loopback, and invalid where there is no port from 0 to 65535.
[[nodiscard]] result<loopback> check_loopback(std::string_view address);

/// Whether the address can be listened on now. Errors: address_taken; invalid
/// when the system refuses it for another reason.
[[nodiscard]] status probe(const loopback& address);

} // namespace kassa::transport
