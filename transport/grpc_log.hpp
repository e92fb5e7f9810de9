#pragma once

#include "proto/base/ports.hpp"

namespace kassa::transport {

/// While it lives, what gRPC has to say (a connection whose certificate did not
/// do, most of all) stands in this log, and not on standard error. One for the
/// process; it outlives every server and channel.
class grpc_log {
public:
  explicit grpc_log(log_port& to);
  grpc_log(const grpc_log&) = delete;
  grpc_log& operator=(const grpc_log&) = delete;
  ~grpc_log();
};

} // namespace kassa::transport
