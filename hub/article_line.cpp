#include "hub/article_line.hpp"

#include "proto/base/time.hpp"

#include <algorithm>
#include <charconv>

namespace kassa::hub::articles {

namespace {

constexpr std::size_t required_columns = purchase_price;
constexpr std::array<std::string_view, column_count> titles{
  "article_no",     "name",
  "group",          "kind",
  "price_ore",      "vat_basis_points",
  "ean13",          "purchase_price_ore",
  "unit",           "decimals",
  "open_price",     "group_open_price",
  "effective_from", "deposit",
  "vat_eat_in",     "vat_take_away",
};

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
    std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

bool ean_holds(std::string_view digits) {
  if (digits.size() != 13 && digits.size() != 8)
    return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9')
      return false;
    sum += (digits[i] - '0') * ((digits.size() - i) % 2 == 0 ? 3 : 1);
  }
  return sum % 10 == 0;
}

} // namespace

result<positions> read_header(const csv_row& header, std::string_view file) {
  positions out;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const auto& title = header.fields[i];
    auto at = std::find(titles.begin(), titles.end(), title);
    if (at == titles.end())
      return csv_error(file, header.line, std::to_string(i + 1),
                       "unknown column '" + title + "'",
                       "Remove it, or correct its name.");
    auto& place = out[static_cast<std::size_t>(at - titles.begin())];
    if (place)
      return csv_error(file, header.line, title, "the column comes twice",
                       "Remove one of them.");
    place = i;
  }
  for (std::size_t i = 0; i < required_columns; ++i)
    if (!out[i])
      return csv_error(file, header.line, std::string{titles[i]},
                       "the column is missing", "Add it to the header.");
  return out;
}

error line_reader::wrong(column which, std::string what,
                         std::string remedy) const {
  return csv_error(file_, row_.line, std::string{titles[which]},
                   std::move(what), std::move(remedy));
}

result<std::string> line_reader::text(column which, std::size_t max,
                                      bool in_bytes) const {
  std::string out{raw(which)};
  if (out.empty())
    return wrong(which, "empty", "Fill it in.");
  if (!is_plain(out))
    return wrong(which, "a control character", "Remove it.");
  if ((in_bytes ? out.size() : characters(out)) > max)
    return wrong(which, "longer than " + std::to_string(max), "Shorten it.");
  return out;
}

result<std::int64_t> line_reader::number(column which, std::int64_t max,
                                         std::string remedy) const {
  auto text = raw(which);
  std::int64_t out = 0;
  auto [end, bad]
    = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || bad != std::errc{} || end != text.data() + text.size())
    return wrong(which, "'" + std::string{text} + "' is no whole number",
                 std::move(remedy));
  if (out < 0 || out > max)
    return wrong(which, std::string{text} + " is out of bounds",
                 "Give a number from 0 to " + std::to_string(max) + ".");
  return out;
}

result<bool> line_reader::yes(column which, bool otherwise) const {
  auto text = raw(which);
  if (text.empty())
    return otherwise;
  if (text == "1" || text == "true" || text == "ja" || text == "yes")
    return true;
  if (text == "0" || text == "false" || text == "nej" || text == "no")
    return false;
  return wrong(which, "'" + std::string{text} + "' is neither yes nor no",
               "Write 1 or 0.");
}

result<v1::ArticleKind> line_reader::article_kind() const {
  auto text = raw(kind);
  if (text == "VARA")
    return v1::ARTICLE_KIND_GOODS;
  if (text == "TJANST" || text == "TJÄNST")
    return v1::ARTICLE_KIND_SERVICE;
  return wrong(kind, "'" + std::string{text} + "' is no kind",
               "Write VARA or TJANST.");
}

result<std::string> line_reader::ean() const {
  auto code = std::string{raw(barcode)};
  if (!code.empty() && !ean_holds(code))
    return wrong(barcode, "'" + code + "' is no EAN",
                 "Check its 13 digits, or leave it empty.");
  return code;
}

result<std::int64_t> line_reader::since(std::string_view zone) const {
  auto text = raw(effective_from);
  if (text.empty())
    return std::int64_t{0};
  error bad = wrong(effective_from, "'" + std::string{text} + "' is no time",
                    "Write 2026-05-04 or 2026-05-04 13:00.");
  auto date = text.substr(0, 10);
  auto time = text.size() > 11 ? text.substr(11) : std::string_view{"00:00"};
  if (text.size() == 11 || (text.size() > 10 && text[10] != ' ')
      || !is_date(date))
    return bad;
  auto out = from_local(date, time, zone);
  return out ? out : result<std::int64_t>{bad};
}

} // namespace kassa::hub::articles
