#include "proto/base/money.hpp"

#include "proto/base/digits.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace kassa {

namespace {

using wide = __int128;

wide absolute(wide x) {
  return x < 0 ? -x : x;
}

/// Digits with a comma `decimals` from the right: 12345, 2 is "123,45".
std::string print_fixed(std::uint64_t n, std::size_t decimals) {
  auto out = std::to_string(n);
  if (out.size() <= decimals)
    out.insert(0, decimals + 1 - out.size(), '0');
  out.insert(out.size() - decimals, ",");
  return out;
}

std::uint64_t magnitude(std::int64_t x) {
  return x < 0 ? 0 - static_cast<std::uint64_t>(x)
               : static_cast<std::uint64_t>(x);
}

error not_a_number(std::string_view text) {
  return {errc::invalid, {{"what", "\"" + std::string{text} + "\""}}};
}

/// Digits, then at most `decimals` more after a comma or a point.
result<std::int64_t> parse_fixed(std::string_view text, std::size_t decimals,
                                 std::int64_t max) {
  auto rest = text;
  bool negative = rest.starts_with('-');
  if (negative)
    rest.remove_prefix(1);
  std::int64_t n = 0;
  auto take = [&n, max](char c) {
    n = n * 10 + (c - '0');
    return n <= max;
  };
  std::size_t whole = 0;
  for (; whole < rest.size() && is_digit(rest[whole]); ++whole)
    if (!take(rest[whole]))
      return not_a_number(text);
  rest.remove_prefix(whole);
  std::size_t places = 0;
  if (rest.starts_with(',') || rest.starts_with('.')) {
    rest.remove_prefix(1);
    for (; places < rest.size() && is_digit(rest[places]); ++places)
      if (places == decimals || !take(rest[places]))
        return not_a_number(text);
    if (places == 0)
      return not_a_number(text);
  }
  if (whole == 0 || places != rest.size())
    return not_a_number(text);
  for (; places < decimals; ++places)
    if (!take('0'))
      return not_a_number(text);
  return negative ? -n : n;
}

} // namespace

std::int64_t mul_div_round(std::int64_t a, std::int64_t b, std::int64_t c) {
  assert(c > 0);
  auto product = wide{a} * b;
  auto rounded = (2 * absolute(product) + c) / (2 * wide{c});
  assert(rounded <= INT64_MAX);
  return static_cast<std::int64_t>(product < 0 ? -rounded : rounded);
}

ore_t vat_of_gross(ore_t gross, std::uint32_t basis_points) {
  return mul_div_round(gross, basis_points,
                       10'000 + std::int64_t{basis_points});
}

ore_t price_of(std::int64_t quantity_milli, ore_t unit_price) {
  return mul_div_round(quantity_milli, unit_price, 1000);
}

ore_t round_to_krona(ore_t amount) {
  return mul_div_round(amount, 1, 100) * 100;
}

std::vector<ore_t> share_out(ore_t total, std::span<const ore_t> weights) {
  wide sum = 0;
  for (auto x : weights)
    sum += absolute(x);
  std::vector<ore_t> shares(weights.size(), 0);
  if (sum == 0) {
    assert(total == 0);
    return shares;
  }
  std::vector<wide> remainders(weights.size());
  auto left = absolute(total);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    auto part = absolute(total) * absolute(weights[i]);
    shares[i] = static_cast<ore_t>(part / sum);
    remainders[i] = part % sum;
    left -= shares[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&remainders](auto a, auto b) {
    return remainders[a] > remainders[b];
  });
  for (std::size_t i = 0; left > 0; ++i, --left)
    ++shares[order[i]];
  if (total < 0)
    for (auto& x : shares)
      x = -x;
  return shares;
}

std::string print_kronor(ore_t amount) {
  auto out = print_fixed(magnitude(amount), 2);
  for (auto at = out.size() - 3; at > 3;) {
    at -= 3;
    out.insert(at, " ");
  }
  return amount < 0 ? "-" + out : out;
}

result<ore_t> parse_kronor(std::string_view text) {
  return parse_fixed(text, 2, amount_max);
}

std::string print_quantity(std::int64_t milli) {
  auto out = print_fixed(magnitude(milli), 3);
  out.resize(out.find_last_not_of('0') + 1);
  if (out.ends_with(','))
    out.pop_back();
  return milli < 0 ? "-" + out : out;
}

result<std::int64_t> parse_quantity(std::string_view text) {
  return parse_fixed(text, 3, quantity_max);
}

std::string print_rate(std::uint32_t basis_points) {
  return print_fixed(basis_points, 2);
}

} // namespace kassa
