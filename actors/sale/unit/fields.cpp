#include "actors/sale/unit/fields.hpp"

#include "proto/base/digits.hpp"
#include "proto/base/time.hpp"

#include <algorithm>
#include <cstdlib>

namespace kassa::unit {

namespace {

constexpr std::size_t amount_width = 14;
constexpr std::size_t rate_width = 5;
constexpr std::uint64_t number_max = 999'999'999'999;

error wrong(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

/// Space, '#' and ';' part fields in the protocols.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 16
         && std::all_of(text.begin(), text.end(), [](char c) {
              return c > ' ' && c < '\x7f' && c != '#' && c != ';';
            });
}

bool is_time(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':')
    return false;
  auto two = [text](std::size_t at, int below) {
    return is_digit(text[at]) && is_digit(text[at + 1])
           && (text[at] - '0') * 10 + (text[at + 1] - '0') < below;
  };
  return two(0, 24) && two(3, 60) && two(6, 60);
}

result<std::string> vat_field(const vat_sum& x, bool no_sign) {
  auto rate = print_amount(x.basis_points);
  auto amount = print_amount(no_sign ? std::abs(x.vat) : x.vat);
  if (rate.size() > rate_width || amount.size() > amount_width)
    return wrong("VAT " + rate + " of " + amount);
  return rate + ';' + amount;
}

} // namespace

std::string print_amount(ore_t amount) {
  auto size = amount < 0 ? 0 - static_cast<std::uint64_t>(amount)
                         : static_cast<std::uint64_t>(amount);
  auto ore = std::to_string(size % 100);
  return (amount < 0 ? "-" : "") + std::to_string(size / 100) + ','
         + (ore.size() < 2 ? "0" : "") + ore;
}

std::string_view kind_word(receipt_kind kind) noexcept {
  switch (kind) {
  case receipt_kind::normal: return "normal";
  case receipt_kind::copy: return "kopia";
  case receipt_kind::training: return "ovning";
  case receipt_kind::pro_forma: return "profo";
  }
  return "normal";
}

result<std::string> org_digits(std::string_view org_no) {
  std::string out{org_no};
  if (out.size() == 11 && out[6] == '-')
    out.erase(6, 1);
  if (out.size() != 10 || !std::all_of(out.begin(), out.end(), is_digit))
    return wrong("company number " + std::string{org_no});
  return out;
}

result<std::string> date_time_digits(std::string_view date,
                                     std::string_view time) {
  if (!is_date(date) || !is_time(time))
    return wrong("time " + std::string{date} + ' ' + std::string{time});
  std::string out;
  for (char c : std::string{date} + std::string{time})
    if (is_digit(c))
      out += c;
  return out;
}

result<std::array<vat_sum, 4>> to_vat_slots(const std::vector<vat_sum>& sums) {
  std::array<vat_sum, 4> out{{{2500, 0, 0}, {1200, 0, 0}, {600, 0, 0}, {}}};
  std::array<bool, 4> taken{};
  std::vector<vat_sum> others;
  for (const auto& x : sums) {
    auto at = std::find_if(out.begin(), out.end(), [&x](const vat_sum& slot) {
      return slot.basis_points == x.basis_points;
    });
    if (at == out.end()) {
      others.push_back(x);
      continue;
    }
    auto& used = taken[static_cast<std::size_t>(at - out.begin())];
    if (std::exchange(used, true))
      return wrong("VAT rate " + print_amount(x.basis_points) + " twice");
    *at = x;
  }
  for (const auto& x : others) {
    auto twice = std::count_if(others.begin(), others.end(), [&x](auto& y) {
      return y.basis_points == x.basis_points;
    });
    auto free = std::find(taken.begin(), taken.end(), false);
    if (twice > 1 || free == taken.end())
      return wrong("VAT rate " + print_amount(x.basis_points));
    *free = true;
    out[static_cast<std::size_t>(free - taken.begin())] = x;
  }
  return out;
}

// The sign of the sale amount and of VAT on a return is not verified: the
// receipt's data say whether it goes out (law.def, "unit: sign").
result<fields> to_fields(const receipt_data& receipt) {
  auto when = date_time_digits(receipt.date, receipt.time);
  auto org = org_digits(receipt.org_no);
  auto slots = to_vat_slots(receipt.vat);
  if (!when)
    return when.why();
  if (!org)
    return org.why();
  if (!slots)
    return slots.why();
  if (!is_name(receipt.register_name))
    return wrong("register " + receipt.register_name);
  if (receipt.number == 0 || receipt.number > number_max)
    return wrong("number " + std::to_string(receipt.number));
  const bool no_sign = receipt.unsigned_return;
  if (receipt.return_amount < 0)
    return wrong("return amount " + print_amount(receipt.return_amount));
  fields out{
    when->substr(0, 12),
    *org,
    receipt.register_name,
    std::to_string(receipt.number),
    std::string{kind_word(receipt.kind)},
    print_amount(receipt.return_amount),
    print_amount(no_sign ? std::abs(receipt.sale_amount) : receipt.sale_amount),
    {}};
  if (out.return_amount.size() > amount_width
      || out.sale_amount.size() > amount_width)
    return wrong("amount " + out.sale_amount);
  for (std::size_t i = 0; i < 4; ++i) {
    auto one = vat_field((*slots)[i], no_sign);
    if (!one)
      return one.why();
    out.vat[i] = *std::move(one);
  }
  return out;
}

} // namespace kassa::unit
