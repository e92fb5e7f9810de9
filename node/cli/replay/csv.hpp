#pragma once

#include "proto/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Comma-separated values (RFC 4180), as the replay reads them. Pure.
namespace kassa::cli::replay {

struct csv_row {
  std::size_t line = 0; ///< Where it begins in the file, from 1.
  std::vector<std::string> cells;
};

/// Reads a whole file; its first row must have these columns, in any order and
/// among others. The cells of each row come in the order of `columns`.
/// @param file for messages
/// @returns bad_csv with line, column and remedy
[[nodiscard]] result<std::vector<csv_row>>
parse_csv(std::string_view text, const std::vector<std::string>& columns,
          const std::string& file);

/// The error of one cell.
[[nodiscard]] error bad_cell(const std::string& file, std::size_t line,
                             const std::string& column, const std::string& what,
                             const std::string& remedy);

} // namespace kassa::cli::replay
