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
/// @param force takes a closed register's place on the machine at once, though
///   not all of it is in a backup of the hub
status init_folder(const config& with, const std::string& bundle_file,
                   bool force, cli::context& ui);

/// How a register is set up by the hub itself.
struct enrol_words {
  std::string hub;   ///< HOST[:PORT] where it enrols.
  std::string code;  ///< One-time code; or
  std::string slots; ///< a file of slots.
  bool force = false;
};

/// The same by a one-time code or a file of slots, with the bundle that the hub
/// gives; a register that another hub had comes to this one and goes on.
/// Blocks on the network.
status enrol_folder(const config& with, const enrol_words& how,
                    cli::context& ui);

} // namespace kassa::node
