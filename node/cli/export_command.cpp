#include "node/cli/commands.hpp"
#include "node/cli/exporting.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace kassa::cli {

namespace {

using given_t = std::shared_ptr<export_wanted>;

/// A format: under `kassa export`, with what all formats take.
CLI::App* add_format(CLI::App& to, terminal_context& at, const given_t& given,
                     const std::string& name, const std::string& help) {
  auto* command
    = add_terminal_command(to, at, name, help, [&at, given, name]() -> status {
        given->format = name;
        return export_journal(at, *given);
      });
  command->add_option("--from", given->from, "First business date, 2026-05-04")
    ->type_name("DATE")
    ->required();
  command->add_option("--to", given->to, "Last business date")
    ->type_name("DATE")
    ->required();
  command
    ->add_option("--journal", given->journal,
                 "Raw records of 'kassa hub journal export', or a stopped "
                 "terminal's data folder, instead of the terminal")
    ->type_name("PATH");
  command
    ->add_option("--out", given->out,
                 "The file; else named by Terminal-ID and dates, here")
    ->type_name("FILE");
  return command->group("Formats");
}

void add_xml(CLI::App& to, terminal_context& at, const given_t& given) {
  auto* command
    = add_format(to, at, given, "xml", "The journal by SKVFS 2021:16");
  command->add_flag("--only-verified", given->only_verified,
                    "Leave out elements whose names nobody has verified");
  command
    ->add_option("--xsd", given->xsd,
                 "Skatteverket's schema; what does not follow it is refused")
    ->type_name("FILE");
  command->footer(
    "For Skatteverket: every event, receipt, copy, X and Z of these days.\n"
    "Example:\n  kassa export xml --from 2026-05-01 --to 2026-05-31\n");
}

void add_sie(CLI::App& to, terminal_context& at, const given_t& given) {
  auto* command
    = add_format(to, at, given, "sie", "Verifications for the ledger, SIE 4I");
  command
    ->add_option("--accounts", given->accounts,
                 "Which account each sum goes to; else BAS 2026")
    ->type_name("FILE");
  command->add_flag_callback(
    "--print-accounts",
    [&at] {
      *at.ui.out << journal::exporting::print_accounts(
        journal::exporting::bas_2026());
      throw CLI::Success(); // Nothing else is asked for then.
    },
    "Print BAS 2026 as a list to begin with, and nothing else");
  command->footer(
    "One verification a Z whose business date lies within, in code page 437.\n"
    "Refused, with a list, while an account that is needed is not set.\n"
    "Examples:\n  kassa export sie --print-accounts > accounts.toml\n"
    "  kassa export sie --from 2026-05-01 --to 2026-05-31 --accounts "
    "accounts.toml --out may.si\n");
}

void add_tables(CLI::App& to, terminal_context& at, const given_t& given) {
  auto* csv = add_format(to, at, given, "csv",
                         "Receipts, a row a line and a row a payment");
  csv->add_flag("--events", given->events,
                "The journal's events instead, a row a record");
  csv->footer(
    "Examples:\n"
    "  kassa export csv --from 2026-05-04 --to 2026-05-04\n"
    "  kassa export csv --events --from 2026-05-04 --to 2026-05-04\n");
  add_format(to, at, given, "jsonl", "The journal, one JSON object a record")
    ->footer("Example:\n  kassa export jsonl --from 2026-01-01 --to "
             "2026-12-31 --out 2026.jsonl\n");
}

} // namespace

void add_export_command(CLI::App& app, terminal_context& at) {
  auto given = std::make_shared<export_wanted>();
  auto* command
    = app.add_subcommand("export", "Export the journal of some days to a file")
        ->group("At a terminal");
  command->require_subcommand(1);
  command->footer(
    "Works without a hub. A day is a business date: a receipt's and a report's "
    "own,\nelse the store's date. The file takes its place when it is whole; "
    "a journal whose\nchain of hashes does not hold is not exported.\n"
    "Examples:\n  kassa export xml --from 2026-05-01 --to 2026-05-31\n"
    "  kassa export sie --from 2026-05-01 --to 2026-05-31 --accounts "
    "accounts.toml\n");
  add_xml(*command, at, given);
  add_sie(*command, at, given);
  add_tables(*command, at, given);
}

} // namespace kassa::cli
