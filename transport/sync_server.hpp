#pragma once

#include "actors/sync/hub_service.hpp"

#include <memory>

namespace grpc {
class Service;
} // namespace grpc

namespace kassa::transport {

/// Serves the hub's three streams over gRPC, without a thread a stream. The
/// next message of a stream is read when the hub has taken the one before. A
/// peer that does not read what it is sent (`outbox_max`) is closed with
/// `busy`. The hub outlives the service, the service the server. The hub must
/// let go of its peers' `send` and `close` in its own time: after the end of a
/// stream they do nothing.
[[nodiscard]] std::unique_ptr<grpc::Service>
make_sync_service(sync::hub_service& hub);

} // namespace kassa::transport
