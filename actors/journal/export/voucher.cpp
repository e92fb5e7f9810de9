#include "actors/journal/export/voucher.hpp"

#include "actors/journal/export/totals.hpp"

namespace kassa::journal::exporting {

namespace {

class voucher_rows {
public:
  /// A row of its own.
  void post(const std::string& account, ore_t amount) {
    sum_ += amount;
    if (amount != 0)
      rows_.push_back({account, amount});
  }

  /// One row an account.
  void post_all(const std::map<std::string, ore_t>& amounts) {
    for (const auto& [account, amount] : amounts)
      post(account, amount);
  }

  ore_t sum() const { return sum_; }
  std::vector<posting>& rows() { return rows_; }

private:
  std::vector<posting> rows_;
  ore_t sum_ = 0;
};

// Cash that is moved without a sale: the drawer's account against another.
void post_cash(voucher_rows& to, const v1::PeriodTotals& p,
               account_book& book) {
  if (p.cash_in_ore() != 0) {
    to.post(book.of_means(v1::MEANS_CASH, {}), p.cash_in_ore());
    to.post(book.of_cash_in(), -p.cash_in_ore());
  }
  if (p.cash_out_ore() != 0) {
    to.post(book.of_means(v1::MEANS_CASH, {}), -p.cash_out_ore());
    to.post(book.of_cash_out(), p.cash_out_ore());
  }
}

// What a count found is the drawer's; sales and VAT stay (domain-sweden 5.1).
void post_difference(voucher_rows& to, const v1::Report& z,
                     account_book& book) {
  if (const auto found = z.count().difference_ore(); found != 0) {
    to.post(book.of_means(v1::MEANS_CASH, {}), found);
    to.post(book.of_cash_difference(), -found);
  }
}

void post_sales(voucher_rows& to, const period_sales& sold,
                account_book& book) {
  std::map<std::string, ore_t> sales;
  std::map<std::string, ore_t> vat;
  for (const auto& [key, amounts] : sold.rows()) {
    if (const auto net = amounts.gross - amounts.vat; net != 0)
      sales[book.of_sales(key.first, amounts.group_name, key.second)] -= net;
    if (amounts.vat != 0)
      vat[book.of_vat(key.second)] -= amounts.vat;
  }
  to.post_all(sales);
  to.post_all(vat);
}

} // namespace

status period_sales::add(const v1::Receipt& receipt) {
  if (receipt.series() == v1::SERIES_TRAINING)
    return ok;
  auto vat = vat_of_lines(receipt);
  if (!vat)
    return vat.why();
  for (int i = 0; i < receipt.lines_size(); ++i) {
    const auto& line = receipt.lines(i);
    auto& row = rows_[{line.group(), line.vat_basis_points()}];
    row.group_name = line.group_name();
    row.gross += line.gross_ore();
    row.vat += (*vat)[static_cast<std::size_t>(i)];
  }
  return ok;
}

result<std::vector<posting>> make_voucher(const v1::Report& z,
                                          const period_sales& sold,
                                          account_book& book) {
  voucher_rows out;
  const auto& p = z.period();
  for (const auto& row : p.means())
    if (row.amount_ore() != 0)
      out.post(book.of_means(row.means(), row.name()), row.amount_ore());
  post_cash(out, p, book);
  post_difference(out, z, book);
  post_sales(out, sold, book);
  if (p.rounding_ore() != 0)
    out.post(book.of_rounding(), -p.rounding_ore());
  if (out.sum() != 0)
    return error{errc::corrupt,
                 {{"what", "Z " + std::to_string(z.number())}},
                 "L3: its verification comes to " + dotted(out.sum())};
  return std::move(out.rows());
}

} // namespace kassa::journal::exporting
