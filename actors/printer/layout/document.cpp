#include "actors/printer/layout/document.hpp"

#include <algorithm>

namespace kassa::printer {

namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Bytes of the first `n` characters.
std::size_t bytes_of_first(std::string_view utf8, std::size_t n) {
  std::size_t at = 0;
  while (at < utf8.size()) {
    if (!continues(utf8[at]) && n-- == 0)
      break;
    ++at;
  }
  return at;
}

std::string blanks(std::size_t n) {
  return std::string(n, ' ');
}

std::string pad(const std::string& text, std::size_t width, align how) {
  auto room = width - std::min(width, length_of(text));
  switch (how) {
  case align::left: return text + blanks(room);
  case align::centre: return blanks(room / 2) + text + blanks(room - room / 2);
  case align::right: return blanks(room) + text;
  }
  return text;
}

void trim_end(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
}

/// The widths of the cells, with the room shared among those that take it.
std::vector<std::size_t> widths_of(const row& of, std::size_t columns) {
  std::size_t fixed = 0;
  std::size_t open = 0;
  for (const auto& x : of.cells) {
    fixed += static_cast<std::size_t>(x.width);
    open += x.width == 0 ? 1 : 0;
  }
  auto room = columns - std::min(columns, fixed);
  std::vector<std::size_t> out;
  for (const auto& x : of.cells) {
    if (x.width != 0) {
      out.push_back(static_cast<std::size_t>(x.width));
      continue;
    }
    auto share = room / open--;
    room -= share;
    out.push_back(share);
  }
  return out;
}

/// Cells side by side; empty when one of them has no room.
std::string side_by_side(const row& of, std::size_t columns) {
  auto widths = widths_of(of, columns);
  std::string line;
  for (std::size_t i = 0; i < of.cells.size(); ++i) {
    const auto& x = of.cells[i];
    auto length = length_of(x.text);
    // A blank at least between neighbours, or two amounts read as one.
    auto gap = of.cells.size() > 1 && length == widths[i]
               && ((x.how == align::right && i > 0)
                   || (x.how == align::left && i + 1 < of.cells.size()));
    if (length > widths[i] || (gap && length != 0))
      return {};
    line += pad(x.text, widths[i], x.how);
  }
  return line;
}

/// Cells after each other, the last one at the right edge where it fits.
std::vector<std::string> stacked(const row& of, int columns) {
  std::string first;
  for (std::size_t i = 0; i + 1 < of.cells.size(); ++i)
    if (!of.cells[i].text.empty())
      first += (first.empty() ? "" : " ") + of.cells[i].text;
  auto lines = wrap(first, columns);
  const auto& last = of.cells.back();
  auto width = static_cast<std::size_t>(columns);
  if (!lines.empty() && !last.text.empty()
      && length_of(lines.back()) + 1 + length_of(last.text) <= width) {
    auto room = width - length_of(lines.back());
    lines.back() += pad(last.text, room, align::right);
    return lines;
  }
  for (auto& x : wrap(last.text, columns))
    lines.push_back(pad(x, width, last.how));
  return lines;
}

} // namespace

std::size_t length_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
    utf8.begin(), utf8.end(), [](char c) { return !continues(c); }));
}

std::vector<std::string> wrap(std::string_view utf8, int width) {
  auto limit = static_cast<std::size_t>(std::max(width, 1));
  std::vector<std::string> out;
  while (length_of(utf8) > limit) {
    auto cut = bytes_of_first(utf8, limit);
    auto blank = utf8.rfind(' ', cut);
    auto next = cut;
    if (blank != std::string_view::npos && blank > 0) {
      cut = blank;
      next = blank + 1;
    }
    out.emplace_back(utf8.substr(0, cut));
    utf8.remove_prefix(next);
  }
  if (!utf8.empty())
    out.emplace_back(utf8);
  return out;
}

std::vector<std::string> lines_of(const row& of, int columns) {
  auto width = of.big ? columns / 2 : columns;
  if (of.kind == row::what::rule)
    return {std::string(static_cast<std::size_t>(width), '-')};
  if (of.kind != row::what::text)
    return {};
  if (of.cells.empty())
    return {""};
  std::vector<std::string> lines;
  if (auto line = side_by_side(of, static_cast<std::size_t>(width));
      !line.empty())
    lines.push_back(std::move(line));
  else if (of.cells.size() > 1)
    lines = stacked(of, width);
  else
    for (auto& x : wrap(of.cells[0].text, width))
      lines.push_back(pad(x, static_cast<std::size_t>(width), of.cells[0].how));
  for (auto& x : lines)
    trim_end(x);
  return lines;
}

std::string to_text(const document& doc, int columns) {
  std::string out;
  for (const auto& x : doc.rows) {
    if (!x.big || x.kind != row::what::text || x.cells.empty()) {
      for (const auto& line : lines_of(x, columns))
        out += line + '\n';
      continue;
    }
    // Plain text has one size: stars stand for the other.
    auto marked = x;
    marked.big = false;
    marked.cells = {{"*** " + x.cells[0].text + " ***", 0, x.cells[0].how}};
    for (const auto& line : lines_of(marked, columns))
      out += line + '\n';
  }
  return out;
}

} // namespace kassa::printer
