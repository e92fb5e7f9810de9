#include "actors/sync/upload.hpp"

namespace kassa::sync::upload {

machine::machine(settings with)
  : dialer_(stream_kind::upload, std::move(with.who)), retired_(with.retired),
    closed_(with.retired), acked_(std::move(with.acked)) {
  if (with.fenced)
    standing_ = "fenced";
}

effects machine::step(event what) {
  out_.clear();
  std::visit([this](auto& x) { on(x); }, what);
  assert(has_something_pending());
  return std::move(out_);
}

// -- the stream's life
// ----------------------------------------------------------

void machine::on(const started&) {
  if (dialer_.now() != dialer::phase::idle)
    return;
  if (fenced())
    dialer_.stop(out_); // For good: a restart changes nothing.
  else
    dialer_.dial(out_);
}

void machine::on(const stopped&) {
  dialer_.stop(out_);
}

void machine::on(const closed& x) {
  if (!dialer_.is_live(x.life))
    return;
  dialer_.lost();
  if (talk_ == talk::accusing)
    dialer_.stop(out_);
  else
    end(x.why);
}

void machine::on(const failed& x) {
  if (!dialer_.is_live(x.life) || talk_ == talk::accusing)
    return;
  if (is_hole(x.why))
    return reach_hole();
  if (!is_covered(x.why))
    return end(x.why);
  reading_ = false;
  if (moved_)
    return restart_compare();
  resume();
}

void machine::on(const due& x) {
  if (!dialer_.spend(x.timer))
    return;
  if (dialer_.now() == dialer::phase::waiting)
    return dialer_.dial(out_);
  if (talk_ == talk::accusing)
    return dialer_.stop(out_); // The hub had its time.
  if (talk_ == talk::sending && heard_) {
    heard_ = false;
    return dialer_.arm(out_, ack_ms_max);
  }
  end({errc::unavailable, {{"what", "hub"}}, "silent for too long"});
}

void machine::on(const stood& x) {
  if (!dialer_.is_live(x.life) || dialer_.now() != dialer::phase::surveying)
    return;
  durable_ = std::max(durable_, x.now.durable.seq());
  talk_ = talk::welcoming;
  v1::UploadUp up;
  *up.mutable_hello() = dialer_.greet(x.now);
  out_.push_back(send{std::move(up)});
}

void machine::on(const grown& x) {
  durable_ = std::max(durable_, x.durable);
  pump();
  send_evidence();
}

void machine::on(const arrived& x) {
  if (!dialer_.is_live(x.life))
    return;
  switch (x.message.message_case()) {
  case v1::UploadDown::kChallenge:
    return dialer_.challenged(x.message.challenge(), out_);
  case v1::UploadDown::kWelcome: return on_down(x.message.welcome());
  case v1::UploadDown::kAck: return on_down(x.message.ack());
  case v1::UploadDown::kRewind: return on_down(x.message.rewind());
  case v1::UploadDown::kRefusal: return on_down(x.message.refusal());
  case v1::UploadDown::kRetire: return on_down(x.message.retire());
  case v1::UploadDown::kEvidenceTaken:
    return on_down(x.message.evidence_taken());
  default: return; // A newer hub's words.
  }
}

// -- welcome: compare, keep the token, go on
// ------------------------------------

void machine::on_down(const v1::Welcome& x) {
  if (talk_ != talk::welcoming)
    return;
  if (!token_holds(x.token(), dialer_.who().of, dialer_.who().hub_key))
    return end({errc::bad_signature});
  if (!x.countersignature().empty()
      && !ack_holds(x.held(), dialer_.who().of, dialer_.who().hub_key,
                    x.countersignature()))
    return end({errc::bad_signature});
  dialer_.disarm();
  welcome_ = x;
  if (welcome_.window_bytes() == 0)
    welcome_.set_window_bytes(window_bytes_default);
  compare(x.held(), x.countersignature());
}

/// @param countersignature of `held`, checked; empty: there is none
void machine::compare(const v1::Head& held,
                      const std::string& countersignature) {
  talk_ = talk::comparing;
  held_ = held;
  held_signature_ = countersignature;
  if (held.seq() > durable_)
    return stop_as_older(held);
  // What it once acknowledged with this hash is ours, readable or not.
  if (held.seq() == 0
      || (held.seq() == acked_.seq() && held.hash() == acked_.hash()))
    return resume();
  if (reading_)
    moved_ = true;
  else
    ask_for(held.seq() - 1, 1, true);
}

void machine::compared(std::string_view run) {
  auto own = run_reader{run}.next();
  if (own && own->hash != held_.hash())
    return stop_as_fork(held_, make_head(held_.seq(), std::string{own->hash}));
  error why{errc::journal_damaged, {{"seq", std::to_string(held_.seq())}}};
  if (!own && !is_covered(why))
    return end(why);
  resume();
}

/// Damage at or below what the hub acknowledged does not hold up what comes
/// after it: the hub's own hash is chained on. A countersigned head is such an
/// acknowledgement, also where the Ack itself was lost. It is no way around
/// L13: a record that can be read and differs is a fork, and what comes after
/// an unread one goes only if it chains on the hub's hash.
bool machine::is_covered(const error& why) const {
  return talk_ == talk::comparing && why.code == errc::journal_damaged
         && (!held_signature_.empty() || held_.seq() <= acked_.seq());
}

/// The hub moved its head while our own record was being read.
void machine::restart_compare() {
  moved_ = false;
  ask_for(held_.seq() - 1, 1, true);
}

void machine::resume() {
  if (!confirmed_) {
    talk_ = talk::keeping;
    out_.push_back(keep_token{dialer_.life(), welcome_.token()});
    return;
  }
  talk_ = talk::sending;
  adopt_held();
  pump();
}

void machine::on(const token_kept& x) {
  if (!dialer_.is_live(x.life) || talk_ != talk::keeping)
    return;
  confirmed_ = true;
  v1::UploadUp up;
  up.mutable_confirm()->set_n(welcome_.token().n());
  out_.push_back(send{std::move(up)});
  out_.push_back(vouched{});
  say("connected");
  resume();
}

void machine::adopt_held() {
  if (held_.seq() < acked_.seq()) {
    v1::HubRewound note;
    note.set_acknowledged_seq(acked_.seq());
    note.set_hub_seq(held_.seq());
    out_.push_back(note_rewound{note});
  } else if (held_.seq() > acked_.seq()) {
    dialer_.progressed(); // An acknowledgement was lost on its way.
  }
  auto news = held_.seq() != acked_.seq()
              || dialer_.challenge().incarnation() != acked_.incarnation()
              || welcome_.archived_seq() != acked_.archived_seq();
  auto further = held_.seq() > acked_.seq();
  if (news)
    set_acked(held_, held_signature_);
  if (further)
    witness(true);
  sent_ = held_.seq();
  sent_hash_ = sent_ == 0 ? zero_hash() : held_.hash();
  in_flight_.clear();
  in_flight_bytes_ = 0;
  dialer_.disarm();
}

// -- the ends
// -------------------------------------------------------------------

void machine::on_down(const v1::Refusal& x) {
  auto why = error_of(x, dialer_.who().of);
  auto is_fence = why.code == errc::fenced;
  if (is_fence
      && !fence_holds(x.fence(), dialer_.who().of, dialer_.who().hub_key)) {
    if (talk_ != talk::accusing)
      end({errc::bad_signature, {}, "a fence that the hub did not sign"});
    return;
  }
  if (talk_ == talk::accusing)
    return dialer_.stop(out_); // It was heard; selling has stopped already.
  if (x.has_retire() && why.code == errc::retired)
    on_down(x.retire());
  if (why.code == errc::retired && retired_)
    return close_retired(why);
  // The hub follows the chain of what it gets; where it finds it broken, the
  // next stream ends before the record that breaks it, and says which.
  if (why.code == errc::corrupt && !std::exchange(careful_, true))
    return end({errc::unavailable, {{"what", "hub"}}, why.detail});
  if (!is_fence)
    return end(why, x.retry_after_ms());
  v1::Fenced what;
  what.set_reason(x.fence().reason());
  shut(why, std::move(what));
  dialer_.stop(out_);
}

/// The journal goes on up to the record that says so; then the hub closes.
void machine::on_down(const v1::Retire& x) {
  if (!retire_holds(x, dialer_.who().of, dialer_.who().hub_key))
    return end({errc::bad_signature});
  if (std::exchange(retired_, true))
    return;
  v1::Retired what;
  what.set_reason(x.reason());
  what.set_hub_ms(x.hub_ms());
  out_.push_back(retire{std::move(what)});
}

/// The hub has all of it, and wants no more.
void machine::close_retired(const error& why) {
  out_.push_back(ended{why});
  say("retired");
  dialer_.stop(out_);
}

/// The hub holds another record than this journal: there are two (L13). The
/// head goes to the hub as evidence, and closing now might lose it.
void machine::stop_as_fork(const v1::Head& held, const v1::Head& own) {
  auto seq = std::to_string(held.seq());
  v1::Fenced what;
  what.set_hub_seq(held.seq());
  what.set_hub_hash(held.hash());
  shut({errc::fork, {{"terminal", dialer_.who().of.terminal}, {"seq", seq}}},
       std::move(what));
  talk_ = talk::accusing;
  v1::UploadUp up;
  *up.mutable_head()->mutable_head() = own;
  up.mutable_head()->set_signature(
    sign_head(own, dialer_.who().of, dialer_.who().device));
  out_.push_back(send{std::move(up)});
  dialer_.arm(out_, evidence_ms_max);
}

/// The hub holds what this journal never had: the folder is older than its
/// life (L13). The hello told the hub all there is to know.
void machine::stop_as_older(const v1::Head& held) {
  v1::Fenced what;
  what.set_hub_seq(held.seq());
  what.set_hub_hash(held.hash());
  shut({errc::older_than_witness,
        {{"witness", std::to_string(held.seq())},
         {"head", std::to_string(durable_)}}},
       std::move(what));
  dialer_.stop(out_);
}

/// No more sales, in this life of the process or a later one.
void machine::shut(const error& why, v1::Fenced what) {
  if (what.reason().empty())
    what.set_reason(std::string{row_of(why.code).name});
  out_.push_back(fence{why, std::move(what)});
  say("fenced");
}

void machine::end(const error& why, std::uint32_t floor_ms) {
  talk_ = talk::silent;
  confirmed_ = reading_ = moved_ = false;
  in_flight_.clear();
  in_flight_bytes_ = 0;
  rewinds_ = 0;
  dialer_.end(why, floor_ms, out_);
  say(is_lasting(why.code) ? std::string{row_of(why.code).name} : "offline");
}

void machine::say(std::string standing) {
  if (standing == standing_)
    return;
  standing_ = std::move(standing);
  out_.push_back(tell{standing_});
}

bool machine::has_something_pending() const {
  switch (dialer_.now()) {
  case dialer::phase::idle:
  case dialer::phase::stopped: return true;
  case dialer::phase::greeted: break;
  default: return dialer_.armed();
  }
  switch (talk_) {
  case talk::welcoming: return dialer_.armed();
  case talk::comparing: return reading_;
  case talk::accusing: return dialer_.armed();
  case talk::proving:
    return reading_ || dialer_.armed() || evidence_held_ >= durable_;
  case talk::keeping: return true; // The disk answers.
  case talk::sending:
    return in_flight_.empty() ? sent_ >= durable_ || reading_ : dialer_.armed();
  default: return false;
  }
}

} // namespace kassa::sync::upload
