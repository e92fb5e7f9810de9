#pragma once

#include "node/config.hpp"
#include "proto/base/result.hpp"

#include <string>

namespace kassa::cli {
struct context;
}

namespace kassa::node {

/// Blocks SIGTERM and SIGINT for this thread and those it starts, so that
/// `run` can wait for them. Call it before any thread is made.
void hold_signals();

/// Runs a terminal until SIGTERM or SIGINT. Prints one line, for a person or as
/// JSON, once the register can be reached. A disk that fails ends the process
/// at once, with exit code 5 and a message.
status run(const config& with, cli::context& ui);

/// Sets a data folder up from a bundle file, and puts a configuration with
/// these settings beside it. Prints a line, for a person or as JSON.
status init_folder(const config& with, const std::string& bundle_file,
                   cli::context& ui);

/// The same by a one-time code, with the bundle that the hub at `hub` gives; a
/// register that another hub had comes to this one and goes on.
/// Blocks on the network.
status enrol_folder(const config& with, const std::string& hub,
                    const std::string& code, cli::context& ui);

/// Where `init` leaves a configuration, and `run --data` looks for one.
std::string config_path(const std::string& data);

} // namespace kassa::node
