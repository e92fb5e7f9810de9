#pragma once

#include "tests/support/processes.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace kassa::testing {

/// `kassa-emulator` as a process, on ports that stay when it comes back, and
/// its control port.
class emulator_program {
public:
  emulator_program() { start(); }

  void start() {
    words_t command{program("kassa-emulator"), "--addresses",
                    dir_ / "addresses", "--certificates", dir_ / ""};
    for (const auto& [device, port] : ports_) {
      command.push_back("--" + device);
      command.push_back(std::to_string(port));
    }
    std::filesystem::remove(dir_ / "addresses");
    process_ = std::make_unique<process>(command, dir_ / "log");
    EXPECT_TRUE(eventually([this] { return !address("control").empty(); }))
      << content_of(dir_ / "log");
    socket_ = tcp::socket{context_};
    boost::asio::connect(socket_, tcp::resolver{context_}.resolve(
                                    "127.0.0.1", port_of(address("control"))));
  }
  void kill() { process_->kill(); }

  /// What a terminal's configuration calls its devices.
  std::string unit() const { return "kd:tcp:" + address("kd"); }
  std::string card() const { return "emulated:tcp:" + address("card"); }
  std::string printer() const { return "tcp:" + address("printer"); }

  /// "127.0.0.1:1234" of a unit.
  std::string address(const std::string& of) const {
    auto text = content_of(dir_ / "addresses");
    auto key = '"' + of + "\":\"";
    auto at = text.find(key);
    if (at == std::string::npos)
      return {};
    at += key.size();
    return text.substr(at, text.find('"', at) - at);
  }

  /// "ca.pem", "client.pem", "client.key".
  std::string certificate(const std::string& name) const { return dir_ / name; }

  /// One line; what it says back.
  std::string order(const std::string& line) {
    boost::asio::write(socket_, boost::asio::buffer(line + '\n'));
    auto n = boost::asio::read_until(socket_,
                                     boost::asio::dynamic_buffer(read_), '\n');
    auto out = read_.substr(0, n - 1);
    read_.erase(0, n);
    return out;
  }

  process& running() { return *process_; }

private:
  using tcp = boost::asio::ip::tcp;

  static std::string port_of(const std::string& address) {
    return address.substr(address.find(':') + 1);
  }

  temp_dir dir_;
  const std::map<std::string, int> ports_{
    {"kd", free_port()},   {"ccsp", free_port()},    {"tcs", free_port()},
    {"card", free_port()}, {"printer", free_port()}, {"control", free_port()}};
  std::unique_ptr<process> process_;
  boost::asio::io_context context_;
  tcp::socket socket_{context_};
  std::string read_;
};

} // namespace kassa::testing
