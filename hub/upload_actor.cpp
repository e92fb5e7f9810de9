#include "hub/upload_actor.hpp"

#include "hub/evidence.hpp"
#include "hub/fair_queue.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace kassa::hub {

namespace {

// The hash of a record that lies in the storage.
hash_lookup stored_hashes(core_ptr in, scope of) {
  return [in = std::move(in),
          of = std::move(of)](seq_t seq) -> result<std::optional<std::string>> {
    auto record = find_record(*in->ports.data, of, seq);
    if (!record)
      return record.why();
    if (!*record)
      return std::optional<std::string>{};
    return std::optional{(*record)->hash()};
  };
}

result<ingest::held_state> read_held(const store::hub_storage& data,
                                     const scope& of) {
  auto head = read_head(data, of);
  if (!head)
    return head.why();
  auto tokens = data.get(of.store, keys::token(of.terminal));
  if (!tokens)
    return tokens.why();
  ingest::held_state out;
  out.head = std::move(head->head);
  out.head_row = std::move(head->row);
  if (*tokens && !out.tokens.ParseFromString(**tokens))
    return error{errc::corrupt, {{"what", "token of " + of.terminal}}};
  out.tokens_row = *std::move(tokens);
  return out;
}

} // namespace

upload_state::upload_state(upload_actor::pointer self, core_ptr in,
                           committer_actor committer, projector_actor projector,
                           sync::stream_peer<v1::UploadDown> peer,
                           std::uint64_t session, backlog_ptr backlog)
  : self_(self), in_(std::move(in)), committer_(std::move(committer)),
    projector_(std::move(projector)), peer_(std::move(peer)), session_(session),
    backlog_(std::move(backlog)),
    nonce_(random_bytes(*in_->ports.random, sync::nonce_size)) {}

upload_actor::behavior_type upload_state::make_behavior() {
  v1::UploadDown first;
  *first.mutable_challenge() = make_challenge(*in_, nonce_);
  peer_.send(std::move(first));
  return {
    [this](atom::arrived, v1::UploadUp& message) { take_in(message); },
    [this](atom::tick) {
      auto message = std::move(later_.front());
      later_.pop_front();
      look_at(message);
    },
    [this](atom::closed) { leave(); },
    [this](atom::archived, std::uint64_t seq) {
      if (machine_)
        feed(machine_->archived(seq));
    },
    [this](atom::refuse, const v1::Refusal& why) {
      refuse(why, sync::error_of(why, who_->of)); // Only who is known is told.
    },
    [this](const v1::Retire& word) { tell_to_retire(word); },
  };
}

/// What exceeds the store's quota waits here, and what comes after it.
void upload_state::take_in(v1::UploadUp& message) {
  const auto now = static_cast<std::int64_t>(in_->ports.clock->monotonic_ms());
  const auto bytes = message.ByteSizeLong();
  if (machine_ && machine_->is_open() && message.has_batch()
      && bytes > live_bytes_max)
    later_due_ms_ = std::max(
      later_due_ms_, now + in_->backlogs.wait_ms(who_->of.store, bytes, now));
  if (later_.empty() && later_due_ms_ <= now)
    return look_at(message);
  later_.push_back(std::move(message));
  self_->delayed_send(
    upload_actor{self_},
    std::chrono::milliseconds{std::max<std::int64_t>(later_due_ms_ - now, 0)},
    atom::tick_v);
}

void upload_state::look_at(v1::UploadUp& message) {
  *backlog_ -= message.ByteSizeLong();
  if (!over_)
    received(message);
}

void upload_state::received(v1::UploadUp& message) {
  if (message.has_hello() && !who_)
    return hello(message.hello());
  if (!machine_)
    return feed({ingest::end{{errc::protocol, {{"what", "no hello"}}}}});
  switch (message.message_case()) {
  case v1::UploadUp::kConfirm:
    return feed(machine_->confirmed(message.confirm()));
  case v1::UploadUp::kBatch:
    return feed(
      machine_->batch(std::move(*message.mutable_batch()), in_->now_ms()));
  case v1::UploadUp::kHead: return feed(machine_->signed_head(message.head()));
  case v1::UploadUp::kEvidence: return evidence(message.evidence());
  default:
    return feed({ingest::end{{errc::protocol, {{"what", "unknown message"}}}}});
  }
}

void upload_state::hello(const v1::Hello& x) {
  auto who = admit(*in_, sync::stream_kind::upload, peer_.certified, nonce_, x);
  if (!who)
    return refuse(refusal_of(who.why()), who.why());
  who_ = *std::move(who);
  hello_ = x;
  if (auto s = take_place(*in_, who_->of, session_, upload_actor{self_}); !s)
    return refuse(refusal_of(s.why()), s.why());
  if (auto no = standing_refusal(*in_, who_->of))
    return refuse(*no, sync::error_of(*no, who_->of));
  begin();
}

