#include "actors/journal/export/accounts.hpp"

#include "actors/journal/export/totals.hpp"
#include "proto/base/digits.hpp"

#include <algorithm>

namespace kassa::journal::exporting {

namespace {

template <class Map, class Key>
std::string at(const Map& map, const Key& key) {
  auto it = map.find(key);
  return it == map.end() ? std::string() : it->second;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (auto c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  return out + '"';
}

std::string row(const std::string& key, const std::string& account) {
  return key + " = " + in_quotes(account) + "\n";
}

std::string rows(const account_plan::by_rate& accounts) {
  std::string out;
  for (auto it = accounts.rbegin(); it != accounts.rend(); ++it)
    out += row(in_quotes(dotted_rate(it->first)), it->second);
  return out;
}

std::string rows(const account_plan::by_name& accounts) {
  std::string out;
  for (const auto& [key, account] : accounts)
    out += row(in_quotes(key), account);
  return out;
}

std::string row_or_example(const std::string& key, const std::string& account,
                           const std::string& example) {
  return account.empty() ? "# " + row(key, example) : row(key, account);
}

} // namespace

account_plan bas_2026() {
  account_plan out;
  out.source = "BAS 2026";
  out.means = {{"cash", "1910"},
               {"card", "1686"},
               {"swish", "1930"},
               {"gift_card", "2421"}};
  out.sales = {{2500, "3001"}, {1200, "3002"}, {600, "3003"}, {0, "3004"}};
  out.vat = {{2500, "2611"}, {1200, "2621"}, {600, "2631"}};
  out.rounding = "3740";
  return out;
}

std::string print_accounts(const account_plan& plan) {
  std::string out = "# Accounts of 'kassa export sie --accounts FILE'. A file "
                    "stands alone: what it\n# leaves out is unset.\n\n"
                    "# What was paid, by means of payment.\n[means]\n";
  for (const auto& [key, account] : plan.means)
    out += row(key, account);
  if (!plan.means.contains("invoice"))
    out += row_or_example("invoice", {}, "1510");
  if (!plan.means.contains("offset"))
    out += "# Kvittning of exchanges: 0 on every Z but the last of a closed "
           "scope.\n"
           + row_or_example("offset", {}, "1690");
  out += "\n# The shop's own means, by the name on the receipt.\n[own_means]\n"
         + rows(plan.own_means);
  if (plan.own_means.empty())
    out += row_or_example("\"Rikskort\"", {}, "1687");
  out += "\n# Sales without VAT, by VAT rate in percent.\n[sales]\n"
         + rows(plan.sales);
  out += "\n# Sales of a group, instead of its rate's account: by id or "
         "name.\n[groups]\n"
         + rows(plan.groups);
  if (plan.groups.empty())
    out += row_or_example("\"Presentkort\"", {}, "2421");
  out += "\n# Output VAT, by rate in percent.\n[vat]\n" + rows(plan.vat);
  out += "\n[other]\n" + row_or_example("rounding", plan.rounding, "3740");
  out += "# Against cash put in and taken out that is no sale.\n"
         + row_or_example("cash_in", plan.cash_in, "1940")
         + row_or_example("cash_out", plan.cash_out, "1940")
         + "# Against what a count of the drawer finds too much or too "
           "little.\n"
         + row_or_example("cash_difference", plan.cash_difference, "6991");
  return out;
}

std::string means_key(v1::Means means) {
  if (!v1::Means_IsValid(means))
    return std::to_string(static_cast<int>(means));
  auto out = v1::Means_Name(means).substr(std::string_view("MEANS_").size());
  for (auto& c : out)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_means_key(std::string_view key) {
  for (int i = 1; i <= v1::Means_MAX; ++i) {
    const auto means = static_cast<v1::Means>(i);
    if (v1::Means_IsValid(i) && means != v1::MEANS_OTHER
        && means_key(means) == key)
      return true;
  }
  return false;
}

bool is_account(std::string_view text) {
  return text.size() >= 4 && text.size() <= 8 && text.front() != '0'
         && all_digits(text);
}

std::string account_book::found(const std::string& account,
                                const std::string& name) {
  if (account.empty())
    unset_.insert(name);
  return account;
}

std::string account_book::of_means(v1::Means means, const std::string& name) {
  if (means == v1::MEANS_OTHER)
    return found(at(plan_.own_means, name), "own_means." + name);
  return found(at(plan_.means, means_key(means)), "means." + means_key(means));
}

std::string account_book::of_sales(const std::string& group,
                                   const std::string& group_name,
                                   std::uint32_t basis_points) {
  for (const auto& key : {group, group_name})
    if (auto own = at(plan_.groups, key); !own.empty())
      return own;
  return found(at(plan_.sales, basis_points),
               "sales." + dotted_rate(basis_points));
}

std::string account_book::of_vat(std::uint32_t basis_points) {
  return found(at(plan_.vat, basis_points), "vat." + dotted_rate(basis_points));
}

std::string account_book::of_rounding() {
  return found(plan_.rounding, "other.rounding");
}

std::string account_book::of_cash_in() {
  return found(plan_.cash_in, "other.cash_in");
}

std::string account_book::of_cash_out() {
  return found(plan_.cash_out, "other.cash_out");
}

std::string account_book::of_cash_difference() {
  return found(plan_.cash_difference, "other.cash_difference");
}

status account_book::all_set() const {
  if (unset_.empty())
    return ok;
  std::string missing;
  for (const auto& name : unset_)
    missing += (missing.empty() ? "" : ", ") + name;
  return error{errc::accounts_unset,
               {{"file", plan_.source}, {"missing", missing}}};
}

} // namespace kassa::journal::exporting
