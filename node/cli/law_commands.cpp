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

void add_print(CLI::App& command, bool& into) {
  command.add_flag("--print", into, "Print it too");
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
  add_print(*note, *print);
  note->footer("Such sales are documented apart, and not keyed in "
               "afterwards.\nExample:\n  kassa cash-note --print\n");
}

} // namespace

void add_law_commands(CLI::App& app, terminal_context& at) {
  auto print = std::make_shared<bool>(false);
  auto* prices
    = add_terminal_command(app, at, "prices", "The price list as it is now",
                           [&at, print] { return show_prices(at, *print); });
  add_print(*prices, *print);
  prices->footer("Examples:\n  kassa prices > prislista.txt\n"
                 "  kassa prices --print\n");
  auto* identity = add_terminal_command(
    app, at, "identity",
    "Manufacturer, version, model and manufacturing number",
    [&at, print] { return show_identity(at, *print); });
  add_print(*identity, *print);
  identity->footer("Examples:\n  kassa identity\n"
                   "  kassa identity --print\n");
  auto when = std::make_shared<dates>();
  auto* changes = add_terminal_command(
    app, at, "changes",
    "The history of settings, programs, catalogs, prices and outages",
    [&at, when, print] {
      return show_changes(at, when->first, when->second, *print);
    });
  add_dates(*changes, *when);
  add_print(*changes, *print);
  changes->footer(
    "Examples:\n  kassa changes --from 2026-05-01 --to 2026-05-31\n"
    "  kassa changes --from 2026-05-01 --print\n");
  add_outage(app, at);
}

} // namespace kassa::cli
