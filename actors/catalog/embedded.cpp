#include "actors/catalog/embedded.hpp"

#include "proto/base/digits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <vector>

namespace kassa::catalog {

namespace {

constexpr std::size_t ean_size = 13;
constexpr std::uint32_t price_decimals = 2;    // Öre.
constexpr std::uint32_t quantity_decimals = 3; // Thousandths.

/// Of the twelve digits before it: weights 1 and 3 in turn.
char check_digit(std::string_view twelve) {
  int sum = 0;
  for (std::size_t i = 0; i < twelve.size(); ++i)
    sum += (twelve[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::uint32_t decimals_of(v1::EmbeddedBarcode::Value value) {
  return value == v1::EmbeddedBarcode::VALUE_PRICE ? price_decimals
                                                   : quantity_decimals;
}

error bad_code(std::string_view barcode, std::string what) {
  return {errc::bad_barcode,
          {{"barcode", std::string{barcode}}, {"what", std::move(what)}}};
}

error bad_row(const v1::EmbeddedBarcode& row, const std::string& what) {
  return {
    errc::bad_catalog,
    {{"what", "the table of barcodes, prefix " + row.prefix() + ": " + what}}};
}

status check_row(const v1::EmbeddedBarcode& row) {
  const auto& prefix = row.prefix();
  if (prefix.size() < 2 || prefix.size() > 3 || !all_digits(prefix)
      || (prefix[0] != '0' && prefix[0] != '2'))
    return bad_row(row, "2 or 3 digits that begin with 0 or 2");
  if (row.article_digits() == 0 || row.value_digits() == 0
      || row.article_digits() >= ean_size || row.value_digits() >= ean_size
      || prefix.size() + row.article_digits() + row.value_digits() + 1
           != ean_size)
    return bad_row(row, "prefix, article, value and check digit are 13 digits");
  if (row.value() != v1::EmbeddedBarcode::VALUE_PRICE
      && row.value() != v1::EmbeddedBarcode::VALUE_QUANTITY)
    return bad_row(row, "the value is a price or a quantity");
  if (row.decimals() > decimals_of(row.value()))
    return bad_row(row, "a price has 0 to 2 decimals, a quantity 0 to 3");
  return ok;
}

/// Rows that do not add up are passed over: a bundle may be older than the
/// rule.
const v1::EmbeddedBarcode* row_for(std::string_view barcode,
                                   const embedded_table& table) {
  const v1::EmbeddedBarcode* out = nullptr;
  for (const auto& row : table)
    if (check_row(row) && barcode.starts_with(row.prefix())
        && (!out || row.prefix().size() > out->prefix().size()))
      out = &row;
  return out;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  for (;;) {
    auto at = text.find(':');
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos)
      return out;
    text.remove_prefix(at + 1);
  }
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t out = 0;
  auto [end, bad]
    = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || bad != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return out;
}

} // namespace

result<std::optional<embedded>> decode_embedded(std::string_view barcode,
                                                const embedded_table& table) {
  std::optional<embedded> out;
  if (barcode.size() != ean_size || !all_digits(barcode))
    return out;
  const auto* row = row_for(barcode, table);
  if (!row)
    return out;
  auto due = check_digit(barcode.substr(0, ean_size - 1));
  if (barcode.back() != due)
    return bad_code(barcode, std::string("kontrollsiffra/check digit ") + due);
  auto& found = out.emplace();
  auto front = row->prefix().size() + row->article_digits();
  found.article = barcode.substr(row->prefix().size(), row->article_digits());
  found.plain = std::string{barcode.substr(0, front)}
                + std::string(row->value_digits(), '0');
  found.plain += check_digit(found.plain);
  found.value = row->value();
  for (auto c : barcode.substr(front, row->value_digits()))
    found.amount = found.amount * 10 + (c - '0');
  for (auto i = row->decimals(); i < decimals_of(row->value()); ++i)
    found.amount *= 10;
  if (found.amount == 0)
    return bad_code(barcode, "0");
  return out;
}

status check_embedded(const embedded_table& table) {
  if (table.size() > embedded_rows_max)
    return error{errc::bad_catalog,
                 {{"what", "the table of barcodes has more than "
                             + std::to_string(embedded_rows_max) + " rows"}}};
  std::set<std::string_view> taken;
  for (const auto& row : table) {
    if (auto checked = check_row(row); !checked)
      return checked;
    if (!taken.insert(row.prefix()).second)
      return bad_row(row, "it comes twice");
  }
  return ok;
}

result<v1::EmbeddedBarcode> parse_embedded(std::string_view text) {
  error wrong{errc::usage, {{"what", std::string{text}}}};
  auto parts = split(text);
  if (parts.size() != 5)
    return wrong;
  auto article = number(parts[1]);
  auto value = number(parts[2]);
  auto decimals = number(parts[4]);
  if (!article || !value || !decimals
      || (parts[3] != "price" && parts[3] != "quantity"))
    return wrong;
  v1::EmbeddedBarcode out;
  out.set_prefix(std::string{parts[0]});
  out.set_article_digits(*article);
  out.set_value_digits(*value);
  out.set_value(parts[3] == "price" ? v1::EmbeddedBarcode::VALUE_PRICE
                                    : v1::EmbeddedBarcode::VALUE_QUANTITY);
  out.set_decimals(*decimals);
  return out;
}

} // namespace kassa::catalog
