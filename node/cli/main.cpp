#include "hub/cli/commands.hpp"
#include "node/cli/commands.hpp"
#include "node/cli/help.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

using namespace kassa;

/// Tells what is wrong with the command line, or prints the help or version
/// that was asked for. @returns the exit code
int refuse(const CLI::App& app, const CLI::ParseError& why, cli::context& ui,
           int argc, char** argv) {
  if (why.get_exit_code() == 0)
    return app.exit(why, std::cout, std::cerr);
  const auto unknown = app.remaining(true);
  cli::fail_usage(ui, argc, argv,
                  unknown.empty() ? cli::usage_words(why.what(), ui.lang)
                                  : unknown.front());
  return ui.exit;
}

} // namespace

/// The command line of terminals and hub.
int main(int argc, char** argv) {
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
  cli::add_export_command(app, at);
  cli::add_replay_command(app, ui);
  cli::add_errors_command(app, ui);
  ui.lang = cli::language_of(argc, argv, ui.lang);
  cli::speak(app, ui.lang);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return refuse(app, e, ui, argc, argv);
  } catch (const std::exception& e) {
    cli::fail(ui, error{errc::internal, {}, e.what()});
  }
  return ui.exit;
}
