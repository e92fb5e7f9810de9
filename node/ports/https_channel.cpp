#include "node/ports/https_channel.hpp"

#include "actors/sale/unit/tcs.hpp"
#include "node/ports/tls.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <optional>
#include <utility>

namespace kassa::node {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::uint64_t answer_max = 64 * 1024;

/// What an opening needs to know, for as long as one lives.
struct endpoint {
  https_target to;
  std::shared_ptr<asio::ssl::context> with;
};

/// One opening of the line: connections one after the other. The operations
/// under way keep it, and the connection that they are of.
class opening : public std::enable_shared_from_this<opening> {
public:
  opening(asio::io_context& context, std::shared_ptr<const endpoint> at,
          unit::byte_channel::events on)
    : context_(context), at_(std::move(at)), on_(std::move(on)) {}

  void begin() {
    if (auto fault = own_certificate_fault(*at_->with); !fault.empty())
      return asio::post(
        context_, [self = shared_from_this(), fault] { self->fail(fault); });
    connect();
  }

  void send(std::string body) {
    request_ = {http::verb::post, at_->to.path, 11};
    request_.set(http::field::host, at_->to.port == "443"
                                      ? at_->to.host
                                      : at_->to.host + ':' + at_->to.port);
    request_.set(http::field::user_agent, "Huvudkassa/" KASSA_VERSION);
    request_.set(http::field::content_type, "application/xml");
    request_.body() = std::move(body);
    request_.prepare_payload();
    asked_ = true;
    renewed_ = false;
    if (ready_)
      write();
    else if (!stream_)
      connect();
  }

  void close() {
    closed_ = true;
    hang_up();
  }

private:
  using stream_ptr = std::shared_ptr<tls_stream>;

  /// Whether what an operation says still matters.
  bool is_old(const stream_ptr& of) const { return closed_ || of != stream_; }

  void hang_up() {
    ready_ = false;
    if (auto old = std::exchange(stream_, {}))
      beast::get_lowest_layer(*old).close();
  }

  void fail(const std::string& why) {
    if (std::exchange(closed_, true))
      return;
    hang_up();
    on_.closed(why);
  }

  void fail(const error_code& why) {
    fail(tls_words(stream_->native_handle(), why));
  }

  void connect() {
    hang_up();
    buffer_.clear();
    stream_ = std::make_shared<tls_stream>(context_, *at_->with);
    expect_host(stream_->native_handle(), at_->to.host);
    auto finder = std::make_shared<tcp::resolver>(context_);
    finder->async_resolve(
      at_->to.host, at_->to.port,
      [self = shared_from_this(), s = stream_,
       finder](const error_code& why, const tcp::resolver::results_type& all) {
        if (self->is_old(s))
          return;
        if (why)
          return self->fail(why);
        self->reach(all);
      });
  }

  void reach(const tcp::resolver::results_type& all) {
    beast::get_lowest_layer(*stream_).async_connect(
      all, [self = shared_from_this(), s = stream_](const error_code& why,
                                                    const tcp::endpoint&) {
        if (self->is_old(s))
          return;
        if (why)
          return self->fail(why);
        error_code ignored;
        beast::get_lowest_layer(*s).socket().set_option(tcp::no_delay{true},
                                                        ignored);
        self->shake_hands();
      });
  }

  void shake_hands() {
    stream_->async_handshake(
      asio::ssl::stream_base::client,
      [self = shared_from_this(), s = stream_](const error_code& why) {
        if (self->is_old(s))
          return;
        if (why)
          return self->fail(why);
        self->use();
      });
  }

  void use() {
    ready_ = true;
    listen();
    if (asked_)
      write();
    if (!std::exchange(opened_, true))
      on_.opened();
  }

  void write() {
    http::async_write(*stream_, request_,
                      [self = shared_from_this(),
                       s = stream_](const error_code& why, std::size_t) {
                        // The reader knows better why: an alert may have come
                        // before.
                        if (why && !self->is_old(s)
                            && why != asio::error::broken_pipe
                            && why != asio::error::connection_reset)
                          self->fail(why);
                      });
  }

  /// Always, so that a connection that ends is noticed.
  void listen() {
    parser_.emplace();
    parser_->body_limit(answer_max);
    http::async_read(*stream_, buffer_, *parser_,
                     [self = shared_from_this(),
                      s = stream_](const error_code& why, std::size_t) {
                       if (self->is_old(s))
                         return;
                       if (why)
                         self->lost(why);
                       else
                         self->take(self->parser_->release());
                     });
  }

  void take(http::response<http::string_body> what) {
    if (!std::exchange(asked_, false))
      return renew(); // Nobody asked: what else may come is nobody's either.
    auto text = std::to_string(what.result_int()) + ' '
                + std::string{what.reason()} + '\n' + what.body();
    if (what.keep_alive())
      listen();
    else
      renew();
    on_.received(text + unit::tcs::message_end);
  }

  /// The connection is gone while it was listened to.
  void lost(const error_code& why) {
    if (asked_ || is_alert(why))
      return why == http::error::end_of_stream ? fail("the server hung up")
                                               : fail(why);
    if (renewed_)
      return hang_up(); // Until there is something to say.
    renew();
  }

  void renew() {
    renewed_ = true;
    connect();
  }

  asio::io_context& context_;
  std::shared_ptr<const endpoint> at_;
  unit::byte_channel::events on_;
  stream_ptr stream_;
  beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::string_body>> parser_;
  http::request<http::string_body> request_;
  bool ready_ = false;   ///< Hands were shaken.
  bool opened_ = false;  ///< And it was told so, the first time.
  bool asked_ = false;   ///< A request waits for its answer.
  bool renewed_ = false; ///< Without being asked for, since the last request.
  bool closed_ = false;
};

/// A line of which at most one opening lives.
class https_channel : public unit::byte_channel {
public:
  https_channel(asio_loop& loop, endpoint at)
    : context_(loop.context()),
      at_(std::make_shared<const endpoint>(std::move(at))) {}
  ~https_channel() override { close(); }

  void open(events on) override {
    close();
    now_ = std::make_shared<opening>(context_, at_, std::move(on));
    now_->begin();
  }

  void send(std::string bytes) override {
    bytes.pop_back(); // The end of the message.
    if (now_)
      now_->send(std::move(bytes));
  }

  void close() override {
    if (auto old = std::exchange(now_, {}))
      old->close();
  }

  bool outlives_closing() const override { return false; }
  std::string name() const override {
    return "https://" + at_->to.host + ':' + at_->to.port + at_->to.path;
  }

private:
  asio::io_context& context_;
  std::shared_ptr<const endpoint> at_;
  std::shared_ptr<opening> now_;
};

} // namespace

std::unique_ptr<unit::byte_channel>
make_https_channel(asio_loop& loop, https_target to,
                   std::shared_ptr<asio::ssl::context> with) {
  return std::make_unique<https_channel>(
    loop, endpoint{std::move(to), std::move(with)});
}

} // namespace kassa::node
