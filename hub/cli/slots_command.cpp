#include "hub/cli/office.hpp"
#include "proto/base/slots.hpp"
#include "store/files.hpp"

#include <CLI/CLI.hpp>
#include <kassa/v1/enrol.pb.h>

#include <ostream>

namespace kassa::hub {

namespace {

struct slot_words {
  v1::MakeSlotsRequest request;
  std::string out;
};

void add_make(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "slots", "Makes a signed file by which many machines become terminals");
  auto with = std::make_shared<slot_words>();
  with->request.set_days(14);
  add_store_option(
    command, [with](const std::string& x) { with->request.set_store(x); });
  command
    .add_option_function<std::uint32_t>(
      "--count", [with](std::uint32_t x) { with->request.set_count(x); },
      "How many machines, 1 to 500")
    ->required();
  command.add_option_function<std::uint32_t>(
    "--days", [with](std::uint32_t x) { with->request.set_days(x); },
    "So long they may begin, 1 to 90 [14]");
  command.add_option("--out", with->out, "File to write")->required();
  add_hub_option(command, to);
  command.footer(
    "Each machine takes one slot: 'kassa-node enrol --slots FILE --data "
    "FOLDER'. The file is a secret\nuntil all are used or revoked.\n\n"
    "Example:\n  kassa terminal slots --store bageri --count 20 --out "
    "bageri.slots");
  command.callback([to, with] {
    auto answer = to->ask(&office_context::service::MakeSlots, with->request);
    if (!answer)
      return cli::fail(to->ui, answer.why());
    auto slots = read_slots(*answer, with->out);
    if (!slots)
      return cli::fail(to->ui, slots.why());
    if (!cli::report(to->ui, store::files{}.replace(
                               with->out, cli::to_json(*answer) + "\n", true)))
      return;
    if (to->ui.json) {
      slots->clear_codes(); // The secrets are in the file, and nowhere else.
      return cli::print_json(to->ui, *slots);
    }
    *to->ui.out << slots->codes_size()
                << to->ui.say(" platser till ", " slots until ")
                << show_time(slots->until_ms()) << ": " << with->out << "\n"
                << to->ui.say("På varje kassa: ", "At each register: ")
                << "kassa-node enrol --slots " << with->out
                << " --data kassa\n";
  });
}

struct revoke_words {
  v1::RevokeSlotsRequest request;
  std::string file;
};

result<v1::Slots> slots_in(const std::string& path) {
  auto text = cli::read_file(path);
  if (!text)
    return text.why();
  v1::SlotFile file;
  if (!cli::from_json(*text, file))
    return error{errc::bad_slots, {{"file", path}}};
  return read_slots(file, path);
}

void add_revoke(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "revoke-slots", "Takes back the slots of a file that no machine has used");
  auto with = std::make_shared<revoke_words>();
  command.add_option("file", with->file, "The file")->required();
  command
    .add_option("--reason", *with->request.mutable_reason(),
                "Why, for those who come after")
    ->required();
  add_hub_option(command, to);
  command.footer("Machines that are terminals by now stay so: see 'kassa "
                 "terminal revoke'.\n\n"
                 "Example:\n  kassa terminal revoke-slots bageri.slots "
                 "--reason 'filen kom bort'");
  command.callback([to, with] {
    auto slots = slots_in(with->file);
    if (!slots)
      return cli::fail(to->ui, slots.why());
    with->request.set_store(slots->store());
    with->request.set_slots(slots->slots());
    to->run(&office_context::service::RevokeSlots, with->request,
            [&](const v1::RevokedSlots& x) {
              auto& ui = to->ui;
              *ui.out << x.revoked()
                      << ui.say(" platser är indragna, ", " slots revoked, ")
                      << x.used()
                      << ui.say(" var redan kassor.\n",
                                " were terminals already.\n");
            });
  });
}

} // namespace

void add_slots_commands(CLI::App& terminal, const office_ptr& to) {
  add_make(terminal, to);
  add_revoke(terminal, to);
}

} // namespace kassa::hub
