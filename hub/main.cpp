#include "hub/backup_commands.hpp"
#include "hub/config.hpp"
#include "hub/daemon.hpp"
#include "proto/base/console.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>

namespace {

using namespace kassa;

constexpr auto about
  = "The hub: gives the terminals of a store the same catalog, takes their "
    "journals.\nTerminals connect by mutual TLS; the Office address must be of "
    "this machine.";

constexpr auto examples
  = "Examples:\n"
    "  kassa hub init --data hub-data --identity hub-identity --admin eva\n"
    "  kassa-hub --data hub-data --identity hub-identity\n"
    "  kassa-hub --config hub.toml --sync-address 127.0.0.1:0\n"
    "  kassa-hub --print-config > hub.toml\n"
    "  kassa-hub --config hub.toml restore\n";

/// What was given on the command line, beside the file.
struct given {
  std::string file;
  std::map<std::string, std::string> flags;
  bool print = false;
  bool drill = false;
  std::uint32_t backup = 0;
};

void add_commands(CLI::App& app, given& to) {
  app.require_subcommand(0, 1);
  auto& backup = *app.add_subcommand(
    "backup", "Makes a backup while the hub is stopped; 'kassa hub backup' "
              "does while it serves");
  backup.fallthrough();
  backup.add_flag("--drill", to.drill,
                  "Instead, restores the newest backup aside and checks all of "
                  "it");
  backup.footer("Example:\n  kassa-hub --config hub.toml backup\n");
  auto& restore = *app.add_subcommand(
    "restore", "Writes data back from backup_folder, and the identity where "
               "there is none");
  restore.fallthrough();
  restore.add_option("--backup", to.backup, "Its number [the newest]");
  restore.footer(
    "The data folder must be empty. Where the identity folder is gone too, "
    "backup_key names\nthe copy of the key that was kept elsewhere.\n"
    "Example:\n  kassa-hub --config hub.toml restore --backup-key "
    "/safe/backup.key\n");
}

void add_options(CLI::App& app, given& to) {
  hub::config defaults;
  app.add_option("--config", to.file, "TOML file; flags come before it");
  app.add_flag("--print-config", to.print,
               "Print every setting with its value, then end");
  for (const auto& x : hub::settings()) {
    std::string name{x.name};
    std::string flag = name;
    std::replace(flag.begin(), flag.end(), '_', '-');
    auto value = x.text ? defaults.*x.text : std::to_string(defaults.*x.number);
    app.add_option_function<std::string>(
      "--" + flag,
      [&to, name](const std::string& text) { to.flags[name] = text; },
      std::string{x.words} + " [" + value + "]");
  }
  add_commands(app, to);
  app.footer(std::string{examples} + "\n" + cli::exit_code_help());
}

result<hub::config> merge(const given& from) {
  hub::config out;
  if (!from.file.empty()) {
    auto text = cli::read_file(from.file);
    if (!text)
      return error{
        errc::bad_configuration,
        {{"file", from.file}, {"line", "0"}, {"what", "it cannot be read"}}};
    auto read = hub::parse_config(*text, from.file);
    if (!read)
      return read;
    out = *std::move(read);
  }
  for (const auto& x : hub::settings()) {
    auto at = from.flags.find(std::string{x.name});
    if (at == from.flags.end())
      continue;
    if (x.text)
      out.*x.text = at->second;
    else if (!CLI::detail::lexical_cast(at->second, out.*x.number))
      return error{errc::usage, {{"what", std::string{x.name}}}};
  }
  if (auto goes = hub::check(out); !goes)
    return goes.why();
  return out;
}

} // namespace

int main(int argc, char** argv) {
  hub::hold_signals();
  cli::context ui;
  ui.program = "kassa-hub";
  given from;
  CLI::App app{about, "kassa-hub"};
  app.set_version_flag("--version", KASSA_VERSION);
  app.add_flag("--json", ui.json, "Print JSON, for programs");
  add_options(app, from);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0)
      return app.exit(e);
    cli::fail_usage(ui, argc, argv, e.what());
    return ui.exit;
  }
  auto with = merge(from);
  if (!with) {
    cli::fail(ui, with.why());
    return ui.exit;
  }
  if (from.print) {
    std::cout << (ui.json ? hub::config_json(*with) + '\n'
                          : hub::print_config(*with));
    return cli::exit_ok;
  }
  if (app.got_subcommand("backup"))
    hub::back_up(ui, *with, from.drill);
  else if (app.got_subcommand("restore"))
    hub::restore_from_backup(ui, *with, from.backup);
  else
    cli::report(ui, hub::run(*with, ui.json));
  return ui.exit;
}
