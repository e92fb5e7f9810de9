#include "hub/cli/office.hpp"
#include "proto/base/console_new_file.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/head_signature.hpp"
#include "proto/base/record_chain.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace kassa::hub {

namespace {

/// A journal as it comes, checked.
struct arriving {
  record_chain chain;
  std::string device_key; ///< Of genesis.
  bool vouched = false;   ///< The terminal signed its head.
};

/// Takes a page over.
status take(const v1::HeldJournal& page, arriving& to, cli::new_file& into) {
  run_reader run{page.run()};
  while (auto record = run.next()) {
    if (auto s = to.chain.add(*record); !s)
      return s;
    v1::RecordBody body;
    if (to.chain.seq() == 1
        && body.ParseFromArray(record->body.data(),
                               static_cast<int>(record->body.size())))
      to.device_key = body.genesis().device_key();
  }
  if (!run.at_end() || to.chain.seq() != page.last_seq())
    return error{errc::protocol, {{"what", "journal"}}};
  return into.write(page.run());
}

/// Whose the journal's end is; a hub of before has no signature to show.
status vouch(const v1::SignedHead& by, arriving& to) {
  if (by.head().seq() != to.chain.seq())
    return ok;
  to.vouched
    = by.head().hash() == to.chain.hash()
      && head_holds(by.head(), *to.chain.of(), to.device_key, by.signature());
  return to.vouched ? ok : status{errc::bad_signature};
}

void show(cli::context& ui, const arriving& x, const std::string& file) {
  const auto& of = x.chain;
  if (ui.json) {
    *ui.out << boost::json::serialize(
      boost::json::object{{"file", file},
                          {"terminal", of.of()->terminal},
                          {"store", of.of()->store},
                          {"records", of.seq()},
                          {"signed", x.vouched},
                          {"hash", to_hex(of.hash())}})
            << std::endl;
    return;
  }
  *ui.out << file << ": " << of.seq()
          << ui.say(" poster av kassa ", " records of terminal ")
          << of.of()->terminal << ui.say(", kedjan hel", ", chain whole")
          << (x.vouched ? ui.say(" och underskriven av kassan",
                                 " and signed by the terminal")
                        : "")
          << ": " << to_hex(of.hash()) << std::endl;
}

status export_journal(office_context& to, const std::string& terminal,
                      const std::string& path) {
  auto file = cli::new_file::create(path);
  if (!file)
    return file.why();
  arriving journal;
  const auto& chain = journal.chain;
  v1::SignedHead signed_head;
  cli::progress bar(to.ui, "journal", 0);
  for (;;) {
    v1::ReadHeldJournalRequest request;
    request.set_terminal(terminal);
    request.set_after_seq(chain.seq());
    auto page = to.ask(&office_context::service::ReadJournal, request);
    if (!page)
      return page.why();
    signed_head = page->signed_head();
    if (page->run().empty())
      break;
    if (auto s = take(*page, journal, **file); !s)
      return s;
    bar.at(chain.seq(), page->held().seq());
  }
  bar.finish();
  if (chain.seq() == 0)
    return error{errc::not_found, {{"what", terminal}}};
  if (auto s = vouch(signed_head, journal); !s)
    return s;
  if (auto s = (*file)->finish(); !s)
    return s;
  show(to.ui, journal, path);
  return ok;
}

} // namespace

void add_journal_command(CLI::App& hub, const office_ptr& to) {
  auto& journal = *hub.add_subcommand("journal", "A terminal's whole journal");
  journal.require_subcommand(1);
  journal.footer("Example:\n  kassa hub journal export --terminal T3SRZN2YK78 "
                 "--out T3SRZN2YK78.journal\n");
  add_evidence_commands(journal, to);
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
