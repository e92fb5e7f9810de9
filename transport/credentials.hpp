#pragma once

#include "transport/tls/certificates.hpp"

#include <memory>
#include <string>

namespace kassa::transport {

/// Who a terminal is on the wire, and whose word it takes for who is its hub.
struct terminal_credentials {
  std::string authority; ///< PEM.
  tls::credentials own;
};

/// Where a link to the hub has its credentials from; they may be renewed at any
/// time. Thread-safe; nothing blocks.
class credentials_port {
public:
  virtual ~credentials_port() = default;
  /// The newest; nullptr: none yet.
  virtual std::shared_ptr<const terminal_credentials> now() = 0;
  /// The hub answered on a connection made with them.
  virtual void reached() = 0;
  /// It could not be reached; maybe because of them.
  virtual void unreached() = 0;
};

} // namespace kassa::transport
