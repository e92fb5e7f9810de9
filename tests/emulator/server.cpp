#include "tests/emulator/server.hpp"

#include "tests/emulator/connection.hpp"

#include <utility>

namespace kassa::emulator {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

class control_session : public session {
public:
  explicit control_session(std::map<std::string, order_taker> devices)
    : devices_(std::move(devices)) {}

  std::vector<action> take(std::string_view bytes) override {
    std::vector<action> out;
    for (char c : bytes) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      out.push_back({serve(std::exchange(line_, {})) + '\n'});
    }
    return out;
  }

private:
  std::string serve(std::string line) {
    if (!line.empty() && line.back() == '\r')
      line.pop_back();
    auto space = line.find(' ');
    auto to = devices_.find(line.substr(0, space));
    if (to == devices_.end() || space == std::string::npos)
      return "error no device " + line.substr(0, space);
    return to->second(line.substr(space + 1));
  }

  std::map<std::string, order_taker> devices_;
  std::string line_;
};

} // namespace

server::server(asio::io_context& context, unsigned short port,
               session_maker make)
  : door_(context, {asio::ip::address_v4::loopback(), port}),
    make_(std::move(make)) {
  accept();
}

server::~server() {
  *alive_ = false;
}

std::string server::address() const {
  return "127.0.0.1:" + std::to_string(door_.local_endpoint().port());
}

void server::accept() {
  door_.async_accept([this, alive = alive_](const error_code& why,
                                            tcp::socket peer) {
    if (!*alive || why)
      return;
    error_code ignored;
    peer.set_option(tcp::no_delay{true}, ignored);
    std::make_shared<connection<tcp::socket>>(std::move(peer), make_())->read();
    accept();
  });
}

std::unique_ptr<session>
make_control_session(std::map<std::string, order_taker> devices) {
  return std::make_unique<control_session>(std::move(devices));
}

} // namespace kassa::emulator
