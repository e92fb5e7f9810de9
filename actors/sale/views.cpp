#include "actors/sale/views.hpp"

#include "actors/journal/ledger.hpp"
#include "actors/sale/charging.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/payments.hpp"
#include "actors/sale/pricing.hpp"

namespace kassa::sale {

v1::PendingReceipt pending_view(const pending_code& of) {
  v1::PendingReceipt out;
  auto held = journal::held_by(of.intent);
  out.set_series(held.series);
  out.set_number(held.number);
  out.set_since_ms(of.since_ms);
  return out;
}

v1::SaleView view_of(const state& of) {
  v1::SaleView out;
  if (of.pending)
    *out.mutable_pending() = pending_view(*of.pending);
  if (!of.sale)
    return out;
  const auto& sale = *of.sale;
  auto now = settle(sale);
  *out.mutable_sale() = sale;
  out.mutable_sale()->clear_first_seq();
  out.set_total_ore(total_of(sale.lines()));
  out.set_exchange_ore(comes_back(sale));
  out.set_paid_ore(now.paid);
  out.set_rounding_ore(now.rounding);
  out.set_remaining_ore(now.remaining);
  out.set_change_ore(now.change);
  for (auto& row : vat_rows(sale.lines()))
    *out.add_vat() = std::move(row);
  out.set_revision(sale.revision());
  if (of.card)
    *out.mutable_pending_card() = pending_view(*of.card);
  return out;
}

v1::ReceiptView view_of(const written_receipt& of, v1::PrintState print) {
  v1::ReceiptView out;
  *out.mutable_receipt() = of.body.receipt();
  out.set_seq(of.body.seq());
  out.set_wall_ms(of.body.wall_ms());
  out.set_business_ms(of.body.business_ms());
  out.set_offset_minutes(of.body.offset_minutes());
  out.set_copied(of.entry.copy_seq() != 0);
  out.set_print_state(print);
  return out;
}

v1::CountView count_view(const v1::RecordBody& body) {
  v1::CountView out;
  *out.mutable_count() = body.drawer_counted();
  out.set_seq(body.seq());
  return out;
}

v1::ReceiptView pro_forma_view(const v1::RecordBody& body) {
  v1::ReceiptView out;
  *out.mutable_receipt() = body.pro_forma().receipt();
  out.set_pro_forma_number(body.pro_forma().number());
  out.set_seq(body.seq());
  out.set_wall_ms(body.wall_ms());
  out.set_business_ms(body.business_ms());
  out.set_offset_minutes(body.offset_minutes());
  out.set_pro_forma(true);
  return out;
}

v1::ReportView report_view(const v1::RecordBody& body) {
  v1::ReportView out;
  *out.mutable_report()
    = body.has_z_report() ? body.z_report() : body.x_report();
  out.set_seq(body.seq());
  out.set_wall_ms(body.wall_ms());
  return out;
}

v1::CatalogView view_of(const catalog::view& all, std::int64_t at_ms) {
  auto rate = [&](const v1::Group* group) {
    auto vat = group ? all.vat_of(*group, v1::SALES_MODE_UNSPECIFIED, at_ms)
                     : result<catalog::vat>{errc::not_found};
    return vat ? vat->basis_points : 0U;
  };
  v1::CatalogView out;
  *out.mutable_head() = all.head();
  if (auto store = all.store(at_ms))
    *out.mutable_store() = *store;
  for (const auto& [no, article] : all.articles(at_ms)) {
    auto& x = *out.add_articles();
    x.set_article_no(no);
    *x.mutable_article() = *article;
    x.mutable_article()->clear_purchase_price_ore(); // Not for the counter.
    x.set_vat_basis_points(rate(all.group(article->group(), at_ms)));
  }
  for (const auto& [id, group] : all.groups(at_ms)) {
    auto& x = *out.add_groups();
    x.set_id(id);
    *x.mutable_group() = *group;
    x.set_vat_basis_points(rate(group));
  }
  for (const auto& [id, layout] : all.layouts(at_ms)) {
    auto& x = *out.add_layouts();
    x.set_id(id);
    *x.mutable_layout() = *layout;
  }
  return out;
}

v1::ParkedList view_of(const std::vector<v1::SaleParked>& all) {
  v1::ParkedList out;
  for (const auto& parked : all) {
    auto& x = *out.add_parked();
    x.set_parking(parked.parking());
    x.set_total_ore(total_of(parked.sale().lines()));
    x.set_lines(static_cast<std::uint32_t>(parked.sale().lines_size()));
    x.set_parked_ms(parked.parked_ms());
  }
  return out;
}

} // namespace kassa::sale
