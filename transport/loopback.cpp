#include "transport/loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <unistd.h>

namespace kassa::transport {

namespace {

/// The whole of 127.0.0.0/8.
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

int try_listen(const endpoint& address) {
  if (address.is == endpoint::kind::v6) {
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

result<endpoint> check_loopback(std::string_view address) {
  auto out = parse_endpoint(address);
  if (!out)
    return out;
  if (out->host == "localhost") {
    out->host = "127.0.0.1";
    out->is = endpoint::kind::v4;
  }
  switch (out->is) {
  case endpoint::kind::v4:
    if (is_v4_loopback(out->host))
      return out;
    break;
  case endpoint::kind::v6:
    if (is_v6_loopback(out->host))
      return out;
    break;
  case endpoint::kind::name: break;
  }
  return error{errc::not_loopback, {{"address", std::string{address}}}};
}

std::string target_of(const endpoint& there) {
  switch (there.is) {
  case endpoint::kind::v4: return "ipv4:" + there.text();
  case endpoint::kind::v6: return "ipv6:" + there.text();
  case endpoint::kind::name: break;
  }
  return "dns:///" + there.text();
}

status probe(const endpoint& address) {
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
