#pragma once

#include "tests/emulator/device.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <string>

namespace kassa::emulator {

/// As `server`, over TLS. Only who shows a certificate of the authority is
/// spoken to.
class tls_server {
public:
  using session_maker = std::function<std::unique_ptr<session>()>;

  /// PEM texts.
  struct credentials {
    std::string certificate;
    std::string key;
    std::string authority; ///< Of the clients.
  };

  /// @param port 0 for any. @throws boost::system::system_error
  tls_server(boost::asio::io_context& context, unsigned short port,
             const credentials& as, session_maker make);
  ~tls_server();

  /// "127.0.0.1:4711"
  std::string address() const;

private:
  void accept();

  boost::asio::ip::tcp::acceptor door_;
  boost::asio::ssl::context tls_;
  session_maker make_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace kassa::emulator
