#include "node/ports/printers.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <thread>
#include <unistd.h>
#include <utility>

// Every wait here ends within these limits, below the printer actor's own.
namespace kassa::node {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds connect_limit{5};
constexpr std::chrono::seconds write_limit{30};
constexpr std::chrono::seconds drain_limit{15};

class descriptor {
public:
  explicit descriptor(int fd) : fd_(fd) {}
  ~descriptor() {
    if (fd_ >= 0)
      close(fd_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return fd_; }
  bool bad() const { return fd_ < 0; }

private:
  int fd_;
};

print_verdict failed(std::string_view doing) {
  return {printer::outcome::failed,
          std::string{doing} + ": " + std::strerror(errno)};
}

print_verdict unsure(std::string_view doing) {
  return {printer::outcome::unknown,
          std::string{doing} + ": " + std::strerror(errno)};
}

/// Whether the descriptor is ready before the time is over; sets errno.
bool ready(int fd, short what, steady_clock::time_point until) {
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

/// Writes all of it. @param socket whether to spare the process a SIGPIPE
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

class file_sink : public print_sink {
public:
  explicit file_sink(std::string path) : path_(std::move(path)) {}

  print_verdict put(std::string_view bytes) override {
    descriptor file{
      open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)};
    if (file.bad())
      return failed("open " + path_);
    auto said = write_all(file.get(), bytes, false);
    if (said.what == printer::outcome::printed && fsync(file.get()) != 0)
      return unsure("sync " + path_);
    return said;
  }

private:
  std::string path_;
};

class device_sink : public print_sink {
public:
  explicit device_sink(std::string path) : path_(std::move(path)) {}

  print_verdict put(std::string_view bytes) override {
    descriptor device{
      open(path_.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (device.bad())
      return failed("open " + path_);
    return write_all(device.get(), bytes, false);
  }

private:
  std::string path_;
};

class tcp_sink : public print_sink {
public:
  tcp_sink(std::string host, std::string port)
    : host_(std::move(host)), port_(std::move(port)) {}

  print_verdict put(std::string_view bytes) override {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (auto e = getaddrinfo(host_.c_str(), port_.c_str(), &hints, &found);
        e != 0)
      return {printer::outcome::failed, host_ + ": " + gai_strerror(e)};
    descriptor link{connect_any(found)};
    auto why = errno;
    freeaddrinfo(found);
    errno = why;
    if (link.bad())
      return failed("connect " + host_ + ":" + port_);
    auto said = write_all(link.get(), bytes, true);
    return said.what == printer::outcome::printed ? drain(link.get()) : said;
  }

private:
  static int connect_any(const addrinfo* list) {
    errno = ECONNREFUSED;
    for (; list != nullptr; list = list->ai_next)
      if (auto fd = connect_one(*list); fd >= 0)
        return fd;
    return -1;
  }

  static int connect_one(const addrinfo& to) {
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
      else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &size) == 0
               && why == 0)
        return fd;
    }
    close(fd);
    errno = why;
    return -1;
  }

  /// Waits until the printer has acknowledged every byte.
  static print_verdict drain(int fd) {
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
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }

  std::string host_;
  std::string port_;
};

} // namespace

std::unique_ptr<print_sink> make_file_sink(std::string path) {
  return std::make_unique<file_sink>(std::move(path));
}

std::unique_ptr<print_sink> make_device_sink(std::string path) {
  return std::make_unique<device_sink>(std::move(path));
}

std::unique_ptr<print_sink> make_tcp_sink(std::string host, std::string port) {
  return std::make_unique<tcp_sink>(std::move(host), std::move(port));
}

} // namespace kassa::node
