#include "tests/emulator/tls_server.hpp"

#include "tests/emulator/connection.hpp"

#include <boost/asio/ssl/stream.hpp>

#include <utility>

namespace kassa::emulator {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using stream = asio::ssl::stream<tcp::socket>;
using talk = connection<stream>;

/// Leaves the socket open until the peer has read why, and goes.
void refuse(const std::shared_ptr<talk>& to) {
  error_code ignored;
  to->stream.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
  to->stream.next_layer().async_read_some(
    asio::buffer(to->buffer), [to](const error_code& why, std::size_t) {
      if (!why)
        refuse(to);
    });
}

} // namespace

tls_server::tls_server(asio::io_context& context, unsigned short port,
                       const credentials& as, session_maker make)
  : door_(context, {asio::ip::address_v4::loopback(), port}),
    tls_(asio::ssl::context::tls_server), make_(std::move(make)) {
  tls_.use_certificate_chain(asio::buffer(as.certificate));
  tls_.use_private_key(asio::buffer(as.key), asio::ssl::context::pem);
  tls_.add_certificate_authority(asio::buffer(as.authority));
  tls_.set_verify_mode(asio::ssl::verify_peer
                       | asio::ssl::verify_fail_if_no_peer_cert);
  accept();
}

tls_server::~tls_server() {
  *alive_ = false;
}

std::string tls_server::address() const {
  return "127.0.0.1:" + std::to_string(door_.local_endpoint().port());
}

void tls_server::accept() {
  door_.async_accept([this, alive = alive_](const error_code& why,
                                            tcp::socket peer) {
    if (!*alive || why)
      return;
    error_code ignored;
    peer.set_option(tcp::no_delay{true}, ignored);
    auto next = std::make_shared<talk>(stream{std::move(peer), tls_}, make_());
    next->stream.async_handshake(asio::ssl::stream_base::server,
                                 [next](const error_code& refused) {
                                   if (refused)
                                     refuse(next);
                                   else
                                     next->read();
                                 });
    accept();
  });
}

} // namespace kassa::emulator
