#include "hub/cli/office.hpp"
#include "proto/base/console_new_file.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/record_run.hpp"

#include <CLI/CLI.hpp>
#include <kassa/v1/closing.pb.h>

#include <ostream>

// What is known of a terminal's journal beside its records: when they came, and
// what lies beyond a hole.

namespace kassa::hub {

namespace {

/// A JSON line for each record; what cannot be interpreted (L14) as its bytes.
status write_records(const v1::Evidence& x, cli::new_file& into) {
  run_reader run{x.run()};
  while (auto record = run.next()) {
    v1::RecordBody body;
    auto parsed = body.ParseFromArray(record->body.data(),
                                      static_cast<int>(record->body.size()));
    auto text = parsed ? cli::to_json(body)
                       : R"({"body":")" + to_hex(record->body) + R"("})";
    if (auto s = into.write(text + "\n"); !s)
      return s;
  }
  if (!run.at_end())
    return error{errc::protocol, {{"what", "evidence"}}};
  return ok;
}

void show_piece(cli::context& ui, const v1::HeldEvidence& held) {
  const auto& x = held.evidence();
  auto& out = *ui.out;
  if (ui.json) {
    auto bare = held;
    bare.mutable_evidence()->clear_run();
    return cli::print_json(ui, bare);
  }
  auto first = x.hole_last() + 1;
  if (x.hole_first() != 0)
    out << ui.say("Hål: post ", "Hole: records ") << x.hole_first() << "-"
        << x.hole_last()
        << ui.say(" kan inte läsas; kassan har skrivit under det.\n",
                  " cannot be read; the terminal has signed that.\n");
  if (!x.run().empty())
    out << ui.say("Bevis: ", "Evidence: ")
        << (x.hole_first() != 0 ? std::to_string(first) + "-" : "")
        << x.head().seq() << ui.say(", mottaget ", ", received ")
        << show_time(held.received_ms()) << "\n";
}

status export_evidence(office_context& to, const std::string& terminal,
                       const std::string& path) {
  std::unique_ptr<cli::new_file> file;
  if (!path.empty()) {
    auto made = cli::new_file::create(path);
    if (!made)
      return made.why();
    file = *std::move(made);
  }
  v1::ReadEvidenceRequest request;
  request.set_terminal(terminal);
  for (bool any = false;; any = true) {
    auto page = to.ask(&office_context::service::ReadEvidence, request);
    if (!page)
      return page.why();
    if (!page->has_held() && !any)
      return error{errc::not_found, {{"what", terminal}}};
    if (!page->has_held())
      return file ? file->finish() : ok;
    show_piece(to.ui, page->held());
    if (file)
      if (auto s = write_records(page->held().evidence(), *file); !s)
        return s;
    const auto reached = page->held().evidence().head().seq();
    if (reached <= request.after_seq())
      return error{errc::protocol, {{"what", "evidence"}}};
    request.set_after_seq(reached);
  }
}

status show_arrivals(office_context& to, const std::string& terminal) {
  v1::ListArrivalsRequest request;
  request.set_terminal(terminal);
  auto& ui = to.ui;
  cli::table rows({ui.say("poster", "records"), ui.say("mottagna", "received"),
                   ui.say("gjorda", "made"), ui.say("efter", "later")});
  for (bool more = true; more;) {
    auto page = to.ask(&office_context::service::ListArrivals, request);
    if (!page)
      return page.why();
    if (ui.json)
      cli::print_json(ui, *page);
    for (const auto& x : page->rows()) {
      rows.add(
        {std::to_string(x.first_seq()) + "-" + std::to_string(x.last_seq()),
         show_time(x.received_ms()), show_time(x.made_ms()),
         std::to_string((x.received_ms() - x.made_ms()) / 1000) + " s"});
      request.set_after_seq(x.last_seq());
    }
    more = page->more();
  }
  if (!ui.json)
    rows.print(*ui.out);
  return ok;
}

CLI::App& add_one(CLI::App& journal, const office_ptr& to, const char* name,
                  const char* about, std::string& terminal) {
  auto& command = *journal.add_subcommand(name, about);
  command.add_option("--terminal", terminal, "Terminal-ID")->required();
  add_hub_option(command, to);
  return command;
}

} // namespace

void add_evidence_commands(CLI::App& journal, const office_ptr& to) {
  struct options {
    std::string terminal, out;
  };
  auto with = std::make_shared<options>();
  auto& evidence = add_one(journal, to, "evidence",
                           "What a retired terminal could still read beyond a "
                           "hole in its journal",
                           with->terminal);
  evidence.add_option("--out", with->out,
                      "Also write its records to this file, a JSON line each");
  evidence.footer(
    "It is kept as evidence and is in no sum. The hub's log says who took it.\n"
    "Example:\n  kassa hub journal evidence --terminal T3SRZN2YK78 --out "
    "beyond.jsonl\n");
  evidence.callback([to, with] {
    cli::report(to->ui, export_evidence(*to, with->terminal, with->out));
  });
  auto whose = std::make_shared<std::string>();
  auto& arrivals
    = add_one(journal, to, "arrivals",
              "When each part of a journal came, by the hub's clock", *whose);
  arrivals.footer(
    "Next to it when the terminal says that the last record of the part was "
    "made, and how\nmuch later it came: after a time without a network, or "
    "because a clock is wrong.\nExample:\n  kassa hub journal arrivals "
    "--terminal T3SRZN2YK78\n");
  arrivals.callback(
    [to, whose] { cli::report(to->ui, show_arrivals(*to, *whose)); });
}

} // namespace kassa::hub
