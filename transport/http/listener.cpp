#include "transport/http/listener.hpp"

#include "proto/base/endpoint.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

namespace kassa::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

using context_ptr = std::shared_ptr<asio::ssl::context>;

/// TLS 1.2 at least, with these credentials.
result<context_ptr> context_of(const tls::credentials& as) {
  auto out
    = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  if (SSL_CTX_set_min_proto_version(out->native_handle(), TLS1_2_VERSION) != 1)
    return error{errc::internal, {}, "TLS 1.2"};
  error_code why;
  out->use_certificate_chain(asio::buffer(as.certificate), why);
  if (!why)
    out->use_private_key(asio::buffer(as.key), asio::ssl::context::pem, why);
  if (why)
    return error{errc::corrupt, {{"what", "PEM"}}, why.message()};
  return out;
}

/// The certificate that is shown now. Of the listener's thread.
class shown_certificate {
public:
  shown_certificate(listener::source from, std::chrono::milliseconds look)
    : from_(std::move(from)), look_(look) {}

  status read() {
    looked_ = std::chrono::steady_clock::now();
    auto as = from_();
    if (!as)
      return as.why();
    if (tls_ && as->certificate == now_.certificate && as->key == now_.key)
      return ok;
    auto made = context_of(*as);
    if (!made)
      return made.why();
    tls_ = *std::move(made);
    now_ = *std::move(as);
    return ok;
  }

  /// @pre it was read once
  const context_ptr& now() {
    if (std::chrono::steady_clock::now() - looked_ >= look_)
      (void)read(); // A file that is being replaced: at the next look.
    return tls_;
  }

private:
  listener::source from_;
  std::chrono::milliseconds look_;
  std::chrono::steady_clock::time_point looked_;
  tls::credentials now_;
  context_ptr tls_;
};

/// What all connections share.
struct shared_parts {
  shown_certificate certificate;
  listener::handler on;
  listener_limits with;
  std::size_t open = 0; ///< Connections. Of the listener's thread.
};

/// One connection: hands, a request, its answer, the end.
class connection : public std::enable_shared_from_this<connection> {
public:
  connection(tcp::socket peer, std::shared_ptr<shared_parts> of)
    : of_(std::move(of)), tls_(of_->certificate.now()),
      stream_(std::move(peer), *tls_) {
    ++of_->open;
    error_code ignored;
    peer_ = beast::get_lowest_layer(stream_)
              .socket()
              .remote_endpoint(ignored)
              .address()
              .to_string(ignored);
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() { --of_->open; }

  void begin() {
    wait();
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = shared_from_this()](const error_code& why) {
                              if (!why)
                                self->read();
                            });
  }

private:
  void wait() {
    beast::get_lowest_layer(stream_).expires_after(of_->with.patience);
  }

  void read() {
    wait();
    parser_.body_limit(of_->with.body_max);
    bhttp::async_read(
      stream_, buffer_, parser_,
      [self = shared_from_this()](const error_code& why, std::size_t) {
        if (why == bhttp::error::body_limit)
          self->answer({413, {}});
        else if (!why)
          self->ask();
      });
  }

  void ask() {
    auto& got = parser_.get();
    answer(of_->on({std::string{got.method_string()}, std::string{got.target()},
                    std::move(got.body()), peer_}));
  }

  void answer(response what) {
    wait();
    answer_.result(static_cast<unsigned>(what.status));
    answer_.set(bhttp::field::content_type, "application/octet-stream");
    answer_.keep_alive(false);
    answer_.body() = std::move(what.body);
    answer_.prepare_payload();
    bhttp::async_write(
      stream_, answer_,
      [self = shared_from_this()](const error_code& why, std::size_t) {
        if (!why)
          self->end();
      });
  }

  void end() {
    wait();
    stream_.async_shutdown([self = shared_from_this()](const error_code&) {});
  }

  std::shared_ptr<shared_parts> of_;
  context_ptr tls_;
  beast::ssl_stream<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
  bhttp::request_parser<bhttp::string_body> parser_;
  bhttp::response<bhttp::string_body> answer_;
  std::string peer_;
};

class tls_listener : public listener {
public:
  explicit tls_listener(std::shared_ptr<shared_parts> of)
    : of_(std::move(of)) {}
  tls_listener(const tls_listener&) = delete;
  tls_listener& operator=(const tls_listener&) = delete;
  ~tls_listener() override {
    context_.stop();
    if (thread_.joinable())
      thread_.join();
  }

  status open(const tcp::endpoint& at) {
    error_code why;
    door_.open(at.protocol(), why);
    if (!why)
      door_.set_option(tcp::acceptor::reuse_address{true}, why);
    if (!why)
      door_.bind(at, why);
    if (!why)
      door_.listen(asio::socket_base::max_listen_connections, why);
    if (why == asio::error::address_in_use)
      return error{errc::address_taken, {{"address", print(at)}}};
    if (why)
      return error{errc::invalid, {{"what", print(at) + ": " + why.message()}}};
    address_ = print(door_.local_endpoint());
    accept();
    thread_ = std::thread([this] { context_.run(); });
    return ok;
  }

  std::string address() const override { return address_; }

private:
  static std::string print(const tcp::endpoint& at) {
    auto host = at.address().to_string();
    return (at.address().is_v6() ? '[' + host + ']' : host) + ':'
           + std::to_string(at.port());
  }

  void accept() {
    door_.async_accept([this](const error_code& why, tcp::socket peer) {
      if (!why && of_->open < of_->with.connections_max)
        std::make_shared<connection>(std::move(peer), of_)->begin();
      if (why != asio::error::operation_aborted)
        accept();
    });
  }

  std::shared_ptr<shared_parts> of_;
  asio::io_context context_;
  tcp::acceptor door_{context_};
  std::string address_;
  std::thread thread_;
};

std::optional<tcp::endpoint> parse(const std::string& address) {
  auto there = parse_endpoint(address);
  if (!there)
    return std::nullopt;
  error_code why;
  auto ip = asio::ip::make_address(
    there->host == "localhost" ? "127.0.0.1" : there->host, why);
  if (why)
    return std::nullopt;
  return tcp::endpoint{ip, there->port};
}

} // namespace

result<std::unique_ptr<listener>> listener::start(const std::string& address,
                                                  source as, handler on,
                                                  listener_limits with) {
  auto at = parse(address);
  if (!at)
    return error{errc::invalid, {{"what", address + " (IP:PORT)"}}};
  auto parts = std::make_shared<shared_parts>(shared_parts{
    shown_certificate{std::move(as), with.look}, std::move(on), with});
  if (auto s = parts->certificate.read(); !s)
    return s.why();
  auto out = std::make_unique<tls_listener>(std::move(parts));
  if (auto s = out->open(*at); !s)
    return s.why();
  return std::unique_ptr<listener>{std::move(out)};
}

} // namespace kassa::http
