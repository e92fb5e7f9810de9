#pragma once

#include "tests/emulator/connection.hpp"
#include "tests/support/printer_thread.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace kassa::testing {

/// The emulated printer behind a character device: the other end of a pseudo
/// terminal.
class pty_line {
public:
  pty_line() {
    auto ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    EXPECT_TRUE(ours >= 0 && grantpt(ours) == 0 && unlockpt(ours) == 0);
    there_ = ptsname(ours);
    // A printer is there before and after a job, too.
    keep_ = open(there_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    reachable(true);
    thread_.with([this, ours](emulator::emulated_printer&) {
      std::make_shared<emulator::connection<stream>>(
        stream{thread_.context(), ours}, thread_.make_session())
        ->read();
    });
  }
  ~pty_line() {
    thread_.end();
    close(keep_);
  }

  std::string path() const { return folder_ / "lp0"; }

  template <class Do>
  auto with(Do what) {
    return thread_.with(std::move(what));
  }

  /// Takes the device away, as a USB cable does; or puts it back.
  void reachable(bool yes) {
    if (yes)
      std::filesystem::create_symlink(there_, path());
    else
      std::filesystem::remove(path());
  }

private:
  using stream = boost::asio::posix::stream_descriptor;

  temp_dir folder_;
  std::string there_;
  int keep_ = -1;
  printer_thread thread_;
};

} // namespace kassa::testing
