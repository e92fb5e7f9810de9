#include "hub/cli/office.hpp"
#include "hub/hub.hpp"
#include "hub/identity.hpp"
#include "proto/base/system.hpp"
#include "store/files.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

struct init_options {
  std::string data;
  std::string identity;
  std::string admin;
  std::string password_file;
};

// Works on the folders of a hub that does not run.
status init(cli::context& ui, const init_options& with) {
  system_random random;
  system_clock clock;
  store::files files;
  auto password = cli::read_password(ui, with.password_file,
                                     ui.say("Lösenord: ", "Password: "));
  if (!password)
    return password.why();
  for (const auto& folder : {with.data, with.identity})
    if (auto made = files.make_folder(folder); !made)
      return made.why();
  auto storage = store::open_hub_storage(
    {with.identity + "/db", nullptr, [](std::string_view) { std::abort(); }});
  if (!storage)
    return storage.why();
  auto key = signing_key(files, with.identity, true, random);
  if (!key)
    return key.why();
  return init_hub(**storage, with.admin, *password, random, clock.wall_ms());
}

void add_init(CLI::App& hub, const office_ptr& to) {
  auto& command = *hub.add_subcommand(
    "init", "Makes a hub of two empty folders, with its first admin");
  auto with = std::make_shared<init_options>();
  command.add_option("--data", with->data, "Folder of journals and catalogs")
    ->required();
  command
    .add_option("--identity", with->identity,
                "Folder of keys, users and terminals")
    ->required();
  command.add_option("--admin", with->admin, "User name")->required();
  command.add_option("--password-file", with->password_file,
                     "First line of this file; - is standard input");
  command.footer("Example:\n  kassa hub init --data hub-data --identity "
                 "hub-identity --admin eva");
  command.callback([to, with] {
    if (!cli::report(to->ui, init(to->ui, *with)))
      return;
    if (to->ui.json)
      *to->ui.out << "{\"identity\":\"ready\"}\n";
    else
      *to->ui.out << to->ui.say("Web Office är klart. Starta det med: ",
                                "The hub is ready. Start it with: ")
                  << "kassa-hub --data " << with->data << " --identity "
                  << with->identity << "\n";
  });
}

void log_in(office_context& to, const std::string& user,
            const std::string& password_file) {
  auto password = cli::read_password(to.ui, password_file,
                                     to.ui.say("Lösenord: ", "Password: "));
  if (!password)
    return cli::fail(to.ui, password.why());
  v1::OfficeLogInRequest request;
  request.set_user(user);
  request.set_password(*password);
  auto answer = to.ask(&office_context::service::LogIn, request);
  if (!answer)
    return cli::fail(to.ui, answer.why());
  auto saved = cli::session_file{}.save(
    to.address(), {answer->session(), user, answer->expires_ms()});
  if (!cli::report(to.ui, saved))
    return;
  if (to.ui.json)
    *to.ui.out << "{\"user\":\"" << user
               << "\",\"expires_ms\":" << answer->expires_ms() << "}\n";
  else
    *to.ui.out << to.ui.say("Inloggad till ", "Logged in until ")
               << show_time(answer->expires_ms()) << ".\n";
}

void add_log_in(CLI::App& hub, const office_ptr& to) {
  auto& command = *hub.add_subcommand("login", "Logs in at the hub");
  struct options {
    std::string user;
    std::string password_file;
  };
  auto with = std::make_shared<options>();
  command.add_option("user", with->user, "User name")->required();
  command.add_option("--password-file", with->password_file,
                     "First line of this file; - is standard input");
  add_hub_option(command, to);
  command.footer("Example:\n  kassa hub login eva");
  command.callback(
    [to, with] { log_in(*to, with->user, with->password_file); });
}

std::string backup_words(const cli::context& ui, const v1::BackupStatus& x) {
  if (x.folder().empty())
    return ui.say("ingen: backup_folder är inte satt",
                  "none: backup_folder is not set");
  if (x.last().backup() == 0)
    return ui.say("ingen än, i ", "none yet, in ") + x.folder();
  return std::to_string(x.last().backup()) + ", "
         + show_time(x.last().made_ms()) + ", " + x.folder()
         + (x.last().archived()
              ? std::string{}
              : ui.say(" (på samma disk)", " (on the disk of the data)"));
}

