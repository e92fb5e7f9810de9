#pragma once

#include "node/cli/context.hpp"

namespace CLI {
class App;
}

/// Each adds commands to the program. They run inside `app.parse` and leave
/// their exit code in `context::exit`. The contexts outlive `app`.
namespace kassa::cli {

/// prices, identity, changes, outage, cash-note,
/// login, logout, status, watch, x, z, receipt, receipts, copy, drawer, price,
/// jobs, printed, unit, card, journal, verify, confirm-move,
/// confirm-clock.
void add_terminal_commands(CLI::App& app, terminal_context& at);

/// float, cash, count, training, proforma, summary, unlock.
void add_day_commands(CLI::App& app, terminal_context& at);

/// sell, sale, pay, unpay, line, discount, abort, park, parked, fetch, return,
/// and those of `add_exchange_commands`.
void add_sale_commands(CLI::App& app, terminal_context& at);

/// exchange, correct.
void add_exchange_commands(CLI::App& app, terminal_context& at);

/// export xml, sie, csv, jsonl.
void add_export_command(CLI::App& app, terminal_context& at);

/// replay.
void add_replay_command(CLI::App& app, context& ui);

/// errors: the table of error codes, for people and for documentation.
void add_errors_command(CLI::App& app, context& ui);

/// A command at one terminal: with `--terminal`, and with `run` at its end.
CLI::App* add_terminal_command(CLI::App& app, terminal_context& at,
                               const std::string& name, const std::string& help,
                               std::function<status()> run);

} // namespace kassa::cli
