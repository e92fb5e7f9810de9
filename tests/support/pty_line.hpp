#pragma once

#include "tests/emulator/connection.hpp"
#include "tests/emulator/printer.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>

namespace kassa::testing {

/// The emulated printer behind a character device: the other end of a pseudo
/// terminal, on a thread of its own.
class pty_line {
public:
  pty_line() : work_(boost::asio::make_work_guard(context_)) {
    auto ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    EXPECT_TRUE(ours >= 0 && grantpt(ours) == 0 && unlockpt(ours) == 0);
    there_ = ptsname(ours);
    // A printer is there before and after a job, too.
    keep_ = open(there_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    reachable(true);
    std::make_shared<emulator::connection<stream>>(
      stream{context_, ours}, make_printer_session(printer_))
      ->read();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~pty_line() {
    context_.stop();
    thread_.join();
    close(keep_);
  }

  std::string path() const { return folder_ / "lp0"; }

  /// Does it to the printer between two of its turns.
  template <class Do>
  auto with(Do what) {
    std::packaged_task<decltype(what(printer_))()> task{
      [this, &what] { return what(printer_); }};
    auto done = task.get_future();
    boost::asio::post(context_, [&task] { task(); });
    return done.get();
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
  emulator::emulated_printer printer_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
    work_;
  std::thread thread_;
};

} // namespace kassa::testing
