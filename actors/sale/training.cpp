#include "actors/sale/day.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/notes.hpp"
#include "actors/sale/people.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/sale.hpp"
#include "actors/sale/signing.hpp"

namespace kassa::sale {

namespace {

/// The sale to print: a parked one by its name, else the open one.
result<v1::OpenSale> sale_to_print(const state& of,
                                   const v1::PrintProFormaRequest& by,
                                   const context& with) {
  if (by.parking().empty()) {
    if (!of.sale || !has_goods(*of.sale))
      return errc::no_open_sale;
    return *of.sale;
  }
  auto parked = with.memory->parked(by.parking());
  if (!parked)
    return parked.why();
  if (!*parked)
    return error{errc::unknown_parking, {{"parking", by.parking()}}};
  return (*parked)->sale();
}

} // namespace

result<drafts> decide(const state& of, const v1::SetTrainingRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_TRAINING); !s)
    return s.why();
  if (auto s = nothing_pending(of); !s)
    return s.why();
  if (of.sale)
    return errc::sale_open;
  if (of.training == by.on())
    return drafts{};
  auto body = draft(with, v1::KIND_TRAINING_SWITCHED);
  body.mutable_training_switched()->set_on(by.on());
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::PrintProFormaRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_SELL); !s)
    return s.why();
  auto sale = sale_to_print(of, by, with);
  if (!sale)
    return sale.why();
  auto body = draft(with, v1::KIND_PRO_FORMA);
  auto& made = *body.mutable_pro_forma();
  made.set_parking(by.parking());
  *made.mutable_receipt()
    = make_receipt(sale_half(*sale), v1::DELIVERY_PAPER, with);
  // It is of no series; only that it is practised is said.
  if (!sale->training())
    made.mutable_receipt()->clear_series();
  if (!is_registered(unit::receipt_kind::pro_forma, with))
    return drafts{std::move(body)};
  if (auto s = may_register(of, with); !s)
    return s.why();
  return drafts{intent_of(std::move(made), with)};
}

result<drafts> decide(const state&, const v1::ReprintZRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_Z); !s)
    return s.why();
  auto z = with.memory->z(by.number());
  if (!z)
    return z.why();
  if (!*z)
    return error{errc::not_found,
                 {{"what", "Z " + std::to_string(by.number())}}};
  auto body = draft(with, v1::KIND_Z_REPRINTED);
  body.mutable_z_reprinted()->set_number((*z)->z_report().number());
  body.mutable_z_reprinted()->set_z_seq((*z)->seq());
  return drafts{std::move(body)};
}

result<drafts> decide(const state&, const v1::LiftLockOutRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_MANAGE); !s)
    return s.why();
  if (auto row
      = till_user(*with.catalog, by.user(), with.here.store, with.catalog_ms);
      !row)
    return row.why();
  auto body = draft(with, v1::KIND_LOCK_OUT_LIFTED);
  body.mutable_lock_out_lifted()->set_user(by.user());
  return drafts{std::move(body)};
}

} // namespace kassa::sale
