#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kassa {

/// Where somebody listens: a host, which is a name or an address, and a port.
struct endpoint {
  enum class kind : std::uint8_t { name, v4, v6 };

  std::string host; ///< Without brackets.
  std::uint16_t port = 0;
  kind is = kind::name;

  /// "kassa.example:4770", "127.0.0.1:50051", "[::1]:50051"
  [[nodiscard]] std::string text() const;
};

/// Takes "HOST:PORT"; an IPv6 address stands in brackets. `invalid` where there
/// is no host, or no port from 0 to 65535.
[[nodiscard]] result<endpoint> parse_endpoint(std::string_view text);

} // namespace kassa
