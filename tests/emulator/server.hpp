#pragma once

#include "tests/emulator/device.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace kassa::emulator {

/// Listens on this machine and speaks whatever its sessions do. Answers go out
/// in order; a late one holds up what follows.
class server {
public:
  using session_maker = std::function<std::unique_ptr<session>()>;

  /// @param port 0 for any. @throws boost::system::system_error
  server(boost::asio::io_context& context, unsigned short port,
         session_maker make);
  ~server();

  std::string address() const;

private:
  void accept();

  boost::asio::ip::tcp::acceptor door_;
  session_maker make_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

/// What a device does with a line of the control protocol.
using order_taker = std::function<std::string(std::string_view)>;

/// A session of the control protocol: "DEVICE order", a line each, answered by
/// a line.
std::unique_ptr<session>
make_control_session(std::map<std::string, order_taker> devices);

} // namespace kassa::emulator
