// How an exchange and a correction begin.

#include "actors/sale/day.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/returns.hpp"
#include "actors/sale/signing.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

/// A sale of which nothing would be lost.
bool is_blank(const v1::OpenSale& sale) {
  return sale.lines().empty() && sale.payments().empty() && !sale.is_return()
         && !sale.has_exchange();
}

status may_begin(const state& of, const context& with, const char* what) {
  if (auto s = nothing_pending(of); !s)
    return s;
  for (auto permission : {v1::PERMISSION_RETURN, v1::PERMISSION_SELL})
    if (auto s = allowed(with, permission); !s)
      return s;
  if (auto s = open_for_sales(with); !s)
    return s;
  if (of.sale && !is_blank(*of.sale))
    return of.sale->is_return() ? errc::return_mixed : errc::sale_open;
  if (auto s = not_training(of, what); !s)
    return s;
  return day_takes_sales(of, with);
}

error not_correctable(std::uint64_t number, std::string what) {
  return {errc::not_correctable,
          {{"number", std::to_string(number)}, {"what", std::move(what)}}};
}

status check_correctable(const written_receipt& of) {
  const auto& receipt = of.body.receipt();
  if (!of.entry.returned().empty())
    return not_correctable(receipt.number(), "RETUR");
  const auto& all = receipt.payments();
  if (all.empty())
    return not_correctable(receipt.number(), "0,00 kr");
  if (std::any_of(all.begin(), all.end(), [](const v1::Payment& x) {
        return x.means() == v1::MEANS_OFFSET;
      }))
    return not_correctable(receipt.number(), name_of(v1::MEANS_OFFSET));
  return ok;
}

/// By exactly the means and amounts of the receipt. What a card terminal proved
/// then, it has not proved of this.
void refund(const v1::Receipt& receipt, v1::Exchange& out) {
  for (const auto& paid : receipt.payments()) {
    auto& x = *out.add_refund();
    x = paid;
    x.set_tendered_ore(paid.change_ore() - paid.tendered_ore());
    x.clear_change_ore();
    x.clear_card();
  }
}

result<v1::Exchange>
make_exchange(const written_receipt& sold, bool correction,
              const google::protobuf::RepeatedPtrField<v1::ReturnLine>& wanted,
              const context& with) {
  if (correction)
    if (auto s = check_correctable(sold); !s)
      return s.why();
  auto all = return_lines(sold, wanted, with);
  if (!all)
    return all.why();
  v1::Exchange out;
  out.set_correction(correction);
  out.mutable_original()->set_terminal(with.here.terminal);
  out.mutable_original()->set_series(v1::SERIES_SALE);
  out.mutable_original()->set_number(sold.body.receipt().number());
  for (auto& line : *all)
    *out.add_lines() = std::move(line);
  if (correction)
    refund(sold.body.receipt(), out);
  return out;
}

v1::RecordBody begun_draft(v1::Exchange exchange, const state& of,
                           const context& with) {
  auto body = draft(with, v1::KIND_EXCHANGE_BEGUN);
  auto& begun = *body.mutable_exchange_begun();
  begun.set_sale(of.sale ? of.sale->id() : with.new_sale);
  begun.set_revision(of.sale ? of.sale->revision() + 1 : with.new_revision);
  begun.set_catalog_ms(of.sale ? of.sale->catalog_ms() : with.catalog_ms);
  *begun.mutable_exchange() = std::move(exchange);
  return body;
}

status check_size(const v1::ExchangeBegun& begun) {
  if (begun.ByteSizeLong() <= sale_bytes_max)
    return ok;
  return error{
    errc::too_large,
    {{"what", "exchange"}, {"limit", std::to_string(sale_bytes_max) + " B"}}};
}

} // namespace

result<v1::Exchange> renewed(const v1::Exchange& of, const context& with) {
  google::protobuf::RepeatedPtrField<v1::ReturnLine> wanted;
  for (const auto& line : of.lines()) {
    auto& x = *wanted.Add();
    x.set_line_no(line.original().line_no());
    x.set_quantity_milli(-line.quantity_milli());
  }
  auto sold = sold_here(of.original().number(), with);
  if (!sold)
    return sold.why();
  return make_exchange(*sold, of.correction(), wanted, with);
}

result<drafts> decide(const state& of, const v1::BeginExchangeRequest& by,
                      const context& with) {
  if (auto s = may_begin(of, with, "BYTE"); !s)
    return s.why();
  auto sold = sold_here(by.number(), by.code(), with);
  if (!sold)
    return sold.why();
  auto exchange = make_exchange(*sold, false, by.lines(), with);
  if (!exchange)
    return exchange.why();
  auto body = begun_draft(*std::move(exchange), of, with);
  if (auto s = check_size(body.exchange_begun()); !s)
    return s.why();
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::CorrectPaymentRequest& by,
                      const context& with) {
  if (auto s = may_begin(of, with, "BETALSÄTT"); !s)
    return s.why();
  auto sold = sold_here(by.number(), by.code(), with);
  if (!sold)
    return sold.why();
  auto exchange = make_exchange(*sold, true, {}, with);
  if (!exchange)
    return exchange.why();
  const auto& receipt = sold->body.receipt();
  auto body = begun_draft(*std::move(exchange), of, with);
  auto& begun = *body.mutable_exchange_begun();
  for (const auto& line : receipt.lines()) {
    *begun.add_lines() = line;
    begun.mutable_lines()->rbegin()->set_registered_ms(with.wall_ms);
  }
  if (receipt.has_receipt_discount())
    *begun.mutable_receipt_discount() = receipt.receipt_discount();
  begun.set_mode(receipt.mode());
  if (auto s = check_size(begun); !s)
    return s.why();
  return drafts{std::move(body)};
}

} // namespace kassa::sale
