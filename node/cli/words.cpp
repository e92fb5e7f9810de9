#include "node/cli/words.hpp"

#include "proto/base/digits.hpp"
#include "proto/base/receipt_code.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace kassa::cli {

namespace {

error not_understood(std::string_view text) {
  return {errc::usage, {{"what", std::string(text)}}};
}

/// Takes "2x" off the front of "2x113".
result<std::int64_t> take_quantity(std::string_view& text) {
  const auto x = text.find('x');
  if (x == std::string_view::npos || x == 0)
    return std::int64_t{1000};
  const auto front = text.substr(0, x);
  const bool number = std::all_of(front.begin(), front.end(), [](char c) {
    return is_digit(c) || c == ',' || c == '.' || c == '-';
  });
  if (!number)
    return std::int64_t{1000};
  text.remove_prefix(x + 1);
  auto quantity = parse_quantity(front);
  if (quantity && *quantity == 0) // To the terminal, 0 means one.
    return not_understood(front);
  return quantity;
}

/// Takes "@39,90" off the end.
result<std::optional<ore_t>> take_price(std::string_view& text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos)
    return std::optional<ore_t>{};
  auto price = parse_kronor(text.substr(at + 1));
  if (!price)
    return price.why();
  text = text.substr(0, at);
  return std::optional<ore_t>(*price);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

item::kind_t take_kind(std::string_view& text) {
  if (take_prefix(text, "group:") || take_prefix(text, "grupp:"))
    return item::kind_t::group;
  if (take_prefix(text, "barcode:"))
    return item::kind_t::barcode;
  if (take_prefix(text, "article:") || take_prefix(text, "artikel:"))
    return item::kind_t::article;
  const bool scanned
    = text.size() >= 8 && std::all_of(text.begin(), text.end(), is_digit);
  return scanned ? item::kind_t::barcode : item::kind_t::article;
}

} // namespace

result<item> parse_item(std::string_view text) {
  auto rest = text;
  item out;
  if (take_prefix(rest, "note:") || take_prefix(rest, "text:")) {
    if (rest.empty())
      return not_understood(text);
    out.kind = item::kind_t::note;
    out.id = rest;
    return out;
  }
  auto quantity = take_quantity(rest);
  if (!quantity)
    return quantity.why();
  out.quantity_milli = *quantity;
  auto price = take_price(rest);
  if (!price)
    return price.why();
  out.price = *price;
  out.kind = take_kind(rest);
  if (rest.empty())
    return not_understood(text);
  out.id = rest;
  return out;
}

result<sold_receipt> parse_sold_receipt(std::string_view text) {
  sold_receipt out;
  if (parse_receipt_code(text)) {
    out.code = text;
    return out;
  }
  const auto* end = text.data() + text.size();
  auto [at, failed] = std::from_chars(text.data(), end, out.number);
  if (failed != std::errc{} || at != end || out.number == 0)
    return not_understood(text);
  return out;
}

result<std::int64_t> parse_returned(std::string_view text) {
  auto quantity = parse_quantity(text);
  if (quantity && *quantity <= 0)
    return error{errc::bad_quantity,
                 {{"quantity", print_quantity(*quantity)}, {"what", "> 0"}}};
  return quantity;
}

result<v1::Discount> parse_discount(std::string_view text) {
  v1::Discount out;
  auto number = text;
  while (!number.empty() && number.back() == ' ')
    number.remove_suffix(1);
  const bool percent = !number.empty() && number.back() == '%';
  if (percent)
    number.remove_suffix(1);
  while (!number.empty() && number.back() == ' ')
    number.remove_suffix(1);
  auto value = parse_kronor(number); // Two decimals, either way.
  if (!value)
    return value.why();
  if (*value < 0 || (percent && *value > 10'000))
    return error{errc::bad_discount, {{"what", std::string(text)}}};
  if (percent)
    out.set_basis_points(static_cast<std::uint32_t>(*value));
  else
    out.set_amount_ore(*value);
  return out;
}

result<v1::SalesMode> parse_mode(std::string_view text) {
  if (text == "eat-in" || text == "äta-här")
    return v1::SALES_MODE_EAT_IN;
  if (text == "take-away" || text == "ta-med")
    return v1::SALES_MODE_TAKE_AWAY;
  if (text == "none" || text == "ingen")
    return v1::SALES_MODE_UNSPECIFIED;
  return not_understood(text);
}

result<payment> payment_by(v1::Means means, std::string_view amount) {
  payment out;
  out.means = means;
  if (amount.empty())
    return out;
  auto value = parse_kronor(amount);
  if (!value)
    return value.why();
  out.amount = *value;
  return out;
}

result<payment> parse_payment(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, v1::Means>, 5> known{
    {{"cash", v1::MEANS_CASH},
     {"card", v1::MEANS_CARD},
     {"swish", v1::MEANS_SWISH},
     {"gift-card", v1::MEANS_GIFT_CARD},
     {"invoice", v1::MEANS_INVOICE}}};
  const auto is = text.find('=');
  const auto name = text.substr(0, is);
  if (name.empty())
    return not_understood(text);
  const auto amount
    = is == std::string_view::npos ? std::string_view{} : text.substr(is + 1);
  for (const auto& [word, means] : known)
    if (word == name)
      return payment_by(means, amount);
  auto out = payment_by(v1::MEANS_OTHER, amount);
  if (out)
    out->name = name;
  return out;
}

result<v1::Denomination> parse_denomination(std::string_view text) {
  auto wrong = [text] {
    return error{errc::usage, {{"what", std::string{text}}}};
  };
  auto sign = text.find('=');
  if (sign == std::string_view::npos)
    return wrong();
  auto value = parse_kronor(text.substr(0, sign));
  auto digits = text.substr(sign + 1);
  std::uint64_t count = 0;
  auto [end, failed]
    = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (!value || *value <= 0 || digits.empty() || failed != std::errc{}
      || end != digits.data() + digits.size())
    return wrong();
  v1::Denomination out;
  out.set_value_ore(*value);
  out.set_count(count);
  return out;
}

} // namespace kassa::cli
