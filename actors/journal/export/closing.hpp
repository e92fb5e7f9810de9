#pragma once

#include <kassa/v1/export.pb.h>
#include <kassa/v1/record.pb.h>

#include <string>
#include <vector>

namespace kassa::journal::exporting {

/// The summary in rows of Swedish words, for files that can hold words.
[[nodiscard]] std::vector<std::string>
closing_rows(const v1::ExportSummary& all);

/// "LINE_ADDED"; the number where this program does not know the kind.
[[nodiscard]] std::string kind_name(v1::Kind kind);

/// Counts a record that a format has no place for.
void note_left_out(v1::ExportSummary& in, const v1::RecordBody& body);

} // namespace kassa::journal::exporting
