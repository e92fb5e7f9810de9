#pragma once

#include "tests/bench/report.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace kassa::bench {

/// The machine's own limit for one durable fact: bytes appended to a file that
/// was not preallocated, and one fdatasync.
class bare_append {
public:
  explicit bare_append(const std::string& path)
    : fd_(::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0600)) {
    if (fd_ < 0)
      std::abort();
  }
  ~bare_append() { ::close(fd_); }
  bare_append(const bare_append&) = delete;
  bare_append& operator=(const bare_append&) = delete;

  /// Microseconds.
  double operator()(std::size_t bytes) {
    std::string junk(bytes, 'x');
    return timed([&] {
      if (::write(fd_, junk.data(), junk.size())
            != static_cast<ssize_t>(junk.size())
          || ::fdatasync(fd_) != 0)
        std::abort();
    });
  }

private:
  int fd_;
};

} // namespace kassa::bench
