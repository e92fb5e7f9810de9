#pragma once

#include "actors/journal/export/exporter.hpp"

/// Exports for spreadsheets and programs.
namespace kassa::journal::exporting {

/// CSV by RFC 4180 in UTF-8: a comma between fields, a dot in numbers, CR LF.
enum class csv_rows {
  receipts, ///< A row a receipt line and a row a payment.
  events,   ///< A row a record of the journal.
};

/// The first column says what a row is: `line`, `payment`, `training` (either,
/// and no sale), `event`, and at the end `summary`, whose words stand in the
/// last column, so that no sum over a column counts them.
[[nodiscard]] std::unique_ptr<writer> make_csv(csv_rows rows);

/// A record a line, `{"hash":...,"body":...}` with protobuf's JSON mapping,
/// and at the end `{"summary":...}`.
[[nodiscard]] std::unique_ptr<writer> make_json_lines();

/// One row of CSV, with its line end.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& fields);

} // namespace kassa::journal::exporting
