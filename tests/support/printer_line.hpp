#pragma once

#include "tests/emulator/printer.hpp"
#include "tests/emulator/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace kassa::testing {

/// The emulated printer behind a port of this machine, on a thread of its own.
class printer_line {
public:
  printer_line() : work_(boost::asio::make_work_guard(context_)) {
    open(0);
    port_ = door_->address().substr(door_->address().rfind(':') + 1);
    thread_ = std::thread([this] { context_.run(); });
  }
  ~printer_line() {
    context_.stop();
    thread_.join();
  }

  const std::string& port() const { return port_; }

  /// Does it to the printer between two of its turns.
  template <class Do>
  auto with(Do what) {
    std::packaged_task<decltype(what(printer_))()> task{
      [this, &what] { return what(printer_); }};
    auto done = task.get_future();
    boost::asio::post(context_, [&task] { task(); });
    return done.get();
  }

  /// Takes the printer off the network; or puts it back on its port.
  void reachable(bool yes) {
    with([this, yes](emulator::emulated_printer&) {
      if (yes)
        open(static_cast<unsigned short>(std::stoi(port_)));
      else
        door_.reset();
    });
  }

private:
  void open(unsigned short port) {
    door_ = std::make_unique<emulator::server>(
      context_, port, [this] { return make_printer_session(printer_); });
  }

  emulator::emulated_printer printer_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
    work_;
  std::unique_ptr<emulator::server> door_;
  std::string port_;
  std::thread thread_;
};

} // namespace kassa::testing