void upload_state::begin() {
  v1::HubContact news;
  news.set_heard_ms(in_->now_ms());
  news.set_announced_seq(who_->claim.head().seq());
  auto contact = in_->live.heard(who_->of, news);
  self_
    ->request(committer_, commit_timeout, atom::commit_v,
              contact_job(who_->of, contact))
    .then([](bool) {}, [](const caf::error&) {}); // The next one tells it too.
  auto held = read_held(*in_->ports.data, who_->of);
  if (!held)
    return refuse(refusal_of(held.why()), held.why());
  held->archived = in_->live.archived(who_->of);
  if (auto word = retire_word(*in_, who_->of))
    tell_to_retire(*word);
  machine_.emplace(ingest::machine::setup{
    who_->of, who_->claim.device_key(), in_->settings.key, in_->incarnation,
    stored_hashes(in_, who_->of), in_->window_bytes(who_->of.store)});
  feed(
    machine_->begin(who_->claim, *std::move(held),
                    random_bytes(*in_->ports.random, sync::token_random_size)));
}

void upload_state::tell_to_retire(const v1::Retire& word) {
  v1::UploadDown out;
  *out.mutable_retire() = word;
  if (!over_)
    peer_.send(std::move(out));
}

/// Where evidence goes on: at its end, or at the journal's.
result<v1::Head> upload_state::evidence_tip() {
  if (!evidence_) {
    auto read = read_evidence_state(*in_->ports.data, who_->of);
    if (!read)
      return read.why();
    evidence_ = *std::move(read);
  }
  auto held = read_head(*in_->ports.data, who_->of);
  if (!held)
    return held.why();
  const auto& tip = evidence_->now.tip();
  return tip.seq() > held->head.seq() ? tip : held->head;
}

/// Piece by piece: the next one comes when this one is durable.
void upload_state::evidence(const v1::Evidence& x) {
  if (!machine_->is_open() || !retire_word(*in_, who_->of) || keeping_evidence_)
    return feed({ingest::end{{errc::protocol, {{"what", "evidence"}}}}});
  auto tip = evidence_tip();
  if (!tip)
    return feed({ingest::end{tip.why()}});
  if (is_held(*tip, x))
    return tell_taken(tip->seq());
  if (auto checked
      = check_evidence(who_->of, who_->claim.device_key(), *tip, x);
      !checked)
    return feed({ingest::end{checked.why()}});
  auto what = std::make_shared<store::transaction>(
    keep_evidence(who_->of, x, in_->now_ms(), *evidence_));
  keeping_evidence_ = true;
  self_
    ->request(committer_, commit_timeout, atom::commit_v,
              commit_job{std::move(what), x.run().size(), 0, who_->of.terminal})
    .then(
      [this, seq = x.head().seq()](bool) {
        keeping_evidence_ = false;
        tell_taken(seq);
      },
      [this](const caf::error& why) { feed({ingest::end{from_caf(why)}}); });
}

void upload_state::tell_taken(seq_t seq) {
  v1::UploadDown out;
  out.mutable_evidence_taken()->set_seq(seq);
  if (!over_)
    peer_.send(std::move(out));
}

void upload_state::feed(ingest::effects todo) {
  for (auto& effect : todo)
    std::visit([this](auto& x) { perform(x); }, effect);
}

void upload_state::perform(ingest::send& x) {
  if (!over_)
    peer_.send(std::move(x.message));
}

void upload_state::perform(ingest::commit& x) {
  auto what = std::make_shared<store::transaction>(std::move(x.what));
  self_
    ->request(
      committer_, commit_timeout, atom::commit_v,
      commit_job{std::move(what), x.bytes, x.records, who_->of.terminal})
    .then([this](bool) { feed(machine_->committed(ok)); },
          [this](const caf::error& why) {
            feed(machine_->committed(from_caf(why)));
          });
}

void upload_state::perform(ingest::read_head&) {
  auto head = read_head(*in_->ports.data, who_->of);
  if (!head)
    return refuse(refusal_of(head.why()), head.why());
  feed(machine_->head_read(std::move(head->head), std::move(head->row)));
}

void upload_state::perform(ingest::grown&) {
  caf::anon_send(projector_, atom::grown_v, who_->of.store, who_->of.terminal);
}

void upload_state::perform(ingest::fence& x) {
  x.evidence.set_address(peer_.address);
  x.evidence.set_claim(hello_.claim());
  x.evidence.set_claim_signature(hello_.signature());
  x.evidence.set_nonce(nonce_);
  auto logged
    = in_->who->fence(std::move(x.evidence), in_->now_ms(), in_->settings.key);
  if (!logged)
    return refuse(refusal_of(logged.why()), logged.why());
  in_->log().log(log_level::error, "fenced",
                 {{"store", who_->of.store},
                  {"terminal", who_->of.terminal},
                  {"reason", logged->reason()},
                  {"address", peer_.address}});
  auto refusal = *standing_refusal(*in_, who_->of);
  in_->live.refuse(who_->of, refusal);
  refuse(refusal, {errc::fenced, {{"reason", logged->reason()}}});
}

void upload_state::perform(ingest::end& x) {
  refuse(refusal_of(x.why), x.why);
}

void upload_state::leave() {
  if (who_)
    in_->live.leave(who_->of, session_);
  self_->quit();
}

void upload_state::refuse(const v1::Refusal& why, const error& because) {
  if (std::exchange(over_, true))
    return;
  turn_away(*in_, sync::stream_kind::upload, peer_, why, because);
  leave();
}

} // namespace kassa::hub
