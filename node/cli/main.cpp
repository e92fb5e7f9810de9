#include "hub/cli/commands.hpp"
#include "node/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

/// The command line of terminals and hub.
int main(int argc, char** argv) {
  using namespace kassa;
  cli::context ui;
  cli::terminal_context at(ui);
  CLI::App app(
    "Huvudkassa: cash registers that need no network, and their hub");
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", KASSA_VERSION);
  app.add_flag("--json", ui.json, "Print JSON, for programs");
  app
    .add_option_function<std::string>(
      "--lang",
      [&ui](const std::string& name) {
        ui.lang = cli::language_named(name).value_or(ui.lang);
      },
      "Words in Swedish or English; else by LANG")
    ->check(CLI::IsMember({"sv", "en"}));
  app.footer(cli::exit_code_help()
             + "\n\nExamples:\n"
               "  kassa login anna\n  kassa sell 110 2x113 --cash 200\n"
               "  kassa z\n  kassa stats --store bageri\n");
  hub::add_hub_commands(app, ui);
  cli::add_sale_commands(app, at);
  cli::add_terminal_commands(app, at);
  cli::add_replay_command(app, ui);
  cli::add_errors_command(app, ui);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e, std::cout, std::cerr) == 0 ? cli::exit_ok
                                                  : cli::exit_usage;
  } catch (const std::exception& e) {
    cli::fail(ui, error{errc::internal, {}, e.what()});
  }
  return ui.exit;
}
