#pragma once

#include "node/cli/context.hpp"

#include <string>

namespace CLI {
class App;
}

/// The card terminal, at a till. Each prints its answer and returns why not.
namespace kassa::cli {

/// How it is, and the payment that waits for it.
status show_card(terminal_context& at);
/// Has it asked at once how it is, then shows it.
status check_card(terminal_context& at);
/// The cashier read it: the payment that waits is approved or declined.
status answer_card(terminal_context& at, bool approved,
                   const std::string& reference);

void add_card_command(CLI::App& app, terminal_context& at);

/// "ready (tcp 127.0.0.1:4712)"; with why it is not ready.
std::string card_words(const context& ui, const v1::NodeStatus& of);
/// "112,00 kr: read the terminal and answer ..."
std::string waiting_words(const context& ui, const v1::PendingCard& of);

/// Asks the terminal by this very call until it has an outcome, or nobody knows
/// one, and says meanwhile that it waits. `ask` makes the call, the same each
/// time: a repeat is answered when the outcome comes.
/// @returns `card_by_hand` or `card_unknown` where the payment still waits
result<v1::SaleView>
wait_for_card(terminal_context& at,
              const std::function<result<v1::SaleView>()>& ask);

} // namespace kassa::cli
