#pragma once

#include "proto/base/result.hpp"
#include "transport/limits.hpp"
#include "transport/tls/certificates.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace grpc {
class Server;
class Service;
} // namespace grpc

namespace kassa::transport {

struct server_options {
  bool reflection = true;
  bool health = true;
  int receive_max = transport::receive_max; ///< Bytes of one message.
  /// Mutual TLS: every peer shows a certificate of the authority. The files are
  /// read again when they change. nullopt: plain, and on loopback only.
  std::optional<tls::files> secured = {};
};

/// A listener. Methods may be called from any thread.
class server {
public:
  server(std::unique_ptr<grpc::Server> held, std::string address);
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  /// Stops at once if nobody has.
  ~server();

  /// Where it listens, with the real port: "127.0.0.1:41233".
  const std::string& address() const noexcept { return address_; }

  /// Takes no new calls, lets those under way finish, cancels what is left
  /// after `grace`, and returns when no callback of a service runs any more.
  void stop(std::chrono::milliseconds grace = std::chrono::seconds{2});

private:
  std::unique_ptr<grpc::Server> held_;
  std::string address_;
};

/// Listens and serves. Port 0 takes a free one. The services stay the
/// caller's and outlive the server. Errors: not_loopback without TLS,
/// address_taken, invalid.
[[nodiscard]] result<std::unique_ptr<server>>
serve(const std::string& address, const std::vector<grpc::Service*>& services,
      server_options options = {});

} // namespace kassa::transport
