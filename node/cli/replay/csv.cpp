#include "node/cli/replay/csv.hpp"

#include <algorithm>

namespace kassa::cli::replay {

namespace {

/// Takes rows off a text, one after the other.
class csv_reader {
public:
  csv_reader(std::string_view text, const std::string& file)
    : text_(text), file_(file) {
    if (text_.starts_with("\xef\xbb\xbf"))
      text_.remove_prefix(3);
  }

  bool at_end() const { return text_.empty(); }

  result<csv_row> next() {
    csv_row row;
    row.line = line_;
    for (;;) {
      auto cell = take_cell(row.line);
      if (!cell)
        return cell.why();
      row.cells.push_back(std::move(*cell));
      if (text_.empty() || take('\n'))
        return row;
      if (take('\r')) {
        take('\n');
        return row;
      }
      if (!take(','))
        return bad_cell(file_, line_, std::to_string(row.cells.size()),
                        "text after a closing quote",
                        "Double the quotes within a quoted cell.");
    }
  }

private:
  bool take(char c) {
    if (text_.empty() || text_.front() != c)
      return false;
    line_ += c == '\n' ? 1U : 0U;
    text_.remove_prefix(1);
    return true;
  }

  result<std::string> take_cell(std::size_t began) {
    if (!take('"')) {
      const auto end = std::min(text_.find_first_of(",\r\n"), text_.size());
      std::string out(text_.substr(0, end));
      text_.remove_prefix(end);
      return out;
    }
    std::string out;
    while (!text_.empty()) {
      const char c = text_.front();
      take(c);
      if (c != '"' || take('"'))
        out.push_back(c);
      else
        return out;
    }
    return bad_cell(file_, began, "1", "a quote that is never closed",
                    "Close it, or double it within a quoted cell.");
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t line_ = 1;
};

/// Where each wanted column stands in the file.
result<std::vector<std::size_t>>
find_columns(const csv_row& head, const std::vector<std::string>& columns,
             const std::string& file) {
  std::vector<std::size_t> out;
  for (const auto& name : columns) {
    auto found = std::find(head.cells.begin(), head.cells.end(), name);
    if (found == head.cells.end())
      return bad_cell(file, 1, name, "the column is missing",
                      "The first line names the columns.");
    out.push_back(static_cast<std::size_t>(found - head.cells.begin()));
  }
  return out;
}

} // namespace

error bad_cell(const std::string& file, std::size_t line,
               const std::string& column, const std::string& what,
               const std::string& remedy) {
  return {errc::bad_csv,
          {{"file", file},
           {"line", std::to_string(line)},
           {"column", column},
           {"what", what},
           {"remedy", remedy}}};
}

result<std::vector<csv_row>> parse_csv(std::string_view text,
                                       const std::vector<std::string>& columns,
                                       const std::string& file) {
  csv_reader reader(text, file);
  auto head = reader.next();
  if (!head)
    return head.why();
  auto places = find_columns(*head, columns, file);
  if (!places)
    return places.why();
  std::vector<csv_row> out;
  while (!reader.at_end()) {
    auto row = reader.next();
    if (!row)
      return row.why();
    if (row->cells.size() == 1 && row->cells[0].empty())
      continue; // An empty line.
    if (row->cells.size() != head->cells.size())
      return bad_cell(file, row->line, std::to_string(row->cells.size()),
                      std::to_string(row->cells.size()) + " cells",
                      "Every line has as many cells as the first: "
                        + std::to_string(head->cells.size()) + ".");
    csv_row picked{row->line, {}};
    for (auto place : *places)
      picked.cells.push_back(std::move(row->cells[place]));
    out.push_back(std::move(picked));
  }
  return out;
}

} // namespace kassa::cli::replay
