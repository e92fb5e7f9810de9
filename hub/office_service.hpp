#pragma once

#include "hub/interfaces.hpp"
#include "proto/base/ports.hpp"

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

namespace kassa::hub {

/// The Office service over gRPC: each call becomes one message to the actor,
/// waited for on gRPC's thread. Must end before the actor system and the log.
[[nodiscard]] std::unique_ptr<grpc::Service>
make_office_service(caf::actor_system& system, office_actor office,
                    log_port& log);

} // namespace kassa::hub
