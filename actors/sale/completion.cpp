#include "actors/sale/charging.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/notes.hpp"
#include "actors/sale/payments.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/sale.hpp"
#include "actors/sale/signing.hpp"

namespace kassa::sale {

namespace {

/// What the shop prints on every receipt.
void put_store(v1::Receipt& out, const context& with) {
  out.set_designation(with.designation);
  out.set_cashier(cashier(with));
  out.set_replayed(with.replay);
  *out.mutable_catalog() = with.catalog->head().name();
  auto store = with.catalog->store(with.catalog_ms);
  if (!store)
    return;
  out.set_company(store->company());
  out.set_org_no(store->org_no());
  out.set_address(store->address());
  *out.mutable_footer() = store->footer();
}

/// No amount is registered without a receipt that comes out (SKVFS 2014:9 6:2):
/// with a printer known not to print, it is an electronic one.
status can_be_printed(v1::Delivery delivery, const context& with) {
  if (delivery == v1::DELIVERY_ELECTRONIC || !with.printer
      || with.rules.sell_without_printer)
    return ok;
  return *with.printer;
}

error unbalanced(const settlement& now) {
  return {errc::unbalanced, {{"remaining", print_kronor(now.remaining)}}};
}

} // namespace

status may_change(const state& of, const context& with) {
  if (auto s = nothing_pending(of); !s)
    return s;
  if (auto s = no_card_waits(of); !s)
    return s;
  auto is_return = of.sale && of.sale->is_return();
  auto returns = of.sale && of.sale->has_exchange() && !is_settled(*of.sale);
  if (returns)
    if (auto s = allowed(with, v1::PERMISSION_RETURN); !s)
      return s;
  return allowed(with, is_return ? v1::PERMISSION_RETURN : v1::PERMISSION_SELL);
}

result<drafts> decide(const state& of, const v1::AddPaymentRequest& by,
                      const context& with) {
  if (auto s = may_change(of, with); !s)
    return s.why();
  if (!of.sale)
    return errc::no_open_sale;
  // Before money is taken (SKVFS 2014:9 4:9).
  if (auto s = unit_sells(of, with); !s)
    return s.why();
  auto payment = make_payment(*of.sale, by);
  if (!payment)
    return payment.why();
  if (is_charged(*of.sale, *payment, with))
    return charge(*of.sale, *payment, with);
  auto all = of.sale->payments();
  *all.Add() = *payment;
  auto due = due_of(*of.sale);
  place_change(settle(due.total, due.pays_out, all, of.sale->cash_rounding()),
               all);
  auto body = draft(with, v1::KIND_PAYMENT_ADDED);
  body.mutable_payment_added()->set_sale(of.sale->id());
  *body.mutable_payment_added()->mutable_payment() = *all.rbegin();
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::RemovePaymentRequest& by,
                      const context& with) {
  if (auto s = may_change(of, with); !s)
    return s.why();
  if (!of.sale)
    return errc::no_open_sale;
  for (const auto& payment : of.sale->payments()) {
    if (payment.payment_no() != by.payment_no())
      continue;
    if (payment.has_card())
      return pay_back(*of.sale, payment, with);
    auto body = draft(with, v1::KIND_PAYMENT_REMOVED);
    body.mutable_payment_removed()->set_sale(of.sale->id());
    *body.mutable_payment_removed()->mutable_payment() = payment;
    return drafts{std::move(body)};
  }
  return error{errc::unknown_payment,
               {{"payment", std::to_string(by.payment_no())}}};
}

v1::Receipt make_receipt(const v1::OpenSale& sale, v1::Delivery delivery,
                         const context& with) {
  v1::Receipt out;
  auto total = total_of(sale.lines());
  auto paid
    = settle(total, sale.is_return(), sale.payments(), sale.cash_rounding());
  out.set_series(sale.training()    ? v1::SERIES_TRAINING
                 : sale.is_return() ? v1::SERIES_RETURN
                                    : v1::SERIES_SALE);
  out.set_sale(sale.id());
  out.set_mode(sale.mode());
  put_store(out, with);
  *out.mutable_lines() = sale.lines();
  *out.mutable_payments() = sale.payments();
  for (auto& row : vat_rows(sale.lines()))
    *out.add_vat() = std::move(row);
  out.set_total_ore(total);
  out.set_rounding_ore(paid.rounding);
  out.set_to_pay_ore(total + paid.rounding);
  // A return takes a discount back with the price; it gives none.
  out.set_discount_ore(sale.is_return() ? 0 : discounts_of(sale.lines()));
  if (sale.has_original())
    *out.mutable_original() = sale.original();
  if (sale.has_receipt_discount())
    *out.mutable_receipt_discount() = sale.receipt_discount();
  out.set_delivery(delivery == v1::DELIVERY_UNSPECIFIED ? v1::DELIVERY_PAPER
                                                        : delivery);
  return out;
}

result<drafts> decide(const state& of, const v1::PayRequest& by,
                      const context& with) {
  if (auto s = may_change(of, with); !s)
    return s.why();
  if (auto s = open_for_numbers(with); !s)
    return s.why();
  if (!of.sale || (!has_goods(*of.sale) && !of.sale->has_exchange()))
    return errc::no_open_sale;
  if (of.sale->lines().empty())
    if (auto s = not_settled(of); !s)
      return s.why();
  if (!v1::Delivery_IsValid(by.delivery()))
    return error{errc::invalid, {{"what", "delivery"}}};
  if (auto now = settle(*of.sale); !now.balanced)
    return unbalanced(now);
  if (auto s = unit_sells(of, with); !s)
    return s.why();
  if (auto s = can_be_printed(by.delivery(), with); !s)
    return s.why();
  return receipts_of(of, by.delivery(), with);
}

} // namespace kassa::sale
