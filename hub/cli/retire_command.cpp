#include "hub/cli/office.hpp"
#include "proto/base/money.hpp"

#include <CLI/CLI.hpp>
#include <kassa/v1/closing.pb.h>

#include <ostream>

namespace kassa::hub {

namespace {

constexpr std::chrono::hours patience{1};

/// What it waits for, or that it is done.
void show_retiring(cli::context& ui, const v1::TerminalSummary& x) {
  auto& out = *ui.out;
  out << ui.say("Kassa ", "Terminal ") << x.terminal();
  if (x.retiring() == "closed")
    out << ui.say(" är avvecklad. Avslutningsbeskedet: ",
                  " is retired. Its closing statement: ")
        << "kassa terminal statement " << x.terminal() << " --store "
        << x.store() << "\n";
  else if (x.retiring() == "delivered")
    out << ui.say(" säljer inte mer och har levererat allt. Den avslutas när "
                  "allt är säkerhetskopierat (till post ",
                  " sells no more and has delivered all. It is closed when all "
                  "of it is in a backup (up to record ")
        << x.archived_seq() << ui.say(" av ", " of ") << x.held_seq()
        << "): 'kassa hub backup'.\n";
  else
    out << ui.say(" får besked att inte sälja mer så snart den hörs, levererar "
                  "sedan allt och avslutas. Finns den inte längre: --force.\n",
                  " is told to sell no more as soon as it is heard; then it "
                  "delivers all, and is closed. Where it is gone: --force.\n");
}

void add_retire(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "retire", "End a terminal's life in order, with a closing statement");
  auto request = std::make_shared<v1::RetireTerminalRequest>();
  command.add_option("terminal", *request->mutable_terminal(), "Terminal-ID")
    ->required();
  add_store_option(command, request);
  command.add_option("--reason", *request->mutable_reason(),
                     "Why, for those who come after; it is printed");
  command.add_flag_function(
    "--force", [request](std::int64_t) { request->set_force(true); },
    "Close it now, with what the hub holds: for one that is gone");
  add_hub_option(command, to);
  command.footer(
    "Make a Z at the register first. It is told to sell no more, delivers what "
    "it has,\nand is closed when all of that is in a backup. Give the command "
    "again to see how far\nit is. What the hub never got is named in the "
    "statement.\n\n"
    "Examples:\n  kassa terminal retire T3SRZN2YK78 --store bageri --reason "
    "'ny kassa'\n  kassa terminal retire T3SRZN2YK78 --store bageri --reason "
    "'trasig disk' --force");
  command.callback([to, request] {
    to->run(
      &office_context::service::RetireTerminal, *request,
      [&](const v1::TerminalSummary& x) { show_retiring(to->ui, x); },
      patience);
  });
}

/// What the terminal itself could not read, and what lies beyond it.
void show_evidence(cli::context& ui, const v1::ClosingStatement& x) {
  auto& out = *ui.out;
  for (const auto& hole : x.holes())
    out << ui.say("SKADAT: post ", "DAMAGED: records ") << hole.first() << "-"
        << hole.last()
        << ui.say(" kan inte läsas; kassan har skrivit under det.\n",
                  " cannot be read; the terminal has signed that.\n");
  if (x.holes().empty())
    return;
  out << ui.say("Efter det ligger ", "Beyond that there are ")
      << x.evidence_records()
      << ui.say(" poster som bevis, i ingen summa här (sista kvitto ",
                " records as evidence, in no sum here (last receipt ")
      << x.evidence_sale() << ui.say(", retur ", ", return ")
      << x.evidence_return() << ", Z " << x.evidence_z()
      << "): kassa hub journal evidence --terminal " << x.terminal() << "\n";
}

void show_hole(cli::context& ui, const v1::ClosingStatement& x) {
  show_evidence(ui, x);
  if (x.missing() == 0)
    return;
  *ui.out << ui.say("SAKNAS: ", "MISSING: ") << x.missing()
          << ui.say(" poster som kassan hade och Web Office aldrig fick (efter "
                    "post ",
                    " records that the terminal had and the hub never got "
                    "(after record ")
          << x.held().seq() << ").\n";
}

void show_statement(cli::context& ui, const v1::ClosingStatement& x) {
  auto& out = *ui.out;
  out << ui.say("AVSLUTNINGSBESKED, inte en Z-rapport\n",
                "CLOSING STATEMENT, not a Z report\n");
  cli::table rows(
    {ui.say("Kassa", "Terminal"), x.terminal() + "  " + x.name()});
  auto add = [&rows](const char* what, std::string value) {
    rows.add({what, std::move(value)});
  };
  auto kronor = [](std::int64_t ore) { return print_kronor(ore) + " kr"; };
  add(ui.say("butik", "store"), x.store());
  add(ui.say("avslutad", "closed"), show_time(x.made_ms()) + ", " + x.by());
  add(ui.say("orsak", "reason"), x.reason());
  add(ui.say("hördes sist", "last heard"), show_time(x.heard_ms()));
  add(ui.say("poster", "records"), std::to_string(x.held().seq())
                                     + ui.say(" av ", " of ")
                                     + std::to_string(x.announced_seq()) + ", "
                                     + std::to_string(x.archived_seq())
                                     + ui.say(" arkiverade", " archived"));
  add(ui.say("sista kvitto", "last receipt"), std::to_string(x.last_sale()));
  add(ui.say("sista retur", "last return"), std::to_string(x.last_return()));
  add(ui.say("sista kopia", "last copy"), std::to_string(x.last_copy()));
  add(ui.say("sista övningskvitto", "last training receipt"),
      std::to_string(x.last_training()));
  add(ui.say("sista Z", "last Z"),
      std::to_string(x.last_z()) + "  " + show_time(x.last_z_ms()));
  if (x.open_number() != 0)
    add(ui.say("väntade på kod", "waited for a code"),
        std::to_string(x.open_number()));
  add(ui.say("såldes efter sista Z", "sold since the last Z"),
      kronor(x.open().sales_ore()));
  add(ui.say("återköp efter sista Z", "returned since the last Z"),
      kronor(x.open().returns_ore()));
  add(ui.say("grand total försäljning", "grand total sales"),
      kronor(x.grand().sales_ore()));
  add(ui.say("grand total återköp", "grand total returns"),
      kronor(x.grand().returns_ore()));
  add(ui.say("grand total netto", "grand total net"),
      kronor(x.grand().net_ore()));
  rows.print(out);
  show_hole(ui, x);
  if (x.forced())
    out << ui.say("Avslutad utan att vänta på leverans eller säkerhetskopia.\n",
                  "Closed without waiting for delivery or a backup.\n");
}

void add_statement(CLI::App& app, const office_ptr& to) {
  auto& command = *app.add_subcommand(
    "statement", "The closing statement of a retired terminal");
  auto request = std::make_shared<v1::GetClosingStatementRequest>();
  command.add_option("terminal", *request->mutable_terminal(), "Terminal-ID")
    ->required();
  add_store_option(command, request);
  add_hub_option(command, to);
  command.footer(
    "It is signed by the hub, and no Z: it closes nothing at the terminal.\n\n"
    "Example:\n  kassa terminal statement T3SRZN2YK78 --store bageri");
  command.callback([to, request] {
    auto answer
      = to->ask(&office_context::service::GetClosingStatement, *request);
    if (!answer)
      return cli::fail(to->ui, answer.why());
    v1::ClosingStatement x;
    if (!x.ParseFromString(answer->statement()))
      return cli::fail(to->ui, {errc::corrupt, {{"what", "statement"}}});
    if (to->ui.json)
      return cli::print_json(to->ui, x);
    show_statement(to->ui, x);
  });
}

} // namespace

void add_retire_commands(CLI::App& terminal, const office_ptr& to) {
  add_retire(terminal, to);
  add_statement(terminal, to);
}

} // namespace kassa::hub
