#pragma once

#include "tests/support/processes.hpp"
#include "tests/support/temp_dir.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>

namespace kassa::testing {

/// kassa-emulator, on ports that stay when it comes back.
class emulator_process {
public:
  emulator_process() { start(); }

  void start() {
    const auto file = folder_ / "addresses";
    std::filesystem::remove(file);
    process_ = std::make_unique<process>(
      words_t{program("kassa-emulator"), "--kd", std::to_string(kd_), "--card",
              std::to_string(card_), "--control", std::to_string(control_),
              "--addresses", file},
      folder_ / "log");
    EXPECT_TRUE(eventually([&] { return std::filesystem::exists(file); }))
      << content_of(folder_ / "log");
  }
  void kill() { process_->kill(); }

  /// What a terminal's configuration calls its devices.
  std::string unit() const { return "kd:tcp:127.0.0.1:" + std::to_string(kd_); }
  std::string card() const {
    return "emulated:tcp:127.0.0.1:" + std::to_string(card_);
  }

  /// One line to its control port; what it says back.
  std::string order(const std::string& line) const {
    const int to = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(control_));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string said;
    const auto text = line + "\n";
    if (::connect(to, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0
        && ::write(to, text.data(), text.size()) > 0)
      for (char c = 0; ::read(to, &c, 1) == 1 && c != '\n';)
        said += c;
    ::close(to);
    return said;
  }

private:
  temp_dir folder_;
  int kd_ = free_port();
  int card_ = free_port();
  int control_ = free_port();
  std::unique_ptr<process> process_;
};

} // namespace kassa::testing
