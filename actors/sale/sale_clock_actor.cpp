// The time that prices go by: what the sale actor does with the catalog clock.

#include "actors/journal/ledger.hpp"
#include "actors/journal/rows.hpp"
#include "actors/sale/sale_actor.hpp"
#include "store/keys.hpp"

#include <cstdlib>

namespace kassa::sale {

namespace {

/// The hub's word is kept where it moves the clock by more: it comes every 15
/// s.
constexpr std::int64_t worth_keeping_ms = 100;

} // namespace

void sale_state::start_clock() {
  auto kept = journal::read_row<v1::CatalogTime>(
    *with_.store, store::family::state, store::catalog_time_key(with_.scope),
    "catalog time");
  auto at = lookups_.ledger();
  clock_.emplace(kept ? *kept : std::nullopt, at ? at->clock_high_ms() : 0,
                 catalog::read(*with_.clock));
  self_->send(journal_, atom::keep_v, clock_->stands());
}

std::int64_t sale_state::catalog_clock(std::int64_t business_ms) const {
  if (!with_.replay)
    return clock_->read(catalog::read(*with_.clock)).now_ms;
  if (business_ms != 0)
    return business_ms;
  return business_ms_ != 0 ? business_ms_ : with_.clock->wall_ms();
}

std::int64_t sale_state::clock_doubt() const {
  return with_.replay ? 0 : clock_->read(catalog::read(*with_.clock)).doubt_ms;
}

void sale_state::hear_time(const v1::CatalogTime& told) {
  const auto now = catalog::read(*with_.clock);
  const auto off = told.at_ms() - now.wall_ms;
  const auto back = with_.replay ? 0 : clock_->step_back(told, now);
  // Once for each difference, not each time that it is told.
  if (back != 0
      || (std::abs(off) > catalog::clock_warn_ms
          && std::abs(off - noted_off_ms_) > catalog::clock_warn_ms))
    return correct_clock(told, off, back);
  if (std::abs(off) <= catalog::clock_warn_ms)
    noted_off_ms_ = 0;
  trust_clock(told);
}

/// Journaled first: then the clock follows.
void sale_state::correct_clock(const v1::CatalogTime& told, std::int64_t off_ms,
                               std::int64_t back_ms) {
  noted_off_ms_ = off_ms;
  v1::RecordBody draft;
  draft.mutable_clock_stepped()->set_hub_offset_ms(off_ms);
  draft.mutable_clock_stepped()->set_catalog_step_ms(back_ms);
  journal::append_request append{
    {std::move(draft)}, store::durability::synced, {}, {}};
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await(
      [this, told](const journal::appended& x) {
        take_in(x);
        trust_clock(told);
        watch_day();
      },
      [this](const caf::error& why) { recover(why); });
}

void sale_state::trust_clock(const v1::CatalogTime& told) {
  const auto now = catalog::read(*with_.clock);
  const auto before = clock_->read(now);
  clock_->trust(told, now);
  const auto after = clock_->read(now);
  if (before.source != after.source
      || std::abs(after.now_ms - before.now_ms) > worth_keeping_ms)
    self_->send(journal_, atom::keep_v, told);
}

void sale_state::add_clock(v1::NodeStatus& out) const {
  const auto now = catalog::read(*with_.clock);
  const auto at = clock_->read(now);
  auto& to = *out.mutable_catalog_clock();
  to.set_at_ms(catalog_clock(0));
  to.set_source(with_.replay ? "replay" : catalog::name_of(at.source));
  to.set_offset_ms(with_.replay ? 0 : at.now_ms - now.wall_ms);
  to.set_round_trip_ms(clock_->stands().round_trip_ms());
}

} // namespace kassa::sale
