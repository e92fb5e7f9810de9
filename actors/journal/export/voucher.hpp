#pragma once

#include "actors/journal/export/accounts.hpp"
#include "proto/base/money.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

/// One Z as a balanced verification (domain-sweden 5.1).
namespace kassa::journal::exporting {

/// What was sold since the last Z, net of returns, by group and VAT rate: a Z
/// has the two apart. Grows with the groups of a shop, not with its sales.
class period_sales {
public:
  struct amounts {
    std::string group_name;
    ore_t gross = 0;
    ore_t vat = 0;
  };
  using key = std::pair<std::string, std::uint32_t>; ///< Group, basis points.

  /// Training is no sale and is not counted.
  /// @returns corrupt when the receipt does not agree with itself
  status add(const v1::Receipt& receipt);
  void clear() { rows_.clear(); }

  [[nodiscard]] const std::map<key, amounts>& rows() const { return rows_; }

private:
  std::map<key, amounts> rows_;
};

/// Debit is positive, credit negative.
struct posting {
  std::string account; ///< Empty: none is set, and the book knows.
  ore_t amount = 0;

  bool operator==(const posting&) const = default;
};

/// Means and cash first, then sales, VAT and rounding; no row of 0.
/// @returns corrupt when it does not come to 0: sales and Z differ
[[nodiscard]] result<std::vector<posting>>
make_voucher(const v1::Report& z, const period_sales& sold, account_book& book);

} // namespace kassa::journal::exporting
