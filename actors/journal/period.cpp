#include "actors/journal/period.hpp"

#include "proto/base/lines.hpp"

#include <cstdlib>
#include <string>

namespace kassa::journal {

namespace {

status differ(const char* what, std::int64_t a, std::int64_t b) {
  return error{errc::internal,
               {},
               std::string{"L3: "} + what + ": " + std::to_string(a) + " and "
                 + std::to_string(b)};
}

// Highest rate first, as it is printed.
void add_vat(v1::PeriodTotals& period, const v1::VatRow& row) {
  auto* rows = period.mutable_vat();
  int at = 0;
  while (at < rows->size() && rows->Get(at).basis_points() > row.basis_points())
    ++at;
  if (at == rows->size()
      || rows->Get(at).basis_points() != row.basis_points()) {
    rows->Add()->set_basis_points(row.basis_points());
    for (int i = rows->size() - 1; i > at; --i)
      rows->SwapElements(i, i - 1);
  }
  auto* into = rows->Mutable(at);
  into->set_gross_ore(into->gross_ore() + row.gross_ore());
  into->set_vat_ore(into->vat_ore() + row.vat_ore());
}

v1::GroupRow& group_row(v1::PeriodTotals& period, const std::string& group) {
  for (auto& row : *period.mutable_groups())
    if (row.group() == group)
      return row;
  auto* row = period.add_groups();
  row->set_group(group);
  return *row;
}

v1::MeansRow& means_row(v1::PeriodTotals& period, const v1::Payment& payment) {
  auto own = payment.means() == v1::MEANS_OTHER;
  for (auto& row : *period.mutable_means())
    if (row.means() == payment.means()
        && (!own || row.name() == payment.name()))
      return row;
  auto* row = period.add_means();
  row->set_means(payment.means());
  return *row;
}

void add_line(v1::PeriodTotals& period, const v1::Line& line, bool sold) {
  auto& row = group_row(period, line.group());
  row.set_name(line.group_name());
  row.set_gross_ore(row.gross_ore() + line.gross_ore());
  row.set_quantity_milli(row.quantity_milli() + line.quantity_milli());
  if (!sold)
    return;
  auto quantity = line.quantity_milli();
  if (line.kind() == v1::ARTICLE_KIND_SERVICE)
    period.set_services_milli(period.services_milli() + quantity);
  else
    period.set_goods_milli(period.goods_milli() + quantity);
}

void add_payment(v1::PeriodTotals& period, const v1::Payment& payment) {
  auto& row = means_row(period, payment);
  row.set_name(payment.name());
  row.set_amount_ore(row.amount_ore() + payment.tendered_ore()
                     - payment.change_ore());
  row.set_count(row.count() + 1);
}

// A line's own discount is one, the receipt's is one however it is shared out.
void add_discounts(v1::PeriodTotals& period, const v1::Receipt& receipt) {
  std::uint64_t count = 0;
  std::int64_t amount = 0;
  bool whole = false;
  for (const auto& line : receipt.lines()) {
    count += line.discount_ore() != 0 ? 1 : 0;
    whole = whole || line.receipt_discount_ore() != 0;
    amount += std::abs(line.discount_ore() + line.receipt_discount_ore());
  }
  period.set_discounts(period.discounts() + count + (whole ? 1 : 0));
  period.set_discounts_ore(period.discounts_ore() + amount);
}

void add_totals(v1::PeriodTotals& period, v1::GrandTotals& grand,
                const v1::Receipt& receipt, bool sold) {
  auto total = receipt.total_ore();
  if (sold) {
    period.set_receipts(period.receipts() + 1);
    period.set_sales_ore(period.sales_ore() + total);
    grand.set_sales_ore(grand.sales_ore() + total);
  } else {
    period.set_returns(period.returns() + 1);
    period.set_returns_ore(period.returns_ore() - total);
    grand.set_returns_ore(grand.returns_ore() - total);
  }
  grand.set_net_ore(grand.net_ore() + total);
}

std::int64_t gross_by_rate(const v1::PeriodTotals& period) {
  std::int64_t sum = 0;
  for (const auto& row : period.vat())
    sum += row.gross_ore();
  return sum;
}

std::int64_t gross_by_group(const v1::PeriodTotals& period) {
  std::int64_t sum = 0;
  for (const auto& row : period.groups())
    sum += row.gross_ore();
  return sum;
}

std::int64_t paid(const v1::PeriodTotals& period) {
  std::int64_t sum = 0;
  for (const auto& row : period.means())
    sum += row.amount_ore();
  return sum;
}

} // namespace

void add_receipt(v1::PeriodTotals& period, v1::GrandTotals& grand,
                 const v1::Receipt& receipt) {
  if (receipt.series() == v1::SERIES_TRAINING) {
    period.set_training(period.training() + 1);
    period.set_training_ore(period.training_ore()
                            + std::abs(receipt.total_ore()));
    return;
  }
  auto sold = receipt.series() != v1::SERIES_RETURN;
  if (period.business_date().empty())
    period.set_business_date(receipt.business_date());
  add_totals(period, grand, receipt, sold);
  for (const auto& line : receipt.lines())
    if (!is_note(line))
      add_line(period, line, sold);
  for (const auto& row : receipt.vat())
    add_vat(period, row);
  for (const auto& payment : receipt.payments())
    add_payment(period, payment);
  period.set_rounding_ore(period.rounding_ore() + receipt.rounding_ore());
  if (sold)
    add_discounts(period, receipt);
}

std::int64_t amount_of(const v1::OpenSale& sale) {
  std::int64_t sum = 0;
  for (const auto& line : sale.lines())
    sum += line.gross_ore();
  return sum;
}

status check_receipt(const v1::Receipt& receipt) {
  std::int64_t lines = 0;
  std::int64_t rates = 0;
  std::int64_t net = 0;
  for (const auto& line : receipt.lines())
    lines += line.gross_ore();
  for (const auto& row : receipt.vat())
    rates += row.gross_ore();
  for (const auto& payment : receipt.payments())
    net += payment.tendered_ore() - payment.change_ore();
  auto total = receipt.total_ore();
  if (lines != total)
    return differ("lines and total", lines, total);
  if (rates != total)
    return differ("gross by rate and total", rates, total);
  if (net - receipt.rounding_ore() != total)
    return differ("payments less rounding and total",
                  net - receipt.rounding_ore(), total);
  if (receipt.to_pay_ore() != total + receipt.rounding_ore())
    return differ("to pay and total with rounding", receipt.to_pay_ore(),
                  total + receipt.rounding_ore());
  auto wrong_way
    = receipt.series() == v1::SERIES_RETURN ? total > 0 : total < 0;
  if (wrong_way)
    return differ("sign of the total", total, 0);
  return ok;
}

std::int64_t expected_cash(const v1::PeriodTotals& period) {
  auto sum = period.float_ore() + period.cash_in_ore() - period.cash_out_ore();
  for (const auto& row : period.means())
    if (row.means() == v1::MEANS_CASH)
      sum += row.amount_ore();
  return sum;
}

status check_articles(const v1::Report& report) {
  if (!report.by_article())
    return ok;
  std::int64_t sum = 0;
  for (const auto& row : report.articles())
    sum += row.gross_ore();
  auto net = report.period().sales_ore() - report.period().returns_ore();
  if (sum != net)
    return differ("gross by article and net sales", sum, net);
  return ok;
}

status check_period(const v1::PeriodTotals& period) {
  auto net = period.sales_ore() - period.returns_ore();
  if (auto rates = gross_by_rate(period); rates != net)
    return differ("gross by rate and net sales", rates, net);
  if (auto groups = gross_by_group(period); groups != net)
    return differ("gross by group and net sales", groups, net);
  if (auto means = paid(period) - period.rounding_ore(); means != net)
    return differ("means less rounding and net sales", means, net);
  return ok;
}

status check_offsets(const v1::PeriodTotals& period) {
  for (const auto& row : period.means())
    if (row.means() == v1::MEANS_OFFSET && row.amount_ore() != 0)
      return differ("what exchanges settle and nothing", row.amount_ore(), 0);
  return ok;
}

status check_grand(const v1::GrandTotals& before,
                   const v1::PeriodTotals& period, const v1::GrandTotals& now) {
  if (auto sales = before.sales_ore() + period.sales_ore();
      sales != now.sales_ore())
    return differ("grand total of sales", sales, now.sales_ore());
  if (auto returns = before.returns_ore() + period.returns_ore();
      returns != now.returns_ore())
    return differ("grand total of returns", returns, now.returns_ore());
  if (auto net = now.sales_ore() - now.returns_ore(); net != now.net_ore())
    return differ("grand total net", net, now.net_ore());
  return ok;
}

} // namespace kassa::journal
