#include "node/ports/print_io.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace kassa::node::print_io {

namespace {

using std::chrono::steady_clock;

// Below the printer actor's own limit.
constexpr std::chrono::seconds connect_limit{5};
constexpr std::chrono::seconds write_limit{30};
constexpr std::chrono::seconds drain_limit{15};
constexpr int look_ms = 5;

int connect_one(const addrinfo& to) {
  auto fd
    = ::socket(to.ai_family, to.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
               to.ai_protocol);
  if (fd < 0)
    return -1;
  if (connect(fd, to.ai_addr, to.ai_addrlen) == 0)
    return fd;
  int why = errno;
  socklen_t size = sizeof why;
  if (why == EINPROGRESS) {
    if (!ready(fd, POLLOUT, steady_clock::now() + connect_limit))
      why = ETIMEDOUT;
    else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &size) == 0 && why == 0)
      return fd;
  }
  close(fd);
  errno = why;
  return -1;
}

int connect_any(const addrinfo* list) {
  errno = ECONNREFUSED;
  for (; list != nullptr; list = list->ai_next)
    if (auto fd = connect_one(*list); fd >= 0)
      return fd;
  return -1;
}

} // namespace

descriptor::~descriptor() {
  if (fd_ >= 0)
    close(fd_);
}

descriptor::descriptor(descriptor&& other) noexcept
  : fd_(std::exchange(other.fd_, -1)) {}

descriptor& descriptor::operator=(descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

print_verdict failed(std::string_view doing) {
  return {printer::outcome::failed,
          std::string{doing} + ": " + std::strerror(errno)};
}

print_verdict unsure(std::string_view doing) {
  return {printer::outcome::unknown,
          std::string{doing} + ": " + std::strerror(errno)};
}

bool ready(int fd, short what, time_point until) {
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      until - steady_clock::now());
    pollfd one{fd, what, 0};
    auto n
      = poll(&one, 1, left.count() > 0 ? static_cast<int>(left.count()) : 0);
    if (n > 0)
      return true;
    if (n == 0)
      errno = ETIMEDOUT;
    if (n == 0 || errno != EINTR)
      return false;
  }
}

void make_raw(int fd) {
  termios how{};
  if (tcgetattr(fd, &how) != 0)
    return; // A USB printer.
  cfmakeraw(&how);
  tcsetattr(fd, TCSANOW, &how);
}

print_verdict write_all(int fd, std::string_view bytes, bool socket) {
  auto until = steady_clock::now() + write_limit;
  auto size = bytes.size();
  while (!bytes.empty()) {
    auto n = socket ? send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                    : write(fd, bytes.data(), bytes.size());
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
        && ready(fd, POLLOUT, until))
      continue;
    return bytes.size() == size ? failed("write") : unsure("write");
  }
  return {};
}

std::optional<std::string> read_some(int fd, time_point until) {
  char buffer[256];
  for (;;) {
    auto n = read(fd, buffer, sizeof buffer);
    if (n > 0)
      return std::string{buffer, static_cast<std::size_t>(n)};
    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
      return {};
    if (!ready(fd, POLLIN, until))
      return std::string{};
  }
}

descriptor connect_to(const std::string& host, const std::string& port,
                      std::string& why) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (auto e = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
      e != 0) {
    why = host + ": " + gai_strerror(e);
    return descriptor{};
  }
  descriptor out{connect_any(found)};
  auto number = errno;
  freeaddrinfo(found);
  if (out.bad())
    why = "connect " + host + ":" + port + ": " + std::strerror(number);
  return out;
}

print_verdict drain(int fd) {
  auto until = steady_clock::now() + drain_limit;
  for (;;) {
    int why = 0;
    socklen_t size = sizeof why;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &size);
    int left = 0;
    if (why != 0 || ioctl(fd, SIOCOUTQ, &left) != 0) {
      errno = why != 0 ? why : errno;
      return unsure("after writing");
    }
    if (left == 0)
      return {};
    if (steady_clock::now() > until) {
      errno = ETIMEDOUT;
      return unsure("after writing");
    }
    // An error of the line wakes it; that the last byte was acknowledged is no
    // event that a socket tells, so its queue is looked at between.
    pollfd line{fd, 0, 0};
    poll(&line, 1, look_ms);
  }
}

} // namespace kassa::node::print_io
