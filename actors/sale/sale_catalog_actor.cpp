// The sale actor and its catalog: between sales, a version that lies ready
// becomes the active one.

#include "actors/catalog/load.hpp"
#include "actors/sale/prices.hpp"
#include "actors/sale/sale_actor.hpp"

#include <utility>

namespace kassa::sale {

void sale_state::stage(const staged_catalog& what) {
  staged_ = what; // A newer one replaces one that still waits.
  try_switch();
}

void sale_state::try_switch() {
  if (!staged_ || state_.sale || state_.pending)
    return;
  auto next = *std::exchange(staged_, std::nullopt);
  auto fresh = look_through(next);
  if (!fresh) {
    note(log_level::error, "catalog_refused", fresh.why());
    catalog_trouble_ = fresh.why();
    return tell_applied(next.head, v1::Applied::STATE_FAILED,
                        to_string(fresh.why()));
  }
  journal::append_request append;
  append.drafts = price_drafts(*catalog_, **fresh, catalog_clock(0));
  auto& body = append.drafts.emplace_back();
  body.set_kind(v1::KIND_CATALOG_SWITCHED);
  auto& record = *body.mutable_catalog_switched();
  *record.mutable_before() = catalog_->head().name();
  *record.mutable_after() = next.head.name();
  record.set_state_hash(next.head.state_hash());
  record.set_rows(next.head.rows());
  append.how = store::durability::synced;
  append.activate = std::move(next.activation);
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await(
      [this, view = *std::move(fresh)](const journal::appended& x) {
        take_in(x);
        switched(view);
      },
      [this, head = next.head](const caf::error& why) {
        auto known = recover(why);
        tell_applied(head, v1::Applied::STATE_FAILED, to_string(known));
      });
}

/// The version as it will be, if it may become the active one.
result<catalog::view::ptr>
sale_state::look_through(const staged_catalog& next) const {
  auto fresh = catalog::load_next(*with_.store, with_.scope,
                                  next.activation.next, next.activation.rows);
  if (!fresh)
    return fresh;
  auto at = lookups_.ledger();
  if (!at)
    return at.why();
  if (auto s = same_company(at->genesis(), **fresh, catalog_clock(0)); !s)
    return s.why();
  return fresh;
}

void sale_state::switched(const catalog::view::ptr& to) {
  catalog_ = to;
  catalog_trouble_.reset();
  v1::Event event;
  *event.mutable_catalog() = catalog_->head();
  publish(std::move(event));
  tell_applied(catalog_->head(), v1::Applied::STATE_ACTIVE);
}

void sale_state::tell_applied(const v1::CatalogHead& head,
                              v1::Applied::State state, std::string detail) {
  if (!with_.on_applied)
    return;
  v1::Applied out;
  *out.mutable_name() = head.name();
  out.set_state(state);
  out.set_detail(std::move(detail));
  with_.on_applied(std::move(out));
}

} // namespace kassa::sale
