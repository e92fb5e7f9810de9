#pragma once

#include "proto/base/result.hpp"
#include "transport/call_tally.hpp"
#include "transport/credentials.hpp"

#include <kassa/v1/sync.grpc.pb.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace kassa::transport {

/// One connection to the hub, made with one certificate.
struct hub_line {
  std::shared_ptr<const terminal_credentials> as;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::Sync::Stub> hub;
  std::shared_ptr<call_tally> calls = std::make_shared<call_tally>();
};

/// The connections of a link: the newest, and those of older certificates that
/// streams still run over. Thread-safe, but not to be called, nor destroyed, on
/// gRPC's threads: there a channel must not be let go of.
class hub_lines {
public:
  /// @param address of the hub's sync listener
  /// @param with outlives this
  hub_lines(std::string address, credentials_port& with)
    : address_(std::move(address)), with_(with) {}
  hub_lines(const hub_lines&) = delete;
  hub_lines& operator=(const hub_lines&) = delete;
  /// Waits until gRPC has let go of all calls.
  ~hub_lines();

  /// The line of the newest certificate. `no_certificate`; `invalid` where the
  /// address is none.
  [[nodiscard]] result<std::shared_ptr<hub_line>> now();

  [[nodiscard]] credentials_port& credentials() noexcept { return with_; }

private:
  void drop_idle();

  std::string address_;
  credentials_port& with_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<hub_line>> lines_; ///< The newest is the last.
};

} // namespace kassa::transport
