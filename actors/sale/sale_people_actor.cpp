// The sale actor's people and reads.

#include "actors/sale/day.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/repeats.hpp"
#include "actors/sale/sale_actor.hpp"
#include "actors/sale/views.hpp"
#include "proto/base/crypto.hpp"

namespace kassa::sale {

status sale_state::try_log_in(const v1::LogInRequest& request,
                              std::int64_t at_ms) {
  const auto& user = request.user();
  auto row = till_user(*catalog_, user, with_.scope.store, at_ms);
  if (!row)
    return row.why();
  auto now = with_.clock->monotonic_ms();
  if (auto s = lock_outs_.check(user, now); !s)
    return s;
  if (password_holds((*row)->till_verifier(), request.password())) {
    lock_outs_.right(user);
    return ok;
  }
  lock_outs_.wrong(user, now);
  return errc::wrong_password;
}

result<std::optional<std::string>>
sale_state::session_of_repeat(const attempt& who) const {
  if (who.client_id.empty()) // Not to be told from a repeat: each is a new one.
    return std::optional<std::string>{};
  if (auto other = first_answer(who.client_id, who.print); !other)
    return other.why();
  const auto* known = log_ins_.find(who.client_id);
  if (!known)
    return std::optional<std::string>{};
  if (known->print != who.print || !sessions_.user(known->session))
    return error{errc::client_id_reused, {{"client_id", who.client_id}}};
  return std::optional{known->session};
}

caf::result<v1::LogInAnswer>
sale_state::log_in(const v1::LogInRequest& request) {
  if (auto s = check_text(request.user()); !s)
    return to_caf(s.why());
  if (request.business_ms() != 0 && !with_.replay)
    return to_caf(error{errc::clock_not_replay});
  auto at = catalog_clock(request.business_ms());
  if (!request.layout().empty() && !catalog_->layout(request.layout(), at))
    return to_caf(
      error{errc::not_found, {{"what", "layout " + request.layout()}}});
  auto outcome = try_log_in(request, at);
  if (outcome)
    if (const auto* row = catalog_->user(request.user(), at))
      seen_[request.user()] = row->till_verifier();
  return let_in({request.user(), request.client_id(), fingerprint(request),
                 request.business_ms(), request.layout()},
                outcome);
}

v1::RecordBody sale_state::attempt_draft(const attempt& who,
                                         const status& outcome,
                                         const std::string& session) const {
  v1::RecordBody body;
  body.set_kind(v1::KIND_LOG_IN);
  body.set_business_ms(who.business_ms);
  auto& record = *body.mutable_log_in();
  record.set_user(who.user);
  if (!outcome) {
    record.set_refused(true);
    record.set_reason(std::string{row_of(outcome.why().code).name});
    return body;
  }
  body.set_user(who.user);
  auto at = catalog_clock(who.business_ms);
  record.set_name(catalog_->user(who.user, at)->name());
  record.set_session(session_hash(session));
  return body;
}

caf::result<v1::LogInAnswer> sale_state::let_in(const attempt& who,
                                                const status& outcome) {
  auto session = random_bytes(*with_.random, session_size);
  if (outcome) {
    auto before = session_of_repeat(who);
    if (!before)
      return to_caf(before.why());
    if (*before)
      return log_in_answer(who, **before);
    sessions_.open(session, who.user);
    if (!who.client_id.empty())
      log_ins_.keep({who.client_id, who.print, session});
  }
  auto promise = self_->make_response_promise<v1::LogInAnswer>();
  auto answer = outcome ? log_in_answer(who, session) : v1::LogInAnswer{};
  self_
    ->request(journal_, append_timeout, atom::append_v,
              journal::append_request{{attempt_draft(who, outcome, session)},
                                      store::durability::synced,
                                      {},
                                      {}})
    .await(
      [this, promise, outcome,
       answer = std::move(answer)](const journal::appended& x) mutable {
        take_in(x);
        if (outcome)
          look_at_unit();
        if (outcome)
          promise.deliver(std::move(answer));
        else
          promise.deliver(to_caf(outcome.why()));
      },
      [this, promise, id = who.client_id,
       hash = session_hash(session)](const caf::error& why) mutable {
        sessions_.close(hash);
        log_ins_.forget(id); // Nobody was told of it: the repeat begins anew.
        promise.deliver(to_caf(recover(why)));
      });
  return promise;
}

caf::result<v1::Done>
sale_state::recover_access(const v1::LiftLockOutRequest& request) {
  auto now = with_.clock->monotonic_ms();
  if (auto s = lock_outs_.check({}, now); !s)
    return to_caf(s.why());
  if (auto row = till_user(*catalog_, request.user(), with_.scope.store,
                           catalog_clock(0));
      !row)
    return to_caf(row.why());
  // Hashes are compared: how long that takes tells nothing of the code.
  auto right = !with_.recovery_code.empty()
               && hash256("kassa.recovery.1", {request.recovery_code()})
                    == hash256("kassa.recovery.1", {with_.recovery_code});
  if (!right)
    lock_outs_.wrong({}, now);
  v1::RecordBody body;
  body.set_kind(v1::KIND_LOCK_OUT_LIFTED);
  body.mutable_lock_out_lifted()->set_user(request.user());
  body.mutable_lock_out_lifted()->set_by_recovery_code(true);
  body.mutable_lock_out_lifted()->set_refused(!right);
  auto promise = self_->make_response_promise<v1::Done>();
  self_
    ->request(journal_, append_timeout, atom::append_v,
              journal::append_request{
                {std::move(body)}, store::durability::synced, {}, {}})
    .await(
      [this, promise, right](const journal::appended& x) mutable {
        take_in(x);
        if (right)
          promise.deliver(v1::Done{});
        else
          promise.deliver(to_caf(error{errc::wrong_password}));
      },
      [this, promise](const caf::error& why) mutable {
        promise.deliver(to_caf(recover(why)));
      });
  return promise;
}

namespace {

/// Which buttons there are to choose from, and which are shown: those that were
/// asked for, else the default ones, else the first.
void add_layouts(v1::LogInAnswer& to, const catalog::view& all,
                 std::int64_t at_ms, const std::string& wanted) {
  to.set_layout(wanted);
  for (const auto& [id, layout] : all.layouts(at_ms)) {
    auto& x = *to.add_layouts();
    x.set_id(id);
    x.set_name(layout->name());
    x.set_is_default(layout->is_default());
    if (wanted.empty() && (layout->is_default() || to.layout().empty()))
      to.set_layout(id);
  }
}

} // namespace

v1::LogInAnswer sale_state::log_in_answer(const attempt& who,
                                          std::string session) const {
  auto at_ms = catalog_clock(who.business_ms);
  v1::LogInAnswer out;
  auto row = catalog_->user(who.user, at_ms);
  out.set_session(std::move(session));
  out.set_user(who.user);
  out.set_name(row->name());
  *out.mutable_permissions() = row->permissions();
  out.set_store(with_.scope.store);
  if (auto store = catalog_->store(at_ms))
    out.set_store_name(store->name());
  out.set_terminal(with_.scope.terminal);
  out.set_clock(with_.replay ? "replay" : "system");
  add_layouts(out, *catalog_, at_ms, who.layout);
  *out.mutable_day() = day_of(state_, make_context(who.user, who.business_ms));
  return out;
}

caf::result<v1::Done>
sale_state::answer_print(const v1::AnswerPrintRequest& request) {
  auto user = caller_of(request.call().session());
  if (!user)
    return to_caf(user.why());
  auto id = request.call().client_id();
  auto print = fingerprint(request);
  auto before = first_answer(id, print);
  if (!before)
    return to_caf(before.why());
  if (*before)
    return v1::Done{};
  if (request.call().business_ms() != 0 && !with_.replay)
    return to_caf(error{errc::clock_not_replay});
  auto promise = self_->make_response_promise<v1::Done>();
  // Awaited, so that a repeat which is on its way finds the answer.
  self_->request(printer_, ask_timeout, request, *user)
    .await(
      [this, promise, id = std::move(id),
       print = std::move(print)](v1::Done& x) mutable {
        print_answers_.keep(std::move(id), std::move(print));
        promise.deliver(std::move(x));
      },
      [promise](const caf::error& why) mutable { promise.deliver(why); });
  return promise;
}

caf::result<v1::SaleView>
sale_state::get_sale(const v1::GetSaleRequest& request) const {
  auto user = caller_of(request.session());
  if (!user)
    return to_caf(user.why());
  return view_of(state_);
}

caf::result<v1::CatalogView>
sale_state::get_catalog(const v1::GetCatalogRequest& request) const {
  auto user = caller_of(request.session());
  if (!user)
    return to_caf(user.why());
  return view_of(*catalog_, catalog_clock(0));
}

caf::result<v1::NodeStatus> sale_state::status_of() {
  auto found = lookups_.status();
  if (!found)
    return to_caf(found.why());
  auto& out = *found;
  out.set_name(with_.name);
  out.set_program(with_.program);
  out.set_clock(with_.replay ? "replay" : "system");
  out.set_selling("yes");
  auto why = gates_.current();
  if (auto s = clock_is_right(state_, make_context({}, 0)); !why && !s)
    why = s.why();
  if (why) {
    out.set_selling(std::string{row_of(why->code).name});
    out.set_selling_sv(words(*why, language::sv));
    out.set_selling_en(words(*why, language::en));
  }
  *out.mutable_catalog() = catalog_->head();
  *out.mutable_day() = day_of(state_, make_context({}, 0));
  add_unit(out);
  add_law(out);
  add_card(out);
  add_clock(out);
  for (const auto& one : with_.closed)
    out.add_closed_terminals(one.scope.terminal);
  out.set_started_ms(started_ms_);
  if (state_.sale)
    out.set_open_sale_lines(
      static_cast<std::uint64_t>(state_.sale->lines_size()));
  if (auto store = catalog_->store(catalog_clock(0)))
    out.set_store_name(store->name());
  auto promise = self_->make_response_promise<v1::NodeStatus>();
  self_->request(journal_, ask_timeout, atom::standing_v)
    .then(
      [promise, out](const journal::position& at) mutable {
        out.set_durable_seq(at.durable);
        out.mutable_head()->set_seq(at.durable);
        out.mutable_head()->set_hash(at.durable_hash);
        promise.deliver(std::move(out));
      },
      // A status is wanted most when something does not answer; then it has
      // no head.
      [promise, out](const caf::error&) mutable {
        promise.deliver(std::move(out));
      });
  return promise;
}

} // namespace kassa::sale
