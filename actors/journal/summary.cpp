#include "actors/journal/summary.hpp"

#include "actors/journal/history.hpp"
#include "proto/base/time.hpp"

#include <algorithm>

namespace kassa::journal {

namespace {

void add_vat(v1::PeriodTotals& into, const v1::VatRow& more) {
  for (auto& row : *into.mutable_vat()) {
    if (row.basis_points() != more.basis_points())
      continue;
    row.set_gross_ore(row.gross_ore() + more.gross_ore());
    row.set_vat_ore(row.vat_ore() + more.vat_ore());
    return;
  }
  *into.add_vat() = more;
  std::sort(into.mutable_vat()->begin(), into.mutable_vat()->end(),
            [](const auto& a, const auto& b) {
              return a.basis_points() > b.basis_points();
            });
}

void add_group(v1::PeriodTotals& into, const v1::GroupRow& more) {
  for (auto& row : *into.mutable_groups()) {
    if (row.group() != more.group())
      continue;
    row.set_gross_ore(row.gross_ore() + more.gross_ore());
    row.set_quantity_milli(row.quantity_milli() + more.quantity_milli());
    return;
  }
  *into.add_groups() = more;
}

void add_means(v1::PeriodTotals& into, const v1::MeansRow& more) {
  for (auto& row : *into.mutable_means()) {
    if (row.means() != more.means()
        || (more.means() == v1::MEANS_OTHER && row.name() != more.name()))
      continue;
    row.set_amount_ore(row.amount_ore() + more.amount_ore());
    row.set_count(row.count() + more.count());
    return;
  }
  *into.add_means() = more;
}

void add_reductions(v1::PeriodTotals& a, const v1::PeriodTotals& b) {
  a.set_discounts(a.discounts() + b.discounts());
  a.set_discounts_ore(a.discounts_ore() + b.discounts_ore());
  a.set_other_reductions(a.other_reductions() + b.other_reductions());
  a.set_other_reductions_ore(a.other_reductions_ore()
                             + b.other_reductions_ore());
  a.set_unfinished(a.unfinished() + b.unfinished());
  a.set_unfinished_ore(a.unfinished_ore() + b.unfinished_ore());
}

void add_beside(v1::PeriodTotals& a, const v1::PeriodTotals& b) {
  a.set_drawer_openings(a.drawer_openings() + b.drawer_openings());
  a.set_copies(a.copies() + b.copies());
  a.set_copies_ore(a.copies_ore() + b.copies_ore());
  a.set_training(a.training() + b.training());
  a.set_training_ore(a.training_ore() + b.training_ore());
  a.set_cash_in_ore(a.cash_in_ore() + b.cash_in_ore());
  a.set_cash_out_ore(a.cash_out_ore() + b.cash_out_ore());
  a.set_cash_ins(a.cash_ins() + b.cash_ins());
  a.set_cash_outs(a.cash_outs() + b.cash_outs());
  a.set_float_changes(a.float_changes() + b.float_changes());
  a.set_price_inquiries(a.price_inquiries() + b.price_inquiries());
  a.set_clock_steps(a.clock_steps() + b.clock_steps());
}

void add_sales(v1::PeriodTotals& a, const v1::PeriodTotals& b) {
  a.set_sales_ore(a.sales_ore() + b.sales_ore());
  a.set_returns_ore(a.returns_ore() + b.returns_ore());
  a.set_rounding_ore(a.rounding_ore() + b.rounding_ore());
  a.set_receipts(a.receipts() + b.receipts());
  a.set_returns(a.returns() + b.returns());
  a.set_goods_milli(a.goods_milli() + b.goods_milli());
  a.set_services_milli(a.services_milli() + b.services_milli());
}

/// The Zs come newest first.
void take(v1::PeriodSummary& into, const v1::RecordBody& z) {
  const auto& report = z.z_report();
  if (into.zs() == 0) {
    into.set_last_z(report.number());
    into.set_last_seq(z.seq());
    *into.mutable_grand() = report.grand();
    into.set_company(report.company());
    into.set_org_no(report.org_no());
    into.set_designation(report.designation());
  }
  into.set_zs(into.zs() + 1);
  into.set_first_z(report.number());
  // A period in which nothing happened begins with its own Z.
  auto first = report.period().first_seq();
  into.set_first_seq(first == 0 ? z.seq() : first);
  add_period(*into.mutable_sum(), report.period());
}

status check_dates(std::string_view from_date, std::string_view to_date) {
  for (auto date : {from_date, to_date})
    if (!date.empty() && !is_date(date))
      return error{errc::invalid, {{"what", std::string{date}}}};
  return ok;
}

} // namespace

void add_period(v1::PeriodTotals& into, const v1::PeriodTotals& more) {
  add_sales(into, more);
  for (const auto& row : more.vat())
    add_vat(into, row);
  for (const auto& row : more.groups())
    add_group(into, row);
  for (const auto& row : more.means())
    add_means(into, row);
  add_reductions(into, more);
  add_beside(into, more);
}

result<v1::PeriodSummary> sum_period(const store::reader& from, const scope& of,
                                     std::string_view from_date,
                                     std::string_view to_date) {
  if (auto good = check_dates(from_date, to_date); !good)
    return good.why();
  auto at = read_ledger(from, of);
  if (!at)
    return at.why();
  v1::PeriodSummary out;
  out.set_from_date(std::string{from_date});
  out.set_to_date(std::string{to_date});
  for (auto number = at->next_z() - 1; number > 0; --number) {
    auto z = find_z(from, of, number);
    if (!z)
      return z.why();
    if (!*z)
      return error{errc::journal_damaged, {{"seq", std::to_string(at->seq())}}};
    const auto& date = (*z)->body.z_report().business_date();
    if (!from_date.empty() && date < from_date)
      break;
    if (to_date.empty() || date <= to_date)
      take(out, (*z)->body);
  }
  return out;
}

} // namespace kassa::journal
