#include "hub/cli/commands.hpp"
#include "node/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string_view>

namespace {

using namespace kassa;

/// Tells what is wrong with the command line, or prints the help or version
/// that was asked for. @returns the exit code
int refuse(const CLI::App& app, const CLI::ParseError& why, cli::context& ui,
           bool json) {
  if (why.get_exit_code() == 0)
    return app.exit(why, std::cout, std::cerr);
  ui.json = json; // It may be parsed no further than the fault.
  const auto unknown = app.remaining(true);
  std::string what = unknown.empty() ? why.what() : unknown.front();
  while (what.ends_with('.') || what.ends_with('\n'))
    what.pop_back();
  cli::fail(ui, error{errc::usage, {{"what", what}}, "kassa --help"});
  return ui.exit;
}

bool says_json(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [](const char* word) {
    return std::string_view(word) == "--json";
  });
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return refuse(app, e, ui, says_json(argc, argv));
  } catch (const std::exception& e) {
    cli::fail(ui, error{errc::internal, {}, e.what()});
  }
  return ui.exit;
}
