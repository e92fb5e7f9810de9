#include "hub/cli/commands.hpp"

#include "hub/cli/office.hpp"
#include "proto/base/time.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace kassa::hub {

std::string office_context::address() const {
  if (!given.empty())
    return given;
  const char* named = std::getenv("KASSA_HUB");
  return named && *named ? named : "127.0.0.1:4771";
}

void add_hub_option(CLI::App& command, const office_ptr& to) {
  command.add_option("--hub", to->given,
                     "Office address of the hub [$KASSA_HUB, else "
                     "127.0.0.1:4771]");
}

void add_store_option(CLI::App& command,
                      std::function<void(const std::string&)> set) {
  command.add_option_function<std::string>("--store", std::move(set), "Store")
    ->required();
}

std::string show_time(std::int64_t utc_ms) {
  if (utc_ms == 0)
    return "-";
  return print_minute(to_local(utc_ms, "Europe/Stockholm"));
}

void add_hub_commands(CLI::App& app, cli::context& to) {
  auto office = std::make_shared<office_context>(to);
  add_hub_command(app, office);
  add_register_commands(app, office);
  add_catalog_commands(app, office);
  add_versions_commands(app, office);
  add_ready_command(app, office);
  add_stats_command(app, office);
  add_cited_command(app, office);
}

} // namespace kassa::hub
