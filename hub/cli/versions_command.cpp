#include "hub/cli/office.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

void add_versions(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "versions", "Versions that the catalog can be rolled back to");
  auto request = std::make_shared<v1::ListVersionsRequest>();
  add_store_option(command, request);
  add_hub_option(command, to);
  command.footer("Example:\n  kassa catalog versions --store bageri");
  command.callback([to, request] {
    to->run(&office_context::service::ListVersions, *request,
            [&](const v1::VersionList& x) {
              auto& ui = to->ui;
              cli::table all({">version", ui.say("publicerad", "published"),
                              ui.say(">ändrade rader", ">rows changed"),
                              ui.say(">rader i allt", ">rows in all")});
              for (const auto& one : x.versions())
                all.add({std::to_string(one.head().name().version()),
                         show_time(one.at_ms()),
                         std::to_string(one.changed_rows()),
                         std::to_string(one.head().rows())});
              all.print(*ui.out);
            });
  });
}

void add_roll_back(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "rollback", "Makes the rows wait that bring an earlier version back");
  auto request = std::make_shared<v1::RollBackRequest>();
  add_store_option(command, request);
  command
    .add_option_function<std::uint64_t>(
      "--to", [request](std::uint64_t x) { request->set_version(x); },
      "The version, of 'kassa catalog versions'")
    ->required();
  add_hub_option(command, to);
  command.footer(
    "It is a change like any other: a new version that says what the old one "
    "said, from\nthe next publish on.\n\n"
    "Example:\n  kassa catalog rollback --store bageri --to 41\n"
    "  kassa publish --store bageri");
  command.callback([to, request] {
    to->run(&office_context::service::RollBack, *request,
            [&](const v1::Pending& x) { show_pending(to->ui, x); });
  });
}

} // namespace

void add_versions_commands(CLI::App& app, const office_ptr& to) {
  auto& catalog
    = *app.add_subcommand("catalog", "The catalog's versions: list, roll back");
  catalog.require_subcommand(1);
  catalog.footer("Example:\n  kassa catalog versions --store bageri");
  add_versions(catalog, to);
  add_roll_back(catalog, to);
}

} // namespace kassa::hub
