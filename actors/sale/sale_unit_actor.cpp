// The sale actor and the control unit: asks it, hears it, ends the number that
// waits for it.

#include "actors/journal/ledger.hpp"
#include "actors/sale/post_actor.hpp"
#include "actors/sale/sale_actor.hpp"
#include "actors/sale/signing.hpp"
#include "actors/sale/views.hpp"

#include <utility>

namespace kassa::sale {

namespace {

v1::UnitStatus unit_view(const unit::condition& of) {
  v1::UnitStatus out;
  out.set_state(std::string{to_string(of.now)});
  out.set_sells(of.sells());
  out.set_number(of.unit);
  out.set_version(of.version);
  out.set_detail(of.detail);
  return out;
}

} // namespace

bool sale_state::signs() const {
  return with_.unit != nullptr && with_.unit->signs();
}

/// Whose register it is may change until the first sale.
void sale_state::introduce_to_unit() {
  const auto* store = catalog_->store(with_.clock->wall_ms());
  with_.unit->introduce({store ? store->org_no() : "", with_.designation});
}

void sale_state::start_unit() {
  if (!signs()) // An outage of a unit that was taken away is over.
    return self_->send(sale_actor{self_}, unit::condition{});
  introduce_to_unit();
  post to{self_};
  with_.unit->start({[to](unit::condition x) { to(std::move(x)); },
                     [to](unit::heard x) { to(std::move(x)); }});
}

/// Infrasec wants its status request at each log-in (domain-sweden 3.5).
void sale_state::look_at_unit() {
  if (!signs() || !with_.unit->status().sells())
    return;
  introduce_to_unit();
  with_.unit->check();
}

// -- asking -------------------------------------------------------------------

void sale_state::begin_asking(std::uint64_t seq, bool asked_before) {
  asked_seq_ = seq;
  asked_before_ = asked_before;
  asks_ = 0;
  void_why_.reset();
}

/// An intent that was found, not written here, may not be on the disk yet; the
/// unit sees only durable ones (L4).
void sale_state::resume_asking() {
  begin_asking(state_.pending->seq, true);
  self_->request(journal_, append_timeout, atom::seal_v)
    .await([this](std::uint64_t) { ask_unit(); },
           [this](const caf::error& why) {
             note(log_level::error, "intent_not_sealed", from_caf(why));
             asked_seq_ = 0;
             ask_later();
           });
}

void sale_state::ask_unit() {
  if (!state_.pending || !signs())
    return;
  auto what = registration_of(state_.pending->intent, asked_before_);
  if (!what) // Only a manager's word can end it.
    return note(log_level::error, "intent_unreadable", what.why());
  ++asks_;
  asking_later_ = false;
  asked_id_ = what->id;
  with_.unit->register_receipt(
    *std::move(what), [to = post{self_}, id = asked_id_](unit::outcome x) {
      to(unit_outcome{id, std::move(x)});
    });
}

void sale_state::ask_later() {
  asking_later_ = true;
  self_->delayed_send(sale_actor{self_}, ask_again_after(asks_), atom::again_v,
                      asks_);
}

void sale_state::ask_again(std::uint32_t asks) {
  if (!state_.pending || !signs())
    return;
  if (asked_seq_ != state_.pending->seq)
    resume_asking();
  else if (asks == asks_ && asking_later_)
    ask_unit();
}

// -- hearing ------------------------------------------------------------------

void sale_state::conclude(const unit_outcome& what) {
  if (!state_.pending || ask_id(state_.pending->intent) != what.ask)
    return; // It was voided meanwhile; the journal has what the unit said.
  auto verdict = judge(*state_.pending, what.outcome, asked_before_);
  if (!verdict.draft) {
    asked_before_ = true;
    return ask_later();
  }
  void_why_ = std::move(verdict.why);
  journal::append_request append{
    {*std::move(verdict.draft)}, store::durability::synced, {}, {}};
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await([this](const journal::appended& x) { take_in(x); },
           [this](const caf::error& why) {
             auto known = recover(why);
             asked_before_ = true;
             if (state_.pending)
               ask_later();
             else
               answer_waiting(known);
           });
}

void sale_state::hear(const unit::heard& what) {
  journal::append_request append{
    {answered_draft(state_, what)}, store::durability::lazy, {}, {}};
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await([this](const journal::appended& x) { take_in(x); },
           [this](const caf::error& why) { recover(why); });
}

void sale_state::unit_changed(const unit::condition& now) {
  follow_outage(now);
  if (!signs())
    return;
  v1::Event event;
  *event.mutable_unit() = unit_view(now);
  publish(std::move(event));
  if (now.sells() && asking_later_)
    ask_again(asks_);
}

// -- who waits for it ---------------------------------------------------------

void sale_state::wait_for_code(receipt_promise promise) {
  waiting_.push_back({++waited_, std::move(promise)});
  self_->delayed_send(sale_actor{self_}, pay_wait, atom::late_v, waited_);
}

void sale_state::stop_waiting(std::uint64_t no) {
  for (auto i = waiting_.begin(); i != waiting_.end(); ++i) {
    if (i->no != no)
      continue;
    i->promise.deliver(to_caf(error{errc::payment_pending}));
    waiting_.erase(i);
    return;
  }
  stop_waiting_for_card(no);
}

void sale_state::answer_waiting(const result<v1::ReceiptView>& with) {
  for (auto& x : std::exchange(waiting_, {}))
    if (with)
      x.promise.deliver(*with);
    else
      x.promise.deliver(to_caf(with.why()));
}

void sale_state::ended(const v1::RecordBody& body) {
  asking_later_ = false;
  if (journal::is_first_of_exchange(body))
    return; // Who waits, waits for the sale.
  if (!body.has_void_()) {
    if (!waiting_.empty())
      answer_waiting(lookups_.receipt_answer(body));
    return;
  }
  // Of an ask that nobody waits for any more the unit need not think.
  if (!void_why_ && signs() && !asked_id_.empty())
    with_.unit->abandon(asked_id_);
  auto why = std::exchange(void_why_, std::nullopt);
  answer_waiting(
    why ? *why
        : error{errc::number_voided,
                {{"number", std::to_string(body.void_().number())}}});
}

// -- calls --------------------------------------------------------------------

caf::result<v1::Done>
sale_state::check_unit(const v1::CheckUnitRequest& request) {
  auto user = caller_of(request.session());
  if (!user)
    return to_caf(user.why());
  if (signs())
    with_.unit->check();
  return v1::Done{};
}

void sale_state::add_unit(v1::NodeStatus& out) const {
  out.set_unit(with_.unit != nullptr ? with_.unit->name() : "none");
  if (state_.pending)
    *out.mutable_pending() = pending_view(*state_.pending);
  if (!signs())
    return;
  auto now = with_.unit->status();
  *out.mutable_unit_status() = unit_view(now);
  auto why = why_not(now);
  if (why || out.selling() != "yes")
    return;
  out.set_selling(std::string{row_of(why.why().code).name});
  out.set_selling_sv(words(why.why(), language::sv));
  out.set_selling_en(words(why.why(), language::en));
}

} // namespace kassa::sale
