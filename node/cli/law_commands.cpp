#include "node/cli/commands.hpp"
#include "node/cli/law.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <utility>

namespace kassa::cli {

namespace {

using dates = std::pair<std::string, std::string>;

void add_dates(CLI::App& command, dates& into) {
  command.add_option("--from", into.first, "First day, 2026-05-04");
  command.add_option("--to", into.second, "Last day");
}

void add_outage(CLI::App& app, terminal_context& at) {
  auto when = std::make_shared<dates>();
  auto* outage = add_terminal_command(
    app, at, "outage", "Outages of the control unit, as the journal has them",
    [&at, when] { return show_outages(at, when->first, when->second); });
  add_dates(*outage, *when);
  outage->footer("Example:\n  kassa outage --from 2026-05-01\n");
  auto print = std::make_shared<bool>(false);
  auto* note = add_terminal_command(
    app, at, "cash-note",
    "A form for sales by hand while the register may not sell",
    [&at, print] { return cash_note(at, *print); });
  note->add_flag("--print", *print, "Print it too");
  note->footer("Such sales are documented apart, and not keyed in "
               "afterwards.\nExample:\n  kassa cash-note --print\n");
}

} // namespace

void add_law_commands(CLI::App& app, terminal_context& at) {
  add_terminal_command(app, at, "prices", "The price list as it is now", [&at] {
    return show_prices(at);
  })->footer("Example:\n  kassa prices > prislista.txt\n");
  add_terminal_command(app, at, "identity",
                       "Manufacturer, version, model and manufacturing number",
                       [&at] { return show_identity(at); })
    ->footer("Example:\n  kassa identity\n");
  auto when = std::make_shared<dates>();
  auto* changes = add_terminal_command(
    app, at, "changes",
    "The history of settings, programs, catalogs, prices and outages",
    [&at, when] { return show_changes(at, when->first, when->second); });
  add_dates(*changes, *when);
  changes->footer(
    "Example:\n  kassa changes --from 2026-05-01 --to 2026-05-31\n");
  add_outage(app, at);
}

} // namespace kassa::cli
