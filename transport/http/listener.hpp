#pragma once

#include "proto/base/result.hpp"
#include "transport/tls/certificates.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace kassa::http {

struct request {
  std::string method; ///< "POST"
  std::string target; ///< "/v1/enrol"
  std::string body;
  std::string peer; ///< Address, for the log.
};

struct response {
  int status = 200;
  std::string body; ///< application/octet-stream
};

struct listener_limits {
  std::size_t body_max = 64UL * 1024;
  std::size_t connections_max = 64; ///< At once; more are hung up on.
  /// For hands to be shaken, for the request to come, for the answer to go.
  std::chrono::seconds patience{10};
  /// How often it is looked whether the certificate is another one.
  std::chrono::milliseconds look{2000};
};

/// Serves small calls over HTTPS (TLS 1.2 at least), one a connection, on a
/// thread of its own.
class listener {
public:
  /// Called on the listener's thread, one call at a time; may block on a disk.
  using handler = std::function<response(const request&)>;

  /// What it shows; its chain holds the authority, for who knows its
  /// fingerprint. Called at the start, and on the listener's thread before a
  /// connection is taken, not more often than `look`: what it
  /// answers then is shown from there on, and an error changes nothing.
  using source = std::function<result<tls::credentials>()>;

  /// @param address HOST:PORT of this machine, any interface; port 0 takes a
  ///   free one
  /// @returns `address_taken`; `invalid` for what is no address
  static result<std::unique_ptr<listener>> start(const std::string& address,
                                                 source as, handler on,
                                                 listener_limits with = {});
  virtual ~listener() = default;

  /// With the real port: "127.0.0.1:41233".
  [[nodiscard]] virtual std::string address() const = 0;
};

} // namespace kassa::http
