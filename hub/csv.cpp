#include "hub/csv.hpp"

namespace kassa::hub {

namespace {

// Bytes of the UTF-8 character at the front, 0 when it is none.
std::size_t utf8_size(std::string_view text) {
  auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  auto first = byte(0);
  if (first < 0x80)
    return 1;
  if (first >= 0xc2 && first <= 0xdf)
    return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    bool overlong = first == 0xe0 && byte(1) < 0xa0;
    bool surrogate = first == 0xed && byte(1) > 0x9f;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    bool overlong = first == 0xf0 && byte(1) < 0x90;
    bool beyond = first == 0xf4 && byte(1) > 0x8f;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4
                                                                          : 0;
  }
  return 0;
}

class parser {
public:
  parser(std::string_view text, std::string_view file)
    : rest_(text), file_(file) {}

  result<std::vector<csv_row>> run() {
    if (rest_.size() > csv_size_max)
      return error{errc::too_large,
                   {{"what", std::string{file_}}, {"limit", "64 MiB"}}};
    if (rest_.substr(0, 3) == "\xef\xbb\xbf")
      rest_.remove_prefix(3);
    while (!rest_.empty()) {
      if (auto read = row(); !read)
        return read.why();
    }
    return std::move(rows_);
  }

private:
  status row() {
    csv_row out{line_, {}};
    bool more = true;
    while (more) {
      if (out.fields.size() == csv_fields_max)
        return wrong(out, "more than 100 columns",
                     "Is it a CSV file with commas?");
      std::string field;
      auto read = !rest_.empty() && rest_.front() == '"' ? quoted(out, field)
                                                         : bare(out, field);
      if (!read)
        return read;
      out.fields.push_back(std::move(field));
      more = take(',');
    }
    if (!rest_.empty() && !end_of_line())
      return csv_error(file_, line_, std::to_string(out.fields.size()),
                       "text after the closing quote",
                       "Double each quote within a quoted field: \"\".");
    return keep(std::move(out));
  }

  status keep(csv_row row) {
    if (row.fields.size() == 1 && row.fields.front().empty())
      return ok;
    if (!rows_.empty() && row.fields.size() != rows_.front().fields.size()) {
      auto found = std::to_string(row.fields.size());
      auto wanted = std::to_string(rows_.front().fields.size());
      return csv_error(file_, row.line, found,
                       found + " fields, the header has " + wanted,
                       "Quote fields that hold a comma, and leave none out.");
    }
    rows_.push_back(std::move(row));
    return ok;
  }

  status bare(const csv_row& row, std::string& out) {
    while (!rest_.empty() && rest_.front() != ',' && !at_end_of_line()) {
      if (rest_.front() == '"')
        return wrong(
          row, "a quote inside a field",
          "Put the whole field in quotes and double the quote: \"\".");
      if (auto took = character(row, out); !took)
        return took;
    }
    return ok;
  }

  status quoted(const csv_row& row, std::string& out) {
    auto began = line_;
    take('"');
    while (!rest_.empty()) {
      if (take('"')) {
        if (!take('"'))
          return ok;
        out.push_back('"');
      } else if (auto took = character(row, out); !took) {
        return took;
      }
    }
    return csv_error(file_, began, std::to_string(row.fields.size() + 1),
                     "a quote that never closes", "Close the quoted field.");
  }

  status character(const csv_row& row, std::string& out) {
    auto size = utf8_size(rest_);
    if (size == 0)
      return wrong(row, "not UTF-8", "Save the file as CSV in UTF-8.");
    if (rest_.front() == '\0')
      return wrong(row, "a NUL byte", "Save the file as CSV in UTF-8.");
    if (rest_.front() == '\n')
      ++line_;
    out += rest_.substr(0, size);
    rest_.remove_prefix(size);
    return ok;
  }

  bool at_end_of_line() const {
    return rest_.front() == '\n' || rest_.substr(0, 2) == "\r\n";
  }

  bool end_of_line() {
    bool out = take('\n');
    if (!out && rest_.substr(0, 2) == "\r\n") {
      rest_.remove_prefix(2);
      out = true;
    }
    line_ += out ? 1 : 0;
    return out;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c)
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  error wrong(const csv_row& row, std::string what, std::string remedy) const {
    return csv_error(file_, line_, std::to_string(row.fields.size() + 1),
                     std::move(what), std::move(remedy));
  }

  std::string_view rest_;
  std::string_view file_;
  std::size_t line_ = 1;
  std::vector<csv_row> rows_;
};

} // namespace

result<std::vector<csv_row>> parse_csv(std::string_view text,
                                       std::string_view file) {
  return parser{text, file}.run();
}

error csv_error(std::string_view file, std::size_t line, std::string column,
                std::string what, std::string remedy) {
  return {errc::bad_csv,
          {{"file", std::string{file}},
           {"line", std::to_string(line)},
           {"column", std::move(column)},
           {"what", std::move(what)},
           {"remedy", std::move(remedy)}}};
}

} // namespace kassa::hub
