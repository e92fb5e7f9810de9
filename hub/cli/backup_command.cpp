#include "hub/cli/backup_command.hpp"

#include "hub/cli/office.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

constexpr std::chrono::hours patience{1};

} // namespace

void show_backup(cli::context& ui, const v1::BackupReport& x, bool drill) {
  *ui.out << ui.say("Säkerhetskopia ", "Backup ") << x.backup()
          << ui.say(" från ", " of ") << show_time(x.made_ms())
          << (drill ? ui.say(" lästes tillbaka på prov: ",
                             " was restored as a drill: ")
                    : ui.say(" är gjord och öppnad igen: ",
                             " is made, and opened again: "))
          << x.terminals() << ui.say(" journaler, ", " journals, ")
          << x.records()
          << ui.say(" poster kontrollerade, ", " records checked, ")
          << x.bytes() / 1024 << " KiB.\n";
  if (!drill && !x.archived())
    *ui.out << ui.say("Den ligger på samma disk som data, så inget räknas som "
                      "arkiverat. Sätt backup_folder på en annan disk.\n",
                      "It lies on the disk of the data, so nothing counts as "
                      "archived. Set backup_folder on another disk.\n");
}

void add_backup_command(CLI::App& hub, const office_ptr& to) {
  auto& command = *hub.add_subcommand(
    "backup", "Makes a backup now, of data and identity, while the hub serves");
  auto drill = std::make_shared<bool>(false);
  command.add_flag("--drill", *drill,
                   "Instead, restores the newest backup aside and checks all "
                   "of it");
  add_hub_option(command, to);
  command.footer(
    "The hub makes backups by itself where backup_folder is set; 'kassa-hub "
    "restore' reads one back.\n"
    "Example:\n  kassa hub backup\n  kassa hub backup --drill\n");
  command.callback([to, drill] {
    v1::MakeBackupRequest request;
    request.set_drill(*drill);
    to->run(
      &office_context::service::MakeBackup, request,
      [&](const v1::BackupReport& x) { show_backup(to->ui, x, *drill); },
      patience);
  });
}

} // namespace kassa::hub
