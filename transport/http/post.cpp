#include "transport/http/post.hpp"

#include "proto/base/endpoint.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <utility>

namespace kassa::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::uint64_t answer_max = 4UL * 1024 * 1024;

/// A connection on the caller's thread: each step runs to its end, or until
/// the patience is over.
class dialled {
public:
  dialled(std::string address, asio::ssl::context& with,
          std::chrono::milliseconds patience)
    : address_(std::move(address)), stream_(context_, with),
      end_(std::chrono::steady_clock::now() + patience) {}

  status shake_hands(const std::string& name) {
    auto there = parse_endpoint(address_);
    if (!there)
      return there.why();
    tcp::resolver finder{context_};
    error_code why;
    auto all = finder.resolve(there->host, std::to_string(there->port), why);
    if (why)
      return gone(why);
    if (auto s = run([&](auto done) {
          lowest().async_connect(
            all,
            [done](const error_code& x, const tcp::endpoint&) { done(x); });
        });
        !s)
      return s;
    if (!name.empty()) {
      SSL_set1_host(stream_.native_handle(), name.c_str());
      SSL_set_tlsext_host_name(stream_.native_handle(), name.c_str());
    }
    return run([&](auto done) {
      stream_.async_handshake(asio::ssl::stream_base::client, done);
    });
  }

  status exchange(const bhttp::request<bhttp::string_body>& what,
                  answer& into) {
    if (auto s = run([&](auto done) {
          bhttp::async_write(
            stream_, what,
            [done](const error_code& x, std::size_t) { done(x); });
        });
        !s)
      return s;
    beast::flat_buffer buffer;
    bhttp::response_parser<bhttp::string_body> parser;
    parser.body_limit(answer_max);
    if (auto s = run([&](auto done) {
          bhttp::async_read(
            stream_, buffer, parser,
            [done](const error_code& x, std::size_t) { done(x); });
        });
        !s)
      return s;
    auto got = parser.release();
    into = {static_cast<int>(got.result_int()), std::move(got.body())};
    return ok;
  }

  SSL* tls() { return stream_.native_handle(); }

private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  error gone(const error_code& why) const {
    return {errc::unavailable, {{"what", address_}}, why.message()};
  }

  template <class Begin>
  status run(const Begin& begin) {
    lowest().expires_at(end_);
    error_code how = asio::error::timed_out;
    begin([&how](const error_code& x) { how = x; });
    context_.restart();
    context_.run();
    return how ? status{gone(how)} : ok;
  }

  std::string address_;
  asio::io_context context_;
  beast::ssl_stream<beast::tcp_stream> stream_;
  std::chrono::steady_clock::time_point end_;
};

std::unique_ptr<asio::ssl::context> make_context() {
  auto out
    = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(out->native_handle(), TLS1_2_VERSION);
  return out;
}

std::string print(X509* what) {
  std::unique_ptr<BIO, decltype(&BIO_free_all)> out{BIO_new(BIO_s_mem()),
                                                    &BIO_free_all};
  PEM_write_bio_X509(out.get(), what);
  char* data = nullptr;
  auto size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

} // namespace

result<answer> post(const std::string& address, const trust& whom,
                    const std::string& target, std::string body,
                    std::chrono::milliseconds patience) {
  auto with = make_context();
  error_code why;
  with->add_certificate_authority(asio::buffer(whom.authority), why);
  if (why)
    return error{errc::corrupt, {{"what", "PEM"}}, why.message()};
  with->set_verify_mode(asio::ssl::verify_peer);
  dialled to{address, *with, patience};
  if (auto s = to.shake_hands(whom.name); !s)
    return s.why();
  bhttp::request<bhttp::string_body> what{bhttp::verb::post, target, 11};
  what.set(bhttp::field::host, whom.name);
  what.set(bhttp::field::content_type, "application/octet-stream");
  what.keep_alive(false);
  what.body() = std::move(body);
  what.prepare_payload();
  answer out;
  if (auto s = to.exchange(what, out); !s)
    return s.why();
  return out;
}

result<std::string>
find_authority(const std::string& address,
               const std::function<bool(const std::string&)>& holds,
               std::chrono::milliseconds patience) {
  auto with = make_context();
  with->set_verify_mode(asio::ssl::verify_none);
  dialled to{address, *with, patience};
  if (auto s = to.shake_hands({}); !s)
    return s.why();
  auto* chain = SSL_get_peer_cert_chain(to.tls());
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i)
    if (auto pem = print(sk_X509_value(chain, i)); holds(pem))
      return pem;
  return error{errc::other_hub, {{"hub", address}}};
}

} // namespace kassa::http
