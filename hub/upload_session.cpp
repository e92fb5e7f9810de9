#include "hub/upload_session.hpp"

#include "actors/sync/proof.hpp"
#include "hub/arrivals.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"

#include <utility>

namespace kassa::hub::ingest {

v1::Head empty_head() {
  v1::Head out;
  out.set_hash(zero_hash());
  return out;
}

effects machine::begin(const v1::HelloClaim& claim, held_state held,
                       std::string random) {
  assert(phase_ == phase::fresh);
  phase_ = phase::welcoming;
  claim_ = claim;
  durable_ = tip_ = std::move(held.head);
  tip_row_ = std::move(held.head_row);
  archived_ = held.archived;
  tokens_ = std::move(held.tokens);
  tokens_row_ = std::move(held.tokens_row);
  const auto& head = claim.head();
  if (head.seq() > 0 && head.seq() <= durable_.seq()) {
    auto ours = head.seq() == durable_.seq()
                  ? result<std::optional<std::string>>{durable_.hash()}
                  : with_.held(head.seq());
    if (!ours)
      return stop(ours.why());
    if (*ours != head.hash()) {
      v1::Head at = head;
      at.set_hash(ours->value_or(""));
      return second_holder(
        "another journal at record " + std::to_string(head.seq()), head, at);
    }
  }
  auto judged
    = judge_token(tokens_, claim.has_token() ? &claim.token() : nullptr,
                  with_.of, {with_.hub_key, with_.incarnation, random});
  switch (judged.verdict) {
  case token_verdict::forged: return stop({errc::bad_signature});
  case token_verdict::second_holder:
    return second_holder("older token " + std::to_string(claim.token().n())
                           + ", known "
                           + std::to_string(tokens_.confirmed().n()),
                         head, durable_);
  case token_verdict::accepted: break;
  }
  return save_tokens(std::move(judged.next));
}

effects machine::confirmed(const v1::TokenConfirm& x) {
  if (phase_ == phase::open || phase_ == phase::over)
    return {};
  if (phase_ != phase::unconfirmed || x.n() != tokens_.issued().n())
    return stop({errc::protocol, {{"what", "token confirmed out of turn"}}});
  phase_ = phase::open;
  return save_tokens(confirm_token(tokens_, x.n()));
}

effects machine::batch(v1::Batch x, std::int64_t now_ms) {
  if (phase_ == phase::over || doubtful_)
    return {}; // Everything after the head is asked for again.
  if (phase_ != phase::open)
    return stop({errc::protocol, {{"what", "a batch before the token"}}});
  auto checked = check_batch(with_.of, with_.device_key, x);
  if (!checked)
    return stop(checked.why());
  const auto& last = checked->last;
  if (in_flight_ > in_flight_max)
    return stop({errc::busy});
  // What overlaps a commit without outcome cannot be compared yet.
  if (x.first_seq() <= tip_.seq() && last.seq() < tip_.seq()
      && last.seq() > durable_.seq())
    return {};
  auto fits = fit_batch(tip_, x, *checked, with_.held);
  if (!fits)
    return stop(fits.why());
  switch (fits->how) {
  case fitting::append: return store(x, fits->skip, *checked, now_ms);
  case fitting::duplicate: return {acknowledge()};
  case fitting::gap:
    if (std::exchange(rewinding_, true))
      return {};
    return {rewind()};
  case fitting::fork: break;
  }
  return second_holder("another journal at record " + std::to_string(fits->at),
                       last, tip_);
}

effects machine::signed_head(const v1::SignedHead& x) {
  if (phase_ == phase::over)
    return {};
  if (!head_holds(x.head(), with_.of, with_.device_key, x.signature()))
    return stop({errc::bad_signature});
  if (x.head().seq() == 0 || x.head().seq() > durable_.seq())
    return {};
  auto ours = with_.held(x.head().seq());
  if (!ours)
    return stop(ours.why());
  if (*ours == x.head().hash())
    return {};
  return second_holder("another journal at record "
                         + std::to_string(x.head().seq()),
                       x.head(), durable_);
}

effects machine::committed(const status& outcome) {
  assert(!pending_.empty());
  auto what = std::move(pending_.front());
  pending_.pop_front();
  in_flight_ -= what.bytes;
  if (phase_ == phase::over)
    return {};
  return what.head ? records_saved(what, outcome) : tokens_saved(outcome);
}

effects machine::tokens_saved(const status& outcome) {
  // Another session of this terminal saved tokens, or nobody knows: the
  // terminal comes again and the tokens are read anew.
  if (!outcome)
    return stop({errc::superseded});
  if (phase_ != phase::welcoming)
    return settle();
  phase_ = phase::unconfirmed;
  v1::UploadDown out;
  auto& welcome = *out.mutable_welcome();
  *welcome.mutable_held() = durable_;
  if (durable_.seq() != 0)
    welcome.set_countersignature(sign_ack(durable_, with_.of, with_.hub_key));
  welcome.set_archived_seq(archived_);
  *welcome.mutable_token() = tokens_.issued();
  welcome.set_window_bytes(with_.window_bytes);
  return {send{std::move(out)}};
}

effects machine::records_saved(const pending& what, const status& outcome) {
  if (!outcome && outcome.why().code != errc::conflict
      && outcome.why().code != errc::ambiguous)
    return stop(outcome.why());
  if (!outcome) {
    doubtful_ = true;
    return settle();
  }
  durable_ = *what.head;
  effects out{acknowledge(), grown{}};
  for (auto& more : settle())
    out.push_back(std::move(more));
  return out;
}

// The head is read only when nothing is on its way to it.
effects machine::settle() {
  if (doubtful_ && pending_.empty())
    return {read_head{}};
  return {};
}

effects machine::head_read(v1::Head head, std::optional<std::string> row) {
  if (phase_ == phase::over)
    return {};
  doubtful_ = false;
  durable_ = tip_ = std::move(head);
  tip_row_ = std::move(row);
  rewinding_ = true;
  return {acknowledge(), grown{}, rewind()};
}

effects machine::archived(seq_t seq) {
  if (seq <= archived_ || seq > durable_.seq())
    return {};
  archived_ = seq;
  if (phase_ != phase::open)
    return {};
  return {acknowledge()};
}

effects machine::save_tokens(v1::TokenState next) {
  commit out;
  out.what.partition = with_.of.store;
  auto key = keys::token(with_.of.terminal);
  out.what.expect.push_back({key, tokens_row_});
  tokens_ = std::move(next);
  tokens_row_ = tokens_.SerializeAsString();
  out.what.writes.push_back({std::move(key), tokens_row_});
  pending_.push_back({});
  return {std::move(out)};
}

effects machine::store(v1::Batch& x, std::size_t skip, const checked_batch& all,
                       std::int64_t now_ms) {
  const auto& last = all.last;
  rewinding_ = false;
  commit out;
  out.what.partition = with_.of.store;
  auto head_key = keys::head(with_.of.terminal);
  out.what.expect.push_back({head_key, tip_row_});
  // A newer session has issued another token: nothing of this one lands.
  out.what.expect.push_back({keys::token(with_.of.terminal), tokens_row_});
  out.records
    = static_cast<std::uint32_t>(last.seq() + 1 - x.first_seq() - skip);
  out.what.writes.push_back(arrival_of(with_.of, all, out.records, now_ms));
  // A backlog is not copied once more on its way to the disk.
  auto run = skip == 0 ? std::move(*x.mutable_run()) : run_row(x.run(), skip);
  out.bytes = run.size();
  out.what.writes.push_back(
    {keys::run(with_.of.terminal, last.seq()), std::move(run)});
  tip_ = last;
  tip_row_ = last.SerializeAsString();
  out.what.writes.push_back({std::move(head_key), tip_row_});
  v1::SignedHead by;
  *by.mutable_head() = last;
  by.set_signature(x.head_signature());
  out.what.writes.push_back(
    {keys::signature(with_.of.terminal), by.SerializeAsString()});
  pending_.push_back({last, *tip_row_, out.bytes});
  in_flight_ += out.bytes;
  return {std::move(out)};
}

effects machine::stop(error why) {
  phase_ = phase::over;
  return {end{std::move(why)}};
}

effects machine::second_holder(std::string reason, const v1::Head& shown,
                               const v1::Head& held) {
  phase_ = phase::over;
  fence out;
  out.evidence.set_store(with_.of.store);
  out.evidence.set_terminal(with_.of.terminal);
  out.evidence.mutable_fence()->set_reason(std::move(reason));
  *out.evidence.mutable_held() = held;
  *out.evidence.mutable_shown() = shown;
  out.evidence.set_confirmed_token(tokens_.confirmed().n());
  out.evidence.set_shown_token(claim_.token().n());
  return {std::move(out)};
}

send machine::acknowledge() const {
  v1::UploadDown out;
  auto& ack = *out.mutable_ack();
  *ack.mutable_durable() = durable_;
  ack.set_archived_seq(archived_);
  ack.set_countersignature(sign_ack(durable_, with_.of, with_.hub_key));
  return {std::move(out)};
}

// Only what is durable is told (L4); where more is on its way, the terminal's
// overlap is trimmed.
send machine::rewind() {
  v1::UploadDown out;
  *out.mutable_rewind()->mutable_held() = durable_;
  return {std::move(out)};
}

} // namespace kassa::hub::ingest
