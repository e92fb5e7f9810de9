#pragma once

#include "node/ports/printers.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Blocking input and output of printers, with an end to every wait. Private to
/// the sinks.
namespace kassa::node::print_io {

using time_point = std::chrono::steady_clock::time_point;

class descriptor {
public:
  explicit descriptor(int fd = -1) : fd_(fd) {}
  ~descriptor();
  descriptor(descriptor&& other) noexcept;
  descriptor& operator=(descriptor&& other) noexcept;

  int get() const { return fd_; }
  bool bad() const { return fd_ < 0; }

private:
  int fd_;
};

/// These take errno for the detail.
print_verdict failed(std::string_view doing);
print_verdict unsure(std::string_view doing);

/// Whether the descriptor is ready before the time is over; sets errno.
bool ready(int fd, short what, time_point until);

/// A serial line passes all bytes on as they are, in both directions. Its speed
/// is left alone; what is no line is, too.
void make_raw(int fd);

/// Writes all of it, within 30 seconds. @param socket whether to spare the
/// process a SIGPIPE
print_verdict write_all(int fd, std::string_view bytes, bool socket);

/// What has come, or comes until then: nothing when the line is closed, empty
/// when the time is over.
std::optional<std::string> read_some(int fd, time_point until);

/// @param why set when the descriptor is bad
descriptor connect_to(const std::string& host, const std::string& port,
                      std::string& why);

/// Waits until the other end has acknowledged every byte.
print_verdict drain(int fd);

} // namespace kassa::node::print_io
