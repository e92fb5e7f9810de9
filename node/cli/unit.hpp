#pragma once

#include "node/cli/context.hpp"

#include <string>

namespace CLI {
class App;
}

/// The control unit, at a terminal. Each prints its answer and returns why not.
namespace kassa::cli {

/// How it is, and what waits for it.
status show_unit(terminal_context& at);
/// Has it asked at once how it is, then shows it.
status check_unit(terminal_context& at);
/// A manager's word: the number that waits for it is voided.
status void_pending(terminal_context& at, const std::string& reason);

void add_unit_command(CLI::App& app, terminal_context& at);

/// "ready, RIHTT000000000001"; with why it is not ready.
std::string unit_words(const context& ui, const v1::NodeStatus& of);
/// "sale 17", or nothing.
std::string pending_words(const v1::NodeStatus& of);

} // namespace kassa::cli
