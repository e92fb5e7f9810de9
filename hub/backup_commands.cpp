#include "hub/backup_commands.hpp"

#include "hub/cli/backup_command.hpp"
#include "hub/cli/office.hpp"
#include "hub/folders.hpp"
#include "hub/restore.hpp"
#include "proto/base/system.hpp"
#include "proto/base/time.hpp"

#include <boost/json.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

result<v1::BackupReport> backed_up(const config& with, bool drill) {
  system_random random;
  system_clock clock;
  store::files files;
  if (with.backup_folder.empty())
    return error{errc::no_backup_folder};
  auto of
    = open_folders(with, files, random, [](std::string_view) { std::abort(); });
  if (!of)
    return of.why();
  const auto to = backups_of(with, files, random, *of);
  if (drill)
    return to->drill(clock.wall_ms());
  auto made = to->make(clock.wall_ms());
  if (!made)
    return made.why();
  return made->report;
}

void show(cli::context& ui, const restored& x, const config& with) {
  if (ui.json) {
    *ui.out << boost::json::serialize(
      boost::json::object{{"backup", x.seal.backup()},
                          {"made_ms", x.seal.made_ms()},
                          {"terminals", x.seal.heads_size()},
                          {"records", x.records},
                          {"identity", x.identity ? "restored" : "kept"}})
            << std::endl;
    return;
  }
  *ui.out << ui.say("Säkerhetskopia ", "Backup ") << x.seal.backup()
          << ui.say(" från ", " of ") << show_time(x.seal.made_ms())
          << ui.say(" är återläst: ", " is restored: ") << x.seal.heads_size()
          << ui.say(" journaler, ", " journals, ") << x.records
          << ui.say(" poster, kedjorna hela.\n", " records, chains whole.\n")
          << (x.identity
                ? ui.say("Identitetsmappen fanns inte och kommer ur kopian: "
                         "spärrar och kassor som kom senare saknas.\n",
                         "The identity folder was not there and is the "
                         "backup's: later fences and registers are missing.\n")
                : ui.say("Identitetsmappen är den som fanns, med sina "
                         "spärrar.\n",
                         "The identity folder is the one that was there, with "
                         "its fences.\n"))
          << ui.say("Kassorna skickar själva det som kom efter kopian. Starta "
                    "Web Office som vanligt, med samma inställningar: ",
                    "Terminals send what came after it by themselves. Start "
                    "the hub as always, with the same settings: ")
          << "kassa-hub --data " << with.data << " --identity " << with.identity
          << " --backup-folder " << with.backup_folder << " --backup-key "
          << with.backup_key_path() << std::endl;
}

} // namespace

void back_up(cli::context& ui, const config& with, bool drill) {
  auto done = backed_up(with, drill);
  if (!done)
    return cli::fail(ui, done.why());
  if (ui.json)
    return cli::print_json(ui, *done);
  show_backup(ui, *done, drill);
}

void restore_from_backup(cli::context& ui, const config& with,
                         std::uint32_t backup) {
  system_random random;
  store::files files;
  if (with.backup_folder.empty())
    return cli::fail(ui, error{errc::no_backup_folder});
  auto done = restore({{with.backup_folder, with.backup_key_path()},
                       backup,
                       with.data,
                       with.identity},
                      files, random);
  if (!done)
    return cli::fail(ui, done.why());
  show(ui, *done, with);
}

} // namespace kassa::hub
