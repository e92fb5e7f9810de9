#pragma once

#include "hub/config.hpp"
#include "proto/base/result.hpp"

namespace kassa::hub {

/// Blocks SIGTERM and SIGINT for this thread and those it starts, so that `run`
/// can wait for them. Call it before any thread is made.
void hold_signals();

/// Runs a hub until SIGTERM or SIGINT; what was acknowledged is durable. A disk
/// that fails ends the process at once, with exit code 5 and a message (L15).
/// @param json whether that message is for a program
[[nodiscard]] status run(const config& with, bool json);

} // namespace kassa::hub
