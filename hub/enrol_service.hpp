#pragma once

#include "hub/authority.hpp"
#include "hub/interfaces.hpp"
#include "proto/base/ports.hpp"
#include "transport/http/listener.hpp"

#include <caf/actor_system.hpp>

#include <memory>
#include <string>

namespace kassa::hub {

/// Serves `POST /v1/enrol` over HTTPS (kassa/v1/enrol.proto): makes requests of
/// it for the Office, at most 20 a second. Each attempt is in the log.
/// @param clock, log outlive the listener
/// @returns address_taken, invalid
[[nodiscard]] result<std::unique_ptr<http::listener>>
serve_enrolment(const std::string& address, const authority& as,
                caf::actor_system& system, const office_actor& office,
                clock_port& clock, log_port& log);

} // namespace kassa::hub
