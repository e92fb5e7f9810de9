#pragma once

#include "tests/emulator/server.hpp"
#include "tests/support/printer_thread.hpp"

#include <memory>
#include <string>
#include <utility>

namespace kassa::testing {

/// The emulated printer behind a port of this machine.
class printer_line {
public:
  printer_line() {
    open(0);
    port_ = door_->address().substr(door_->address().rfind(':') + 1);
  }
  ~printer_line() { thread_.end(); }

  const std::string& port() const { return port_; }

  template <class Do>
  auto with(Do what) {
    return thread_.with(std::move(what));
  }

  /// Takes the printer off the network; or puts it back on its port.
  void reachable(bool yes) {
    if (yes)
      open(static_cast<unsigned short>(std::stoi(port_)));
    else
      with([this](emulator::emulated_printer&) { door_.reset(); });
  }

private:
  void open(unsigned short port) {
    with([this, port](emulator::emulated_printer&) {
      door_ = std::make_unique<emulator::server>(
        thread_.context(), port, [this] { return thread_.make_session(); });
    });
  }

  printer_thread thread_;
  std::unique_ptr<emulator::server> door_;
  std::string port_;
};

} // namespace kassa::testing
