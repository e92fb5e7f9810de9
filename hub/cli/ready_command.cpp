#include "hub/cli/office.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

void show_readiness(cli::context& ui, const v1::Readiness& x) {
  *ui.out << ui.say("Till och med ", "Until ") << show_time(x.until_ms())
          << ui.say(" börjar ", ", ") << x.coming_rows()
          << ui.say(" ändringar gälla; de kräver version ",
                    " changes take effect; they need version ")
          << x.needed_version() << ui.say(". Publicerad är ", ". Published is ")
          << x.published().version() << ".\n\n";
  cli::table rows{{ui.say("kassa", "terminal"), ui.say("namn", "name"),
                   ">version", ui.say("läge", "state"),
                   ui.say("hörd", "heard")}};
  for (const auto& one : x.terminals())
    rows.add({one.terminal(), one.name(),
              std::to_string(one.active().version()),
              one.ready()       ? ui.say("klar", "ready")
              : one.connected() ? ui.say("hämtar", "fetching")
                                : ui.say("INTE KLAR, borta", "NOT READY, away"),
              show_time(one.heard_ms())});
  rows.print(*ui.out);
}

} // namespace

void add_ready_command(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "ready", "Whether terminals have the prices and VAT of the coming days");
  auto request = std::make_shared<v1::GetReadinessRequest>();
  add_store_option(command, request);
  command.add_option_function<std::string>(
    "--date", [request](const std::string& x) { request->set_date(x); },
    "Through this day [tomorrow]");
  add_hub_option(command, to);
  command.footer("A terminal that is ready needs no network for them.\n"
                 "Example:\n  kassa ready --store bageri --date 2028-01-01\n");
  command.callback([to, request] {
    to->run(&office_context::service::GetReadiness, *request,
            [&](const v1::Readiness& x) { show_readiness(to->ui, x); });
  });
}

} // namespace kassa::hub
