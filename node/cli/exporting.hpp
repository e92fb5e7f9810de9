#pragma once

#include "actors/journal/export/accounts.hpp"
#include "node/cli/context.hpp"

#include <string>
#include <string_view>

/// `kassa export`: the terminal's journal in another format, in a file.
namespace kassa::cli {

struct export_wanted {
  std::string format; ///< "xml", "sie", "csv" or "jsonl".
  std::string from;   ///< Business dates, "2026-05-04", both included.
  std::string to;
  std::string journal;  ///< A file or folder to read; empty: the terminal.
  std::string out;      ///< A file; empty: named by terminal and days.
  std::string accounts; ///< SIE: a file; empty: BAS 2026.
  std::string xsd;      ///< XML: a schema to check it with; empty: not checked.
  bool events = false;  ///< CSV: the journal's events, not the receipts.
  bool only_verified = false; ///< XML: see `xml_options`.
};

/// Reads the whole journal, from the daemon or as it is stored, so that the
/// chain of hashes is followed from record 1. The file takes its place only
/// when it is whole.
[[nodiscard]] status export_journal(terminal_context& at,
                                    const export_wanted& wanted);

/// @param toml as `exporting::print_accounts` prints it
/// @returns bad_configuration with the line
[[nodiscard]] result<journal::exporting::account_plan>
parse_accounts(std::string_view toml, const std::string& file);

/// The plan of a file; BAS 2026 without one.
[[nodiscard]] result<journal::exporting::account_plan>
read_accounts(const std::string& file);

} // namespace kassa::cli
