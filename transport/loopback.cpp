#include "transport/loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <unistd.h>

namespace kassa::transport {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  auto [end, bad]
    = std::from_chars(text.data(), text.data() + text.size(), port);
  if (bad != std::errc{} || end != text.data() + text.size() || text.empty())
    return std::nullopt;
  return port;
}

/// Four numbers and nothing else: "127.1" and names do not pass.
bool is_v4_loopback(const std::string& host) {
  in_addr parsed{};
  return inet_pton(AF_INET, host.c_str(), &parsed) == 1
         && (ntohl(parsed.s_addr) >> 24) == 127;
}

bool is_v6_loopback(const std::string& host) {
  in6_addr parsed{};
  return inet_pton(AF_INET6, host.c_str(), &parsed) == 1
         && std::memcmp(&parsed, &in6addr_loopback, sizeof parsed) == 0;
}

class socket_handle {
public:
  explicit socket_handle(int family)
    : fd_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~socket_handle() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  socket_handle(const socket_handle&) = delete;
  socket_handle& operator=(const socket_handle&) = delete;

  /// Whether somebody could listen there: 0, or errno.
  int try_listen(const sockaddr* address, socklen_t size) const {
    int on = 1;
    if (fd_ < 0
        || ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || ::bind(fd_, address, size) != 0 || ::listen(fd_, 1) != 0)
      return errno;
    return 0;
  }

private:
  int fd_;
};

int try_listen(const loopback& address) {
  if (address.v6) {
    sockaddr_in6 to{};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(address.port);
    to.sin6_addr = in6addr_loopback;
    return socket_handle{AF_INET6}.try_listen(
      reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(address.port);
  inet_pton(AF_INET, address.host.c_str(), &to.sin_addr);
  return socket_handle{AF_INET}.try_listen(
    reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

} // namespace

std::string loopback::text() const {
  auto name = v6 ? "[" + host + "]" : host;
  return name + ":" + std::to_string(port);
}

std::string loopback::target() const {
  return (v6 ? "ipv6:" : "ipv4:") + text();
}

result<loopback> check_loopback(std::string_view address) {
  auto foreign = error{errc::not_loopback, {{"address", std::string{address}}}};
  auto portless
    = error{errc::invalid, {{"what", std::string{address} + " (HOST:PORT)"}}};
  loopback out;
  auto colon = address.rfind(':');
  auto bracketed = address.starts_with('[');
  auto end = bracketed ? address.find(']') : colon;
  if (bracketed && end != std::string_view::npos) {
    out.host = address.substr(1, end - 1);
    out.v6 = true;
    colon = end + 1 < address.size() && address[end + 1] == ':'
              ? end + 1
              : std::string_view::npos;
  } else {
    out.host = address.substr(0, colon);
  }
  if (out.host == "localhost" && !out.v6)
    out.host = "127.0.0.1";
  if (out.v6 ? !is_v6_loopback(out.host) : !is_v4_loopback(out.host))
    return foreign;
  auto port = colon == std::string_view::npos
                ? std::nullopt
                : parse_port(address.substr(colon + 1));
  if (!port)
    return portless;
  if (out.v6)
    out.host = "::1";
  out.port = *port;
  return out;
}

status probe(const loopback& address) {
  if (address.port == 0)
    return ok;
  auto code = try_listen(address);
  if (code == 0)
    return ok;
  if (code == EADDRINUSE)
    return error{errc::address_taken, {{"address", address.text()}}};
  return error{errc::invalid,
               {{"what", address.text() + ": " + std::strerror(code)}}};
}

} // namespace kassa::transport
