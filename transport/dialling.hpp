#pragma once

#include "proto/base/result.hpp"
#include "transport/credentials.hpp"

#include <grpcpp/channel.h>

#include <memory>
#include <string>

namespace kassa::transport {

/// A channel of its own connection to this machine. Errors: not_loopback,
/// invalid.
/// @param message_max bytes of one received message
[[nodiscard]] result<std::shared_ptr<grpc::Channel>>
dial(const std::string& address, int message_max);

/// A channel of its own connection to a hub, over mutual TLS: the hub is who
/// the authority says it is, whatever its address. A name is resolved by gRPC.
[[nodiscard]] result<std::shared_ptr<grpc::Channel>>
dial_hub(const std::string& address, const terminal_credentials& as,
         int message_max);

} // namespace kassa::transport
