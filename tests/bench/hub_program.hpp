#pragma once

#include "tests/support/processes.hpp"

#include <kassa/v1/office.grpc.pb.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace kassa::bench {

/// KiB of a process that are its own: neither code nor files.
double anonymous_kib(pid_t id);

/// Waits for a file, a minute at most.
std::string first_content_of(const std::string& path);

/// `kassa-hub` over the folders "data" and "identity" of another one, on a port
/// that stays the same, and its operator.
class hub_program {
public:
  /// @param programs where it lies
  hub_program(std::string programs, std::string folder,
              std::int64_t handshakes_a_second);

  const std::string& address() const { return address_; }

  /// Returns once it listens.
  void start();
  void kill();
  double kib() const { return anonymous_kib(process_->id()); }

  /// Articles for the bench's store, as `kassa articles import` takes them.
  void import(const std::string& csv);
  void publish();
  /// The most terminals that it let in within a second, since it started.
  double busiest_second();

private:
  const std::string& session();

  std::string programs_;
  std::string folder_;
  std::string cap_;
  std::string address_;
  std::optional<testing::process> process_;
  std::unique_ptr<v1::Office::Stub> office_;
  std::string session_;
};

} // namespace kassa::bench
