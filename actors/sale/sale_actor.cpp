#include "actors/sale/sale_actor.hpp"

#include "actors/catalog/load.hpp"
#include "actors/sale/charging.hpp"
#include "actors/sale/repeats.hpp"
#include "actors/sale/views.hpp"

#include <tuple>
#include <type_traits>

namespace kassa::sale {

namespace {

template <class Promise, class Answer>
void deliver(Promise& to, result<Answer> answer) {
  if (answer)
    to.deliver(*std::move(answer));
  else
    to.deliver(to_caf(answer.why()));
}

} // namespace

sale_state::sale_state(sale_actor::pointer self, sale_settings settings,
                       journal_actor journal, printer_actor printer,
                       events_actor events)
  : self_(self), with_(std::move(settings)), journal_(std::move(journal)),
    printer_(std::move(printer)), events_(std::move(events)),
    lookups_(with_.store, with_.scope), started_ms_(with_.clock->wall_ms()) {
  if (with_.designation.empty())
    with_.designation = with_.scope.terminal;
  auto found = catalog::load_view(*with_.store, with_.scope);
  if (!found) {
    note(log_level::error, "catalog_unreadable", found.why());
    found = catalog::view::make({}, {}); // Nobody can log in, Z of old stays.
  }
  catalog_ = *found;
  start_clock();
  reload();
  restore_lock_outs();
  start_unit();
  watch_day();
  start_card();
}

void sale_state::restore_lock_outs() {
  auto at = lookups_.ledger();
  if (!at)
    return; // Nobody logs in without a journal.
  auto& clock = *with_.clock;
  for (const auto& kept : at->lock_outs())
    lock_outs_.restore(kept, clock.wall_ms(), clock.monotonic_ms(),
                       clock.boot_id());
}

// Handlers come in the order of the interface.

auto sale_state::call_handlers() {
  return std::make_tuple(
    [this](const v1::LogInRequest& x) { return log_in(x); },
    [this](const v1::LogOutRequest& x) { return change(x); },
    [this](const v1::GetSaleRequest& x) { return get_sale(x); },
    [this](const v1::AddLineRequest& x) { return change(x); },
    [this](const v1::ChangeLineRequest& x) { return change(x); },
    [this](const v1::RemoveLineRequest& x) { return change(x); },
    [this](const v1::SetDiscountRequest& x) { return change(x); },
    [this](const v1::SetModeRequest& x) { return change(x); },
    [this](const v1::AddPaymentRequest& x) { return change(x); },
    [this](const v1::RemovePaymentRequest& x) { return change(x); },
    [this](const v1::AbortRequest& x) { return change(x); },
    [this](const v1::ParkRequest& x) { return change(x); },
    [this](const v1::FetchRequest& x) { return change(x); },
    [this](const v1::RemoveParkedRequest& x) { return change(x); },
    [this](const v1::ListParkedRequest& x) { return query(x); },
    [this](const v1::BeginReturnRequest& x) { return change(x); },
    [this](const v1::BeginExchangeRequest& x) { return change(x); },
    [this](const v1::CorrectPaymentRequest& x) { return change(x); },
    [this](const v1::PayRequest& x) { return change(x); },
    [this](const v1::OpenDrawerRequest& x) { return change(x); },
    [this](const v1::ChangeFloatRequest& x) { return change(x); },
    [this](const v1::MoveCashRequest& x) { return change(x); },
    [this](const v1::CountDrawerRequest& x) { return change(x); },
    [this](const v1::InquirePriceRequest& x) { return change(x); },
    [this](const v1::GetCatalogRequest& x) { return get_catalog(x); },
    [this](const v1::FindReceiptRequest& x) { return query(x); },
    [this](const v1::ListReceiptsRequest& x) { return query(x); },
    [this](const v1::CopyReceiptRequest& x) { return change(x); },
    [this](const v1::MakeXRequest& x) { return change(x); },
    [this](const v1::MakeZRequest& x) { return change(x); },
    [this](const v1::FindZRequest& x) { return query(x); },
    [this](const v1::ListZRequest& x) { return query(x); },
    [this](const v1::ReprintZRequest& x) { return change(x); },
    [this](const v1::SumPeriodRequest& x) { return query(x); },
    [this](const v1::PrintProFormaRequest& x) { return change(x); },
    [this](const v1::GetDocumentRequest& x) { return get_document(x); },
    [this](const v1::SetTrainingRequest& x) { return change(x); },
    [this](const v1::LiftLockOutRequest& x) {
      return x.recovery_code().empty() ? change(x) : recover_access(x);
    },
    [this](const v1::AnswerPrintRequest& x) { return answer_print(x); },
    [this](const v1::ConfirmMoveRequest& x) { return change(x); },
    [this](const v1::ConfirmClockRequest& x) { return change(x); },
    [this](const v1::CheckUnitRequest& x) { return check_unit(x); },
    [this](const v1::VoidPendingRequest& x) { return change(x); });
}

auto sale_state::duty_handlers() {
  return std::make_tuple(
    [this](const v1::SwitchUserRequest& x) { return switch_user(x); },
    [this](const v1::PrintCashNoteRequest& x) { return print_cash_note(x); },
    [this](const v1::GetPriceListRequest& x) { return get_price_list(x); },
    [this](const v1::GetIdentityRequest&) { return identity(); },
    [this](const v1::ListChangesRequest& x) { return list_changes(x); },
    [this](const v1::PrintExtractRequest& x) { return print_extract(x); },
    [this](atom::day) {
      day_armed_ = false;
      watch_day();
    });
}

auto sale_state::inner_handlers() {
  return std::make_tuple(
    [this](const v1::GetStatusRequest&) { return status_of(); },
    [this](atom::block, const error& why) { gates_.block(why); },
    [this](atom::unblock, const error& why) { gates_.unblock(why.code); },
    [this](atom::standing, const std::string& by) { confirm_move(by); },
    [this](const v1::PrinterStatus& x) { printer_gone_ = printer::why_not(x); },
    [this](const v1::CatalogTime& x) { hear_time(x); },
    [this](atom::staged, const staged_catalog& what) { stage(what); },
    [this](atom::tick) { try_switch(); },
    [this](const unit_outcome& x) { conclude(x); },
    [this](const unit::heard& x) { hear(x); },
    [this](const unit::condition& x) { unit_changed(x); },
    [this](const v1::AnswerCardRequest& x) { return change(x); },
    [this](const v1::CheckCardRequest& x) { return check_card(x); },
    [this](const card::answer& x) { hear_card(x); },
    [this](const card::condition& x) { card_changed(x); },
    [this](atom::again, std::uint32_t asks) {
      ask_again(asks);
      resume_card();
    },
    [this](atom::late, std::uint64_t no) { stop_waiting(no); });
}

sale_actor::behavior_type sale_state::make_behavior() {
  return std::apply(
    [](auto... handlers) {
      return sale_actor::behavior_type{std::move(handlers)...};
    },
    std::tuple_cat(call_handlers(), duty_handlers(), inner_handlers()));
}

// -- changing calls -----------------------------------------------------------

template <class Request>
caf::result<sale_state::answer_of<Request>>
sale_state::change(const Request& request) {
  using answer = answer_of<Request>;
  auto next = prepare(request);
  if (!next)
    return to_caf(next.why());
  auto promise = self_->make_response_promise<answer>();
  if (next->done) {
    if constexpr (std::is_same_v<answer, v1::SaleView>)
      if (next->answer.has_pending_card()) { // A repeat waits too.
        wait_for_card(promise);
        return promise;
      }
    promise.deliver(std::move(next->answer));
    return promise;
  }
  self_
    ->request(journal_, append_timeout, atom::append_v, std::move(next->append))
    .await(
      [this, promise,
       known = std::move(next->answer)](const journal::appended& x) mutable {
        take_in(x);
        if constexpr (std::is_same_v<answer, v1::ReceiptView>)
          if (x.bodies.back().has_intent())
            return wait_for_code(promise);
        if constexpr (std::is_same_v<answer, v1::SaleView>)
          if (x.bodies.back().has_card_asked())
            return wait_for_card(promise);
        if constexpr (call_traits<Request>::answer_is_record)
          deliver(promise, from_record<answer>(x.bodies.back()));
        else
          promise.deliver(std::move(known));
      },
      [this, promise](const caf::error& why) mutable {
        promise.deliver(to_caf(recover(why)));
      });
  return promise;
}

template <class Request>
result<sale_state::plan<sale_state::answer_of<Request>>>
sale_state::prepare(const Request& request) {
  using traits = call_traits<Request>;
  plan<answer_of<Request>> out;
  const auto& call = request.call();
  auto user = caller_of(call.session());
  // A log-out ends its own session: its repeat comes without one.
  if (!user && !std::is_same_v<Request, v1::LogOutRequest>)
    return user.why();
  auto print = fingerprint(request);
  auto before = repeated(request, print);
  if (!before)
    return before.why();
  if (*before) {
    out.answer = **std::move(before);
    out.done = true;
    return out;
  }
  if (!user)
    return user.why();
  if (auto s = check_call(call, traits::on_sale); !s)
    return s.why();
  auto with = make_context(*user, call.business_ms());
  with.new_sale = random_bytes(*with_.random, 16);
  auto decided = decide(state_, request, with);
  if (!decided) {
    // Somebody stands there and waits: it is looked at anew for the next try.
    if (with.printer && with.printer->code == decided.why().code)
      self_->send(printer_, atom::again_v);
    return decided.why();
  }
  out.answer = foretell(request, with, *decided);
  out.done = decided->empty();
  // What is asked of a device, the device sees only durable (L4).
  auto asks = !out.done && decided->back().has_card_asked();
  auto by_record = traits::answer_is_record || asks;
  out.append = {*std::move(decided),
                asks ? store::durability::synced : traits::durability,
                {},
                {}};
  out.append.remember = journal::repeat{
    call.client_id(), std::move(print), traits::name,
    by_record ? std::string{} : serialise(out.answer), by_record};
  return out;
}

template <class Request>
result<std::optional<sale_state::answer_of<Request>>>
sale_state::repeated(const Request& request, const std::string& print) {
  using answer = answer_of<Request>;
  auto before = first_answer(request.call().client_id(), print);
  if (!before)
    return before.why();
  if (!*before)
    return std::optional<answer>{};
  if ((*before)->seq() == 0) {
    answer out;
    if (!out.ParseFromString((*before)->answer()))
      return error{errc::corrupt, {{"what", "answer"}}};
    return std::optional<answer>{std::move(out)};
  }
  auto body = lookups_.body((*before)->seq());
  if (!body)
    return body.why();
  auto made = from_record<answer>(*body);
  if (!made)
    return made.why();
  return std::optional<answer>{*std::move(made)};
}

result<std::optional<v1::Answered>>
sale_state::first_answer(const std::string& id,
                         const std::string& print) const {
  if (auto s = check_client_id(id); !s)
    return s.why();
  auto before = print_answers_.find(id);
  if (!before) {
    auto kept = lookups_.remembered(id);
    if (!kept)
      return kept.why();
    before = *std::move(kept);
  }
  if (before)
    if (auto s = check_repeat(*before, print, id); !s)
      return s.why();
  return before;
}

/// An electronic receipt is handed out as often as it is asked for: it is the
/// original. What is on paper becomes its one copy.
caf::result<v1::ReceiptView>
sale_state::get_document(const v1::GetDocumentRequest& request) {
  if (auto user = caller_of(request.call().session()); !user)
    return to_caf(user.why());
  v1::FindReceiptRequest by;
  by.set_number(request.number());
  by.set_series(request.series());
  auto original = lookups_.answer(by);
  if (!original)
    return to_caf(original.why());
  if (original->receipt().delivery() == v1::DELIVERY_ELECTRONIC)
    return *std::move(original);
  // The copy is handed to nobody else: who asked for it waits on.
  auto repeat = first_answer(request.call().client_id(), fingerprint(request));
  if (repeat && *repeat && state_.pending
      && (*repeat)->seq() == state_.pending->seq) {
    auto promise = self_->make_response_promise<v1::ReceiptView>();
    wait_for_code(promise);
    return promise;
  }
  return change(request);
}

/// The answer, worked out before it is true: it is written with the records.
template <class Request>
sale_state::answer_of<Request> sale_state::foretell(const Request& request,
                                                    const context& with,
                                                    const drafts& all) const {
  using answer = answer_of<Request>;
  if constexpr (std::is_same_v<answer, v1::SaleView>) {
    auto after = state_;
    for (const auto& body : all)
      evolve(after, body);
    return view_of(after);
  } else if constexpr (std::is_same_v<answer, v1::PriceView>) {
    auto price = price_of_article(request, with);
    return price ? *std::move(price) : answer{};
  } else {
    return {}; // Done, or made from the record.
  }
}

template <class Answer>
result<Answer> sale_state::from_record(const v1::RecordBody& body) const {
  if constexpr (std::is_same_v<Answer, v1::ReceiptView>)
    return lookups_.receipt_answer(body);
  else if constexpr (std::is_same_v<Answer, v1::ReportView>)
    return lookups_.report_answer(body);
  else if constexpr (std::is_same_v<Answer, v1::CountView>)
    return count_view(body);
  else if constexpr (std::is_same_v<Answer, v1::SaleView>)
    return card_answer(body);
  else
    return Answer{};
}

result<std::string> sale_state::caller_of(const std::string& session) const {
  auto user = sessions_.user(session);
  // A user that a newer catalog no longer has is gone at once.
  if (!user
      || !till_user(*catalog_, *user, with_.scope.store, catalog_clock(0)))
    return errc::not_logged_in;
  return *std::move(user);
}

status sale_state::check_call(const v1::Call& call, bool on_sale) const {
  if (call.business_ms() != 0 && !with_.replay)
    return errc::clock_not_replay;
  if (on_sale && state_.pending)
    return errc::payment_pending; // Whatever the sale was when it was asked.
  if (auto s = no_card_waits(state_); on_sale && !s)
    return s;
  if (!on_sale || call.revision() == revision_of(state_))
    return ok;
  // The service moves it into v1::Error.current_sale.
  return error{errc::stale_revision,
               {{"current_sale", serialise(view_of(state_))}}};
}

context sale_state::make_context(std::string user,
                                 std::int64_t business_ms) const {
  context out;
  out.catalog = catalog_.get();
  out.memory = &lookups_;
  out.here = with_.scope;
  out.designation = with_.designation;
  out.replay = with_.replay;
  out.wall_ms = with_.clock->wall_ms();
  out.business_ms = business_ms;
  out.catalog_ms = catalog_clock(business_ms);
  out.clock_doubt_ms = clock_doubt();
  out.user = std::move(user);
  out.rules = with_.rules;
  out.new_revision = seen_seq_ + 1;
  if (signs())
    out.unit = with_.unit->status();
  if (with_.card != nullptr)
    out.card = card_side{with_.card->name(), with_.card->status()};
  out.printer = printer_gone_;
  out.gate = gates_.current();
  out.gate_stops_all = gates_.stops_all();
  out.z_gate = gates_.stops_z();
  out.folder_moved = gates_.has(errc::folder_moved);
  out.folder_before = with_.folder_before;
  out.folder_after = with_.folder_after;
  return out;
}

} // namespace kassa::sale
