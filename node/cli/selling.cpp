#include "node/cli/selling.hpp"

#include "node/cli/selling_parts.hpp"
#include "node/cli/show.hpp"

#include <ostream>
#include <type_traits>

namespace kassa::cli {

sale_result read_sale(terminal_context& at) {
  auto session = at.token();
  if (!session)
    return session.why();
  v1::GetSaleRequest request;
  request.set_session(*session);
  return at.ask(&stub_t::GetSale, request);
}

bool nothing_open(const v1::SaleView& view) {
  return view.sale().lines().empty() && !view.sale().has_exchange();
}

void fill_line(v1::AddLineRequest& request, const item& what,
               v1::SalesMode mode) {
  switch (what.kind) {
  case item::kind_t::article: request.set_article_no(what.id); break;
  case item::kind_t::barcode: request.set_barcode(what.id); break;
  case item::kind_t::group: request.set_group(what.id); break;
  case item::kind_t::note: request.set_note(what.id); return;
  }
  request.set_quantity_milli(what.quantity_milli);
  if (what.price)
    request.set_unit_price_ore(*what.price);
  request.set_mode(mode);
}

sale_result add_payments(terminal_context& at, sale_result sale,
                         const std::vector<payment>& payments) {
  for (const auto& paid : payments) {
    if (!sale)
      return sale;
    sale = change(at, &stub_t::AddPayment, sale->revision(), [&](auto& r) {
      r.set_means(paid.means);
      r.set_name(paid.name);
      if (paid.amount)
        r.set_amount_ore(*paid.amount);
    });
  }
  return sale;
}

result<v1::ReceiptView> finish(terminal_context& at, std::uint64_t revision,
                               bool electronic) {
  return change(at, &stub_t::Pay, revision, [&](auto& request) {
    request.set_delivery(electronic ? v1::DELIVERY_ELECTRONIC
                                    : v1::DELIVERY_PAPER);
  });
}

status give_up(terminal_context& at, bool began, const error& why) {
  switch (why.code) {
  case errc::payment_pending:
  case errc::unit_refused:
  case errc::unit_silent:
  case errc::unit_clock:
  case errc::number_voided:
  case errc::exchange_begun:
  case errc::card_by_hand:
  case errc::card_unknown:
  case errc::card_declined: return why;
  default: break;
  }
  if (!began)
    return why;
  if (auto sale = read_sale(at); sale && !sale->sale().id().empty())
    (void)change(at, &stub_t::Abort, sale->revision(), [](auto&) {});
  return why;
}

namespace {

sale_result add_all(terminal_context& at, sale_result sale,
                    const selling& what) {
  // A sale that begins here is of one mode; lines that join an open one keep
  // theirs to themselves.
  auto own = what.mode;
  if (sale && own != v1::SALES_MODE_UNSPECIFIED
      && sale->sale().lines().empty()) {
    sale = change(at, &stub_t::SetMode, sale->revision(),
                  [&](auto& r) { r.set_mode(what.mode); });
    own = v1::SALES_MODE_UNSPECIFIED;
  }
  for (const auto& one : what.items) {
    if (!sale)
      return sale;
    sale = change(at, &stub_t::AddLine, sale->revision(),
                  [&](auto& r) { fill_line(r, one, own); });
  }
  if (sale && what.discount)
    sale = change(at, &stub_t::SetDiscount, sale->revision(),
                  [&](auto& r) { *r.mutable_discount() = *what.discount; });
  return add_payments(at, std::move(sale), what.pay.payments);
}

status show_or_fail(terminal_context& at, const sale_result& sale) {
  if (!sale)
    return sale.why();
  show(at.ui, *sale);
  return ok;
}

/// Changes the sale as it now is, and shows it.
template <class Request, class Fill>
status change_now(terminal_context& at,
                  grpc::Status (stub_t::*method)(grpc::ClientContext*,
                                                 const Request&, v1::SaleView*),
                  Fill fill) {
  auto sale = read_sale(at);
  if (!sale)
    return sale.why();
  return show_or_fail(at, change(at, method, sale->revision(), fill));
}

} // namespace

status sell(terminal_context& at, const selling& what) {
  auto sale = read_sale(at);
  if (!sale)
    return sale.why();
  const bool began = nothing_open(*sale);
  sale = add_all(at, std::move(sale), what);
  if (!sale)
    return give_up(at, began, sale.why());
  if (!what.park.empty()) {
    auto parked = change(at, &stub_t::Park, sale->revision(),
                         [&](auto& r) { r.set_parking(what.park); });
    return parked ? show_or_fail(at, parked) : give_up(at, began, parked.why());
  }
  if (what.pay.payments.empty())
    return show_or_fail(at, sale);
  auto receipt = finish(at, sale->revision(), what.pay.electronic);
  if (!receipt)
    return give_up(at, began, receipt.why());
  show(at.ui, *receipt);
  return ok;
}

status show_sale(terminal_context& at) {
  return show_or_fail(at, read_sale(at));
}

status pay(terminal_context& at, const paying& how) {
  auto sale = add_payments(at, read_sale(at), how.payments);
  if (!sale)
    return sale.why();
  auto receipt = finish(at, sale->revision(), how.electronic);
  if (!receipt)
    return receipt.why();
  show(at.ui, *receipt);
  return ok;
}

status remove_payment(terminal_context& at, std::uint32_t payment_no) {
  return change_now(at, &stub_t::RemovePayment,
                    [&](auto& r) { r.set_payment_no(payment_no); });
}

status abort_sale(terminal_context& at) {
  return change_now(at, &stub_t::Abort, [](auto&) {});
}

status change_line(terminal_context& at, const line_change& what) {
  if (what.remove)
    return change_now(at, &stub_t::RemoveLine,
                      [&](auto& r) { r.set_line_no(what.line_no); });
  return change_now(at, &stub_t::ChangeLine, [&](auto& r) {
    r.set_line_no(what.line_no);
    if (what.quantity_milli)
      r.set_quantity_milli(*what.quantity_milli);
    if (what.discount)
      *r.mutable_discount() = *what.discount;
    if (what.text)
      r.set_text(*what.text);
  });
}

status set_mode(terminal_context& at, v1::SalesMode mode) {
  return change_now(at, &stub_t::SetMode, [&](auto& r) { r.set_mode(mode); });
}

status add_note(terminal_context& at, const std::string& text) {
  return change_now(at, &stub_t::AddLine, [&](auto& r) { r.set_note(text); });
}

status set_discount(terminal_context& at, const v1::Discount& what) {
  return change_now(at, &stub_t::SetDiscount,
                    [&](auto& r) { *r.mutable_discount() = what; });
}

status park(terminal_context& at, const std::string& name) {
  return change_now(at, &stub_t::Park, [&](auto& r) { r.set_parking(name); });
}

status fetch(terminal_context& at, const std::string& name) {
  return change_now(at, &stub_t::Fetch, [&](auto& r) { r.set_parking(name); });
}

status list_parked(terminal_context& at) {
  auto session = at.token();
  if (!session)
    return session.why();
  v1::ListParkedRequest request;
  request.set_session(*session);
  auto list = at.ask(&stub_t::ListParked, request);
  if (!list)
    return list.why();
  if (shown_as_json(at.ui, *list))
    return ok;
  table rows({at.ui.say("namn", "name"), at.ui.say(">rader", ">lines"), ">kr"});
  for (const auto& one : list->parked())
    rows.add({one.parking(), std::to_string(one.lines()),
              print_kronor(one.total_ore())});
  rows.print(*at.ui.out);
  return ok;
}

status remove_parked(terminal_context& at, const std::string& name) {
  auto done = change(at, &stub_t::RemoveParked, 0,
                     [&](auto& r) { r.set_parking(name); });
  if (!done)
    return done.why();
  (void)shown_as_json(at.ui, *done);
  return ok;
}

status give_back(terminal_context& at, const returning& what) {
  auto sale = read_sale(at);
  if (!sale)
    return sale.why();
  const bool began = nothing_open(*sale);
  sale = change(at, &stub_t::BeginReturn, sale->revision(), [&](auto& r) {
    what.receipt.fill(r);
    r.set_terminal(what.of);
    r.set_free(!what.free.empty());
    if (what.line_no == 0)
      return;
    auto* line = r.add_lines();
    line->set_line_no(what.line_no);
    line->set_quantity_milli(what.quantity_milli);
  });
  for (const auto& one : what.free) {
    if (!sale)
      return give_up(at, began, sale.why());
    sale = change(at, &stub_t::AddLine, sale->revision(), [&](auto& r) {
      fill_line(r, one, v1::SALES_MODE_UNSPECIFIED);
    });
  }
  if (!sale)
    return give_up(at, began && !what.free.empty(), sale.why());
  if (!what.out)
    return show_or_fail(at, sale);
  sale = add_payments(at, std::move(sale), {*what.out});
  if (!sale)
    return give_up(at, began, sale.why());
  auto receipt = finish(at, sale->revision(), what.electronic);
  if (!receipt)
    return give_up(at, began, receipt.why());
  show(at.ui, *receipt);
  return ok;
}

} // namespace kassa::cli
