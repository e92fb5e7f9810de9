#pragma once

#include "node/cli/context.hpp"

#include <string>

namespace CLI {
class App;
}

/// What the law wants to be taken out of a register, and what goes on while it
/// may not sell. Each prints its answer and returns why not.
namespace kassa::cli {

/// The table of what the register was built to (law.def). Where the terminal
/// answers, with the value of each setting that decides something.
void show_law(terminal_context& at);

status show_prices(terminal_context& at, bool print);
status show_identity(terminal_context& at, bool print);
/// Dates "2026-05-04", both included; empty: no bound.
status show_changes(terminal_context& at, const std::string& from,
                    const std::string& to, bool print);
/// Outages, newest last; whether one goes on.
status show_outages(terminal_context& at, const std::string& from,
                    const std::string& to);
/// The form for sales by hand (kontantnota).
status cash_note(terminal_context& at, bool print);

/// prices, identity, changes, outage, cash-note.
void add_law_commands(CLI::App& app, terminal_context& at);

} // namespace kassa::cli
