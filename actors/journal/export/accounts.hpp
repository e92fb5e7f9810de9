#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

/// Which account of the ledger each sum of a Z goes to.
namespace kassa::journal::exporting {

struct account_plan {
  using by_name = std::map<std::string, std::string, std::less<>>;
  using by_rate = std::map<std::uint32_t, std::string>;

  std::string source; ///< For words: a file's name.
  by_name means;      ///< "cash", "card", ...: see `means_key`.
  by_name own_means;  ///< The shop's own, by the name on the receipt.
  by_rate sales;      ///< By VAT rate, for groups without an account.
  by_rate vat;        ///< Output VAT; the rate 0 needs none.
  by_name groups;     ///< Sales, by group id or name.
  std::string rounding;
  std::string cash_in;  ///< Against cash put in that is no sale.
  std::string cash_out; ///< Against cash taken out.
  /// Against what a count of the drawer found too much or too little.
  std::string cash_difference;
};

/// BAS 2026 (domain-sweden 5.2). Invoice, the shop's own means, cash in and out
/// and the difference of a count have no account that fits all: they are unset.
[[nodiscard]] account_plan bas_2026();

/// The plan as TOML that the command line reads back.
[[nodiscard]] std::string print_accounts(const account_plan& plan);

/// "cash", "card", "swish", "gift_card", "invoice": the means but the shop's
/// own.
[[nodiscard]] std::string means_key(v1::Means means);

/// Whether a means of this key exists.
[[nodiscard]] bool is_means_key(std::string_view key);

/// 4 to 8 digits, not beginning with 0.
[[nodiscard]] bool is_account(std::string_view text);

/// Looks accounts up and remembers what is not set.
class account_book {
public:
  explicit account_book(account_plan plan) : plan_(std::move(plan)) {}

  /// Each answers an account; empty where none is set.
  std::string of_means(v1::Means means, const std::string& name);
  std::string of_sales(const std::string& group, const std::string& group_name,
                       std::uint32_t basis_points);
  std::string of_vat(std::uint32_t basis_points);
  std::string of_rounding();
  std::string of_cash_in();
  std::string of_cash_out();
  std::string of_cash_difference();

  /// @returns accounts_unset, naming every account that was asked for in vain
  [[nodiscard]] status all_set() const;

private:
  std::string found(const std::string& account, const std::string& name);

  account_plan plan_;
  std::set<std::string> unset_;
};

} // namespace kassa::journal::exporting
