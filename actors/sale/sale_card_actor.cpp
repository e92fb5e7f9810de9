// The sale actor and the card terminal: asks it, hears it, and lets who pays
// wait for it.

#include "actors/journal/history.hpp"
#include "actors/sale/charging.hpp"
#include "actors/sale/post_actor.hpp"
#include "actors/sale/sale_actor.hpp"
#include "actors/sale/views.hpp"

#include <algorithm>
#include <utility>

namespace kassa::sale {

namespace {

/// A repeat of a call that asked a terminal looks so far for the answer.
constexpr seq_t answer_within = 1000;

constexpr std::chrono::seconds seal_again_after{1};

v1::CardStatus card_view(const card::condition& of) {
  v1::CardStatus out;
  out.set_state(std::string{to_string(of.now)});
  out.set_detail(of.detail);
  return out;
}

} // namespace

void sale_state::start_card() {
  if (with_.card == nullptr)
    return;
  post to{self_};
  with_.card->start({[to](card::condition x) { to(std::move(x)); },
                     [to](card::answer x) { to(std::move(x)); }});
}

// -- asking -------------------------------------------------------------------

/// An ask is no other terminal's business: that one would take the money again.
bool sale_state::asks_card(const v1::CardAsked& of) const {
  return with_.card != nullptr && with_.card->name() == of.terminal();
}

void sale_state::charge_card(const v1::CardAsked& of) {
  asked_card_ = of.ask();
  card_why_.reset();
  if (asks_card(of))
    with_.card->ask(request_of(of, false));
}

/// An ask that was found, not made here, may not be on the disk yet; the
/// terminal sees only durable ones (L4).
void sale_state::resume_card() {
  if (!state_.card || state_.card->asked.ask() == asked_card_)
    return;
  asked_card_ = state_.card->asked.ask();
  card_why_.reset();
  if (!asks_card(state_.card->asked))
    return;
  self_->request(journal_, append_timeout, atom::seal_v)
    .await(
      [this](std::uint64_t) {
        if (state_.card)
          with_.card->ask(request_of(state_.card->asked, true));
      },
      [this](const caf::error& why) {
        note(log_level::error, "card_ask_not_sealed", from_caf(why));
        asked_card_.clear();
        self_->delayed_send(sale_actor{self_}, seal_again_after, atom::again_v,
                            std::uint32_t{0});
      });
}

// -- hearing ------------------------------------------------------------------

void sale_state::hear_card(const card::answer& what) {
  auto verdict = judge(state_, what);
  if (verdict.all.empty())
    return;
  card_why_ = std::move(verdict.why);
  journal::append_request append{std::move(verdict.all),
                                 verdict.final ? store::durability::synced
                                               : store::durability::lazy,
                                 {},
                                 {}};
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await([this](const journal::appended& x) { take_in(x); },
           [this](const caf::error& why) {
             // The terminal says the same again when it is asked again.
             asked_card_.clear();
             recover(why);
             answer_card_waiting();
           });
}

void sale_state::card_changed(const card::condition& now) {
  v1::Event event;
  *event.mutable_card() = card_view(now);
  publish(std::move(event));
}

void sale_state::card_ended(const v1::CardAnswered& said) {
  if (said.stray())
    return;
  if (auto s = told_of(said); !s && !card_why_)
    card_why_ = s.why();
  if (!said.by().empty() && with_.card != nullptr)
    with_.card->abandon(said.ask());
}

// -- who waits for it ---------------------------------------------------------

void sale_state::wait_for_card(sale_promise promise) {
  if (!state_.card || state_.card->unknown || is_by_hand(*state_.card)
      || !asks_card(state_.card->asked)) {
    promise.deliver(view_of(state_));
    return;
  }
  paying_.push_back({++waited_, std::move(promise)});
  self_->delayed_send(sale_actor{self_}, pay_wait, atom::late_v, waited_);
}

void sale_state::stop_waiting_for_card(std::uint64_t no) {
  auto late = std::find_if(paying_.begin(), paying_.end(),
                           [no](const auto& x) { return x.no == no; });
  if (late == paying_.end())
    return;
  late->promise.deliver(view_of(state_));
  paying_.erase(late);
}

/// They hear the outcome; where the terminal cannot tell one, the sale as it
/// waits.
void sale_state::answer_card_waiting() {
  if (paying_.empty() || (state_.card && !state_.card->unknown))
    return;
  auto why = std::exchange(card_why_, std::nullopt);
  for (auto& x : std::exchange(paying_, {}))
    if (why)
      x.promise.deliver(to_caf(*why));
    else
      x.promise.deliver(view_of(state_));
}

result<v1::SaleView>
sale_state::card_answer(const v1::RecordBody& asked) const {
  const auto& id = asked.card_asked().ask();
  if (state_.card && state_.card->asked.ask() == id)
    return view_of(state_);
  status found = ok;
  auto read = journal::each_body(
    *with_.store, with_.scope, asked.seq(),
    std::min(seen_seq_, asked.seq() + answer_within),
    [&found, &id](const v1::RecordBody& body) {
      const auto& said = body.card_answered();
      if (body.has_card_answered() && said.ask() == id && !said.stray())
        found = told_of(said);
    });
  if (!read)
    return read.why();
  if (!found)
    return found.why();
  return view_of(state_);
}

// -- calls --------------------------------------------------------------------

caf::result<v1::Done>
sale_state::check_card(const v1::CheckCardRequest& request) {
  auto user = caller_of(request.session());
  if (!user)
    return to_caf(user.why());
  if (with_.card != nullptr)
    with_.card->check();
  return v1::Done{};
}

void sale_state::add_card(v1::NodeStatus& out) const {
  out.set_card(with_.card != nullptr ? with_.card->name() : "none");
  if (with_.card != nullptr)
    *out.mutable_card_status() = card_view(with_.card->status());
}

} // namespace kassa::sale
