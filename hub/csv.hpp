#pragma once

#include "proto/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// RFC 4180, strictly: a comma apart, quotes doubled within quotes, lines that
/// end with LF or CR LF. UTF-8, with or without a byte order mark. Pure.
namespace kassa::hub {

struct csv_row {
  std::size_t line = 0; ///< Of its first character, from 1.
  std::vector<std::string> fields;
};

/// Bounds against a file that is something else.
inline constexpr std::size_t csv_size_max = 64 * 1024 * 1024;
inline constexpr std::size_t csv_fields_max = 100;

/// Reads all rows; empty lines are skipped. `bad_csv` (file, line, column as a
/// number from 1, what, remedy) names the first thing that is wrong; every row
/// has as many fields as the first.
[[nodiscard]] result<std::vector<csv_row>> parse_csv(std::string_view text,
                                                     std::string_view file);

/// The error of a field; `column` is a name or a number.
[[nodiscard]] error csv_error(std::string_view file, std::size_t line,
                              std::string column, std::string what,
                              std::string remedy);

} // namespace kassa::hub
