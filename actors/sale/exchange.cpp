#include "actors/sale/exchange.hpp"

#include "actors/journal/ledger.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/signing.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

/// What the two receipts settle by Kvittning.
ore_t offset_of(const v1::OpenSale& sale) {
  return is_settled(sale) ? comes_back(sale)
                          : std::min(total_of(sale.lines()), comes_back(sale));
}

void add_offset(v1::OpenSale& to, std::uint32_t payment_no, ore_t amount) {
  if (amount == 0)
    return;
  auto& out = *to.add_payments();
  out.set_payment_no(std::max(1U, payment_no));
  out.set_means(v1::MEANS_OFFSET);
  out.set_name(name_of(v1::MEANS_OFFSET));
  out.set_tendered_ore(amount);
}

void add_all(v1::OpenSale& to, const payments& all) {
  for (const auto& x : all)
    *to.add_payments() = x;
}

/// The receipt on the other side. The journal gives it its number where it
/// knows it.
void cite(v1::Receipt& out, v1::Series series, std::uint64_t number,
          const context& with) {
  auto& other = *out.mutable_counterpart();
  other.set_terminal(with.here.terminal);
  other.set_series(series);
  other.set_number(number);
}

v1::Receipt sale_receipt(const v1::OpenSale& sale, v1::Delivery delivery,
                         const context& with) {
  auto out = make_receipt(sale_half(sale), delivery, with);
  if (sale.has_exchange())
    cite(out, v1::SERIES_RETURN, sale.exchange().settled_number(), with);
  return out;
}

v1::Receipt return_receipt(const v1::OpenSale& sale, v1::Delivery delivery,
                           const context& with) {
  auto out = make_receipt(return_half(sale), delivery, with);
  if (!sale.lines().empty())
    cite(out, v1::SERIES_SALE, 0, with);
  return out;
}

v1::RecordBody receipt_draft(v1::Receipt receipt, const context& with) {
  auto body = draft(with, v1::KIND_RECEIPT);
  *body.mutable_receipt() = std::move(receipt);
  return body;
}

} // namespace

bool is_settled(const v1::OpenSale& sale) {
  return sale.exchange().settled_number() != 0;
}

ore_t comes_back(const v1::OpenSale& sale) {
  const auto& x = sale.exchange();
  if (x.correction())
    return 0;
  return is_settled(sale) ? x.settled_ore() : -total_of(x.lines());
}

amount_due due_of(const v1::OpenSale& sale) {
  auto total = total_of(sale.lines()) - comes_back(sale);
  // After the return nothing is paid out: too little has been put in then.
  return {total, sale.is_return() || (total < 0 && !is_settled(sale))};
}

settlement settle(const v1::OpenSale& sale) {
  auto due = due_of(sale);
  return settle(due.total, due.pays_out, sale.payments(), sale.cash_rounding());
}

status not_settled(const state& of) {
  if (!of.sale || !is_settled(*of.sale))
    return ok;
  return error{
    errc::exchange_begun,
    {{"number", std::to_string(of.sale->exchange().settled_number())}}};
}

status may_change_lines(const state& of, const context& with) {
  if (auto s = may_change(of, with); !s)
    return s;
  if (!of.sale || !of.sale->exchange().correction())
    return ok;
  return error{
    errc::correction_open,
    {{"number", std::to_string(of.sale->exchange().original().number())}}};
}

v1::OpenSale sale_half(const v1::OpenSale& sale) {
  auto out = sale;
  if (!sale.has_exchange())
    return out;
  out.clear_exchange();
  out.clear_payments();
  add_offset(out, sale.next_payment_no(), offset_of(sale));
  if (!due_of(sale).pays_out)
    add_all(out, sale.payments());
  return out;
}

v1::OpenSale return_half(const v1::OpenSale& sale) {
  const auto& x = sale.exchange();
  v1::OpenSale out;
  out.set_id(sale.id());
  out.set_is_return(true);
  *out.mutable_original() = x.original();
  *out.mutable_lines() = x.lines();
  if (x.correction()) {
    *out.mutable_payments() = x.refund();
    return out;
  }
  add_offset(out, sale.next_payment_no(), -offset_of(sale));
  if (due_of(sale).pays_out)
    add_all(out, sale.payments());
  return out;
}

drafts receipts_of(const state& of, v1::Delivery delivery,
                   const context& with) {
  const auto& sale = *of.sale;
  const bool returns = sale.has_exchange() && !is_settled(sale);
  if (is_registered(of, with))
    return {intent_of(returns ? return_receipt(sale, delivery, with)
                              : sale_receipt(sale, delivery, with),
                      with)};
  drafts out;
  if (returns)
    out.push_back(receipt_draft(return_receipt(sale, delivery, with), with));
  if (!returns || !sale.lines().empty())
    out.push_back(receipt_draft(sale_receipt(sale, delivery, with), with));
  return out;
}

result<drafts> second_half(const state& of, v1::Delivery delivery,
                           const context& with) {
  if (auto s = open_for_numbers(with); !s)
    return s.why();
  if (auto s = unit_sells(of, with); !s)
    return s.why();
  return receipts_of(of, delivery, with);
}

void settle_exchange(v1::OpenSale& sale, const v1::Receipt& receipt) {
  auto& x = *sale.mutable_exchange();
  ore_t offset = 0;
  bool paid_out = false;
  for (const auto& payment : receipt.payments()) {
    auto settles = payment.means() == v1::MEANS_OFFSET;
    offset -= settles ? payment.tendered_ore() : 0;
    paid_out |= !settles;
  }
  x.set_settled_number(receipt.number());
  x.set_settled_ore(offset);
  if (x.correction())
    return;
  *x.mutable_refund() = receipt.payments();
  if (paid_out)
    sale.clear_payments();
}

} // namespace kassa::sale
