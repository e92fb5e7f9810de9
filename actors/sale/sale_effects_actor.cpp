// What follows from records that the sale actor had written.

#include "actors/catalog/load.hpp"
#include "actors/journal/ledger.hpp"
#include "actors/sale/sale_actor.hpp"
#include "actors/sale/views.hpp"

#include <algorithm>
#include <utility>

namespace kassa::sale {

namespace {

log_port& log_of(const sale_settings& with) {
  return with.log ? *with.log : no_log();
}

/// Whether the printer has something to do: a job in its queue, or the pulse
/// that opens the drawer, which hangs on it.
bool is_for_printer(const v1::RecordBody& body) {
  switch (body.payload_case()) {
  case v1::RecordBody::kProForma:
  case v1::RecordBody::kZReprinted:
  case v1::RecordBody::kDrawerOpened: return true;
  case v1::RecordBody::kReceipt:
    return body.receipt().delivery() == v1::DELIVERY_PAPER;
  case v1::RecordBody::kCopy:
    return body.copy().delivery() != v1::DELIVERY_ELECTRONIC;
  case v1::RecordBody::kXReport:
    return body.x_report().delivery() == v1::DELIVERY_PAPER;
  case v1::RecordBody::kZReport:
    return body.z_report().delivery() == v1::DELIVERY_PAPER;
  default: return false;
  }
}

/// The record of what waits for the control unit; 0: nothing does.
seq_t waits_since(const state& of) {
  return of.pending ? of.pending->seq : 0;
}

v1::Event done_event(const v1::Receipt& receipt) {
  v1::Event event;
  auto& done = *event.mutable_done();
  done.set_series(receipt.series());
  done.set_number(receipt.number());
  done.set_to_pay_ore(receipt.to_pay_ore());
  ore_t change = 0;
  for (const auto& payment : receipt.payments())
    change += payment.change_ore();
  done.set_change_ore(change);
  return event;
}

} // namespace

void sale_state::take_in(const journal::appended& written) {
  const auto before = std::pair{revision_of(state_), waits_since(state_)};
  seen_seq_ = std::max(seen_seq_, written.last);
  for (const auto& body : written.bodies) {
    business_ms_ = std::max(business_ms_, body.business_ms());
    evolve(state_, body);
    carry_out(body);
  }
  if (state_.day.date != told_day_.business_date())
    watch_day();
  answer_card_waiting();
  if (before == std::pair{revision_of(state_), waits_since(state_)})
    return;
  v1::Event event;
  *event.mutable_sale() = view_of(state_);
  publish(std::move(event));
  if (!state_.sale && staged_)
    self_->send(sale_actor{self_}, atom::tick_v);
  if (state_.sale && journal::is_first_of_exchange(written.bodies.back()))
    finish_exchange(written.bodies.back());
}

void sale_state::carry_out(const v1::RecordBody& body) {
  if (printer_ && is_for_printer(body))
    self_->send(printer_, atom::job_v, body.seq());
  if (body.has_intent()) {
    begin_asking(body.seq(), false);
    ask_unit();
  }
  if (body.has_card_asked())
    charge_card(body.card_asked());
  if (body.has_card_answered())
    card_ended(body.card_answered());
  if (body.has_receipt())
    publish(done_event(body.receipt()));
  if (journal::ended_by(body) != journal::numbered{})
    ended(body);
  if (body.has_log_out())
    sessions_.close(body.log_out().session());
  if (body.has_lock_out_lifted() && !body.lock_out_lifted().refused()) {
    lock_outs_.right(body.lock_out_lifted().user());
    if (body.lock_out_lifted().by_recovery_code())
      lock_outs_.right({});
  }
  if (body.has_folder_rebound())
    keep_binding();
  if (!body.clock_stepped().by().empty())
    clock_->confirm(catalog::read(*with_.clock));
}

void sale_state::keep_binding() {
  if (!with_.binding)
    return gates_.unblock(errc::folder_moved);
  self_->request(journal_, ask_timeout, atom::keep_v, *with_.binding)
    .await([this](bool) { gates_.unblock(errc::folder_moved); },
           [this](const caf::error& why) {
             note(log_level::error, "binding_not_kept", from_caf(why));
           });
}

void sale_state::publish(v1::Event event) {
  if (events_)
    self_->send(events_, std::move(event));
}

/// A refusal of the journal changed nothing; a lost answer leaves it open what
/// was written. The store tells.
error sale_state::recover(const caf::error& why) {
  auto out = from_caf(why);
  note(log_level::warn, "append_refused", out);
  reload();
  return out.code == errc::unavailable ? error{errc::ambiguous, {}, out.detail}
                                       : out;
}

void sale_state::reload() {
  if (auto at = lookups_.ledger()) {
    seen_seq_ = at->seq();
    business_ms_ = at->business_ms();
    if (auto closed = journal::closed_by(with_.scope, *at))
      gates_.block(*closed);
  }
  auto rebuilt = lookups_.open_sale();
  if (rebuilt)
    state_ = *std::move(rebuilt);
  else
    gates_.block(rebuilt.why());
  if (state_.pending && state_.pending->seq != asked_seq_)
    self_->send(sale_actor{self_}, atom::again_v, std::uint32_t{0});
  if (state_.card && state_.card->asked.ask() != asked_card_)
    self_->send(sale_actor{self_}, atom::again_v, std::uint32_t{0});
}

// -- the folder
// -----------------------------------------------------------------

void sale_state::confirm_move(const std::string& by) {
  if (!gates_.has(errc::folder_moved))
    return;
  auto with = make_context({}, 0);
  journal::append_request append{
    {rebound(with, by)}, store::durability::synced, {}, {}};
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await([this](const journal::appended& x) { take_in(x); },
           [this](const caf::error& why) { recover(why); });
}

void sale_state::note(log_level level, std::string_view event,
                      const error& why) const {
  log_of(with_).log(
    level, event,
    {{"terminal", with_.scope.terminal}, {"why", to_string(why)}});
}

} // namespace kassa::sale