void show_status(office_context& to, const v1::HubStatus& x) {
  cli::table rows{{to.ui.say("uppgift", "what"), to.ui.say("värde", "value")}};
  auto add = [&](const char* sv, const char* en, std::string value) {
    rows.add({to.ui.say(sv, en), std::move(value)});
  };
  add("program", "program", x.program());
  add("startad", "started", show_time(x.started_ms()));
  add("butiker", "stores", std::to_string(x.stores()));
  add("kassor", "terminals", std::to_string(x.terminals()));
  add("anslutna", "connected", std::to_string(x.connected()));
  add("flest per sekund", "most in a second",
      std::to_string(x.busiest_second()) + "  ("
        + std::to_string(x.turned_away())
        + to.ui.say(" fick komma senare)", " came later)"));
  add("synkningar", "commits", std::to_string(x.commits()));
  add("poster", "records", std::to_string(x.committed_records()));
  add("undanlagda", "set aside", std::to_string(x.set_aside()));
  add("säkerhetskopia", "backup", backup_words(to.ui, x.backups()));
  if (x.backups().drill().backup() != 0)
    add("senaste prov", "last drill",
        show_time(x.backups().drill().checked_ms()));
  if (x.backups().failed_ms() != 0)
    add("kopian misslyckades", "backup failed",
        show_time(x.backups().failed_ms()) + "  " + x.backups().failure());
  rows.print(*to.ui.out);
}

void add_status(CLI::App& hub, const office_ptr& to) {
  auto& command = *hub.add_subcommand("status", "How the hub is");
  add_hub_option(command, to);
  command.footer("Example:\n  kassa hub status --json");
  command.callback([to] {
    to->run(&office_context::service::GetHubStatus, v1::GetHubStatusRequest{},
            [&](const v1::HubStatus& x) { show_status(*to, x); });
  });
}

void show_quarantine(cli::context& ui, const v1::QuarantineList& x) {
  if (x.replayed() != 0)
    *ui.out << x.replayed()
            << ui.say(" poster kunde tolkas nu och är räknade.\n",
                      " records could be interpreted now, and are counted.\n");
  if (x.records().empty()) {
    *ui.out << ui.say("Alla poster kunde tolkas.\n",
                      "All records could be interpreted.\n");
    return;
  }
  cli::table rows{{ui.say("kassa", "terminal"), ui.say(">post", ">record"),
                   ui.say("varför", "why")}};
  for (const auto& one : x.records())
    rows.add({one.terminal(), std::to_string(one.seq()), one.reason()});
  rows.print(*ui.out);
  if (x.more())
    *ui.out << ui.say("... och fler\n", "... and more\n");
}

void add_quarantine(CLI::App& hub, const office_ptr& to) {
  auto& command = *hub.add_subcommand(
    "quarantine", "Lists records that could not be interpreted");
  auto request = std::make_shared<v1::ListQuarantineRequest>();
  add_store_option(command, request);
  command.add_flag_function(
    "--replay", [request](std::int64_t) { request->set_replay(true); },
    "First try each of them again");
  add_hub_option(command, to);
  command.footer(
    "They are kept as they came, hold nothing up and are counted in nothing. "
    "A newer hub,\nwhich can interpret them, counts them with --replay.\n"
    "Example:\n  kassa hub quarantine --store bageri\n");
  command.callback([to, request] {
    to->run(&office_context::service::ListQuarantine, *request,
            [&](const v1::QuarantineList& x) { show_quarantine(to->ui, x); });
  });
}

} // namespace

void add_hub_command(CLI::App& app, const office_ptr& to) {
  auto& hub = *app.add_subcommand(
    "hub", "The hub: init, login, status, backup, journals, quarantine");
  hub.require_subcommand(1);
  hub.footer("Examples:\n  kassa hub init --data hub-data --identity "
             "hub-identity --admin eva\n  kassa hub login eva\n"
             "  kassa hub status");
  add_init(hub, to);
  add_log_in(hub, to);
  add_status(hub, to);
  add_backup_command(hub, to);
  add_journal_command(hub, to);
  add_quarantine(hub, to);
}

} // namespace kassa::hub
