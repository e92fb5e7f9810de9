#pragma once

#include "node/cli/context.hpp"

#include <string>
#include <vector>

/// The commands of the sales day: float, cash, count, training, prints that are
/// no receipts, sums over Zs. Each prints its answer and returns why not.
namespace kassa::cli {

/// The first of a period opens the sales day.
status change_float(terminal_context& at, const std::string& amount);

/// @param out takes it out of the drawer
status move_cash(terminal_context& at, const std::string& amount, bool out,
                 const std::string& reason);

/// @param rows "500=2", value in kronor and how many of it
status count_drawer(terminal_context& at, const std::vector<std::string>& rows);

status set_training(terminal_context& at, bool on);

/// @param parking a parked sale's name; empty: the open sale
status print_pro_forma(terminal_context& at, const std::string& parking);

status reprint_z(terminal_context& at, std::uint64_t number);

/// Sales days "2026-05-04", both included; empty: no bound.
status sum_period(terminal_context& at, const std::string& from,
                  const std::string& to);

/// @param code the bundle's recovery code; empty: whoever is logged in
status lift_lock_out(terminal_context& at, const std::string& user,
                     const std::string& code);

} // namespace kassa::cli
