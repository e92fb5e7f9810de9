#include "actors/sale/day.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/people.hpp"
#include "actors/sale/sale.hpp"
#include "actors/sale/scanned.hpp"
#include "actors/sale/signing.hpp"

namespace kassa::sale {

namespace {

v1::Series series_of(v1::Series asked) {
  return asked == v1::SERIES_UNSPECIFIED ? v1::SERIES_SALE : asked;
}

/// What X and Z say of who made them; the journal fills in the sums.
template <class Request>
result<v1::Report> report(const Request& by, const context& with) {
  v1::Report out;
  out.set_designation(with.designation);
  out.set_cashier(cashier(with));
  out.set_replayed(with.replay);
  out.set_delivery(by.print() ? v1::DELIVERY_PAPER : v1::DELIVERY_UNSPECIFIED);
  if (auto store = with.catalog->store(with.catalog_ms)) {
    out.set_company(store->company());
    out.set_org_no(store->org_no());
    out.set_address(store->address());
  }
  out.set_by_article(by.by_article());
  if (!by.by_article())
    return out;
  auto rows = with.memory->articles();
  if (!rows)
    return rows.why();
  for (auto& row : *rows)
    *out.add_articles() = std::move(row);
  return out;
}

status may_copy(const state& of, v1::Series series, const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_SELL); !s)
    return s;
  if (auto s = nothing_pending(of); !s)
    return s;
  if (auto s = not_training(of, "KOPIA"); !s)
    return s;
  if (series == v1::SERIES_TRAINING)
    return error{errc::invalid, {{"what", "KOPIA, ÖVNING"}}};
  return open_for_numbers(with);
}

/// A receipt has one copy, on paper or not (SKVFS 2014:9 6:3).
result<drafts> copy_of(const state& of, v1::Series series, std::uint64_t number,
                       v1::Delivery delivery, const context& with) {
  auto found = with.memory->receipt(series_of(series), number);
  if (!found)
    return found.why();
  if (!*found)
    return error{errc::unknown_receipt, {{"number", std::to_string(number)}}};
  const auto& entry = (*found)->entry;
  if (entry.copy_seq() != 0)
    return error{delivery == v1::DELIVERY_ELECTRONIC ? errc::not_electronic
                                                     : errc::already_copied,
                 {{"number", std::to_string(number)}}};
  const auto& receipt = (*found)->body.receipt();
  auto body = draft(with, v1::KIND_COPY);
  auto& copy = *body.mutable_copy();
  copy.set_original_series(receipt.series());
  copy.set_original_number(receipt.number());
  copy.set_original_seq(entry.seq());
  copy.set_amount_ore(receipt.total_ore());
  copy.set_delivery(delivery);
  if (!is_registered(unit::receipt_kind::copy, with))
    return drafts{std::move(body)};
  if (auto s = may_register(of, with); !s)
    return s.why();
  return drafts{intent_of(copy, (*found)->body, with)};
}

} // namespace

result<v1::PriceView> price_of_article(const v1::InquirePriceRequest& by,
                                       const context& with) {
  auto at = with.catalog_ms;
  scanned found{by.article_no(), {}};
  if (found.article_no.empty()) {
    auto code = find_scanned(by.barcode(), at, with);
    if (!code)
      return code.why();
    found = *std::move(code);
  }
  const auto& no = found.article_no;
  auto article = with.catalog->article(no, at);
  if (!article)
    return error{errc::unknown_article, {{"article", no}}};
  v1::PriceView out;
  out.set_article_no(no);
  out.set_name(article->name());
  out.set_price_ore(article->price_ore());
  // A label asks for the label's price.
  if (found.label && found.label->value == v1::EmbeddedBarcode::VALUE_PRICE)
    out.set_price_ore(found.label->amount);
  out.set_group(article->group());
  if (auto group = with.catalog->group(article->group(), at))
    if (auto vat = with.catalog->vat_of(*group, v1::SALES_MODE_UNSPECIFIED, at))
      out.set_vat_basis_points(vat->basis_points);
  return out;
}

result<drafts> decide(const state&, const v1::InquirePriceRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_SELL); !s)
    return s.why();
  auto price = price_of_article(by, with);
  if (!price)
    return price.why();
  auto body = draft(with, v1::KIND_PRICE_INQUIRED);
  auto& inquired = *body.mutable_price_inquired();
  inquired.set_article_no(price->article_no());
  inquired.set_name(price->name());
  inquired.set_price_ore(price->price_ore());
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::CopyReceiptRequest& by,
                      const context& with) {
  if (auto s = may_copy(of, by.series(), with); !s)
    return s.why();
  if (auto s = at_home(with, by.terminal()); !s)
    return s.why();
  return copy_of(of, by.series(), by.number(), v1::DELIVERY_PAPER, with);
}

result<drafts> decide(const state& of, const v1::GetDocumentRequest& by,
                      const context& with) {
  if (auto s = may_copy(of, by.series(), with); !s)
    return s.why();
  return copy_of(of, by.series(), by.number(), v1::DELIVERY_ELECTRONIC, with);
}

result<drafts> decide(const state&, const v1::MakeXRequest& by,
                      const context& with) {
  auto made = report(by, with);
  if (!made)
    return made.why();
  auto body = draft(with, v1::KIND_X_REPORT);
  *body.mutable_x_report() = *std::move(made);
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::MakeZRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_Z); !s)
    return s.why();
  if (with.z_gate)
    return *with.z_gate;
  if (auto s = nothing_pending(of); !s)
    return s.why();
  if (auto s = not_settled(of); !s)
    return s.why();
  if (of.sale)
    return errc::sale_open;
  if (auto s = not_training(of, "Z"); !s)
    return s.why();
  auto made = report(by, with);
  if (!made)
    return made.why();
  auto body = draft(with, v1::KIND_Z_REPORT);
  *body.mutable_z_report() = *std::move(made);
  return drafts{std::move(body)};
}

result<drafts> decide(const state&, const v1::ConfirmMoveRequest&,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_MANAGE); !s)
    return s.why();
  if (!with.folder_moved)
    return drafts{};
  return drafts{rebound(with, with.user)};
}

result<drafts> decide(const state&, const v1::LogOutRequest& by,
                      const context& with) {
  auto body = draft(with, v1::KIND_LOG_OUT);
  body.mutable_log_out()->set_user(with.user);
  body.mutable_log_out()->set_session(session_hash(by.call().session()));
  return drafts{std::move(body)};
}

} // namespace kassa::sale
