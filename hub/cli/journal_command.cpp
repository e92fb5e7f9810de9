#include "hub/cli/office.hpp"
#include "proto/base/console_new_file.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/record_chain.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

/// Takes a page over, checked.
status take(const v1::HeldJournal& page, record_chain& chain,
            cli::new_file& into) {
  run_reader run{page.run()};
  while (auto record = run.next())
    if (auto s = chain.add(*record); !s)
      return s;
  if (!run.at_end() || chain.seq() != page.last_seq())
    return error{errc::protocol, {{"what", "journal"}}};
  return into.write(page.run());
}

void show(cli::context& ui, const record_chain& of, const std::string& file) {
  if (ui.json) {
    *ui.out << boost::json::serialize(
      boost::json::object{{"file", file},
                          {"terminal", of.of()->terminal},
                          {"store", of.of()->store},
                          {"records", of.seq()},
                          {"hash", to_hex(of.hash())}})
            << std::endl;
    return;
  }
  *ui.out << file << ": " << of.seq()
          << ui.say(" poster av kassa ", " records of terminal ")
          << of.of()->terminal << ui.say(", kedjan hel: ", ", chain whole: ")
          << to_hex(of.hash()) << std::endl;
}

status export_journal(office_context& to, const std::string& terminal,
                      const std::string& path) {
  auto file = cli::new_file::create(path);
  if (!file)
    return file.why();
  record_chain chain;
  cli::progress bar(to.ui, "journal", 0);
  for (;;) {
    v1::ReadHeldJournalRequest request;
    request.set_terminal(terminal);
    request.set_after_seq(chain.seq());
    auto page = to.ask(&office_context::service::ReadJournal, request);
    if (!page)
      return page.why();
    if (page->run().empty())
      break;
    if (auto s = take(*page, chain, **file); !s)
      return s;
    bar.at(chain.seq(), page->held().seq());
  }
  bar.finish();
  if (chain.seq() == 0)
    return error{errc::not_found, {{"what", terminal}}};
  if (auto s = (*file)->finish(); !s)
    return s;
  show(to.ui, chain, path);
  return ok;
}

} // namespace

void add_journal_command(CLI::App& hub, const office_ptr& to) {
  auto& journal = *hub.add_subcommand("journal", "A terminal's whole journal");
  journal.require_subcommand(1);
  journal.footer("Example:\n  kassa hub journal export --terminal T3SRZN2YK78 "
                 "--out T3SRZN2YK78.journal\n");
  auto& command = *journal.add_subcommand(
    "export", "Writes the records as the hub holds them, checked, to a file");
  struct options {
    std::string terminal, out;
  };
  auto with = std::make_shared<options>();
  command.add_option("--terminal", with->terminal, "Terminal-ID")->required();
  command.add_option("--out", with->out, "The file; else TERMINAL.journal");
  add_hub_option(command, to);
  command.footer(
    "The hub's log says who took it. 'kassa journal dump' and 'kassa export "
    "--journal' read the file.\n"
    "Example:\n  kassa hub journal export --terminal T3SRZN2YK78\n");
  command.callback([to, with] {
    const auto path
      = with->out.empty() ? with->terminal + ".journal" : with->out;
    cli::report(to->ui, export_journal(*to, with->terminal, path));
  });
}

} // namespace kassa::hub
