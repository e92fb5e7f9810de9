#include "hub/download_actor.hpp"

#include "hub/catalog_store.hpp"

#include <caf/send.hpp>

namespace kassa::hub {

namespace {

constexpr int failures_max = 3;
// Those who get a whole catalog now are through by then, or some of them.
constexpr std::uint32_t snapshot_retry_ms = 2'000;

} // namespace

download_state::download_state(download_actor::pointer self, core_ptr in,
                               sync::stream_peer<v1::DownloadDown> peer,
                               std::uint64_t session)
  : self_(self), in_(std::move(in)), peer_(std::move(peer)), session_(session),
    nonce_(random_bytes(*in_->ports.random, sync::nonce_size)) {}

download_actor::behavior_type download_state::make_behavior() {
  v1::DownloadDown first;
  *first.mutable_challenge() = make_challenge(*in_, nonce_);
  peer_.send(std::move(first));
  return {
    [this](atom::arrived, const v1::DownloadUp& message) {
      if (over_)
        return;
      if (message.has_hello() && !who_)
        return hello(message.hello());
      if (message.has_applied() && who_)
        return applied(message.applied());
      error why{errc::protocol, {{"what", "unexpected message"}}};
      refuse(refusal_of(why), why);
    },
    [this](atom::closed) { leave(); },
    [this](atom::refuse, const v1::Refusal& why) {
      refuse(why, sync::error_of(why, who_->of)); // Only who is known is told.
    },
    [this](atom::grown) {
      if (!over_ && who_ && !sending_)
        look(false, false);
    },
  };
}

void download_state::hello(const v1::Hello& x) {
  auto who
    = admit(*in_, sync::stream_kind::download, peer_.certified, nonce_, x);
  if (!who)
    return refuse(refusal_of(who.why()), who.why());
  who_ = *std::move(who);
  if (auto s = take_place(*in_, who_->of, session_, download_actor{self_}); !s)
    return refuse(refusal_of(s.why()), s.why());
  if (auto no = standing_refusal(*in_, who_->of))
    return refuse(*no, sync::error_of(*no, who_->of));
  active_ = who_->claim.catalog();
  heard();
  look(false, true);
}

void download_state::applied(const v1::Applied& x) {
  snapshot_ = {}; // It is there, or comes anew.
  switch (x.state()) {
  case v1::Applied::STATE_ACTIVE:
    active_ = x.name();
    sending_ = false;
    failures_ = 0;
    heard();
    return look(false, false);
  case v1::Applied::STATE_FAILED: {
    in_->log().log(log_level::warn, "catalog failed",
                   {{"terminal", who_->of.terminal}, {"why", x.detail()}});
    if (++failures_ < failures_max)
      return look(true, false);
    error why{errc::state_hash_differs, {}, x.detail()};
    return refuse(refusal_of(why), why);
  }
  default: return; // Staged: it is switched to between sales.
  }
}

void download_state::look(bool whole, bool tell_current) {
  auto next = in_->feed.next(who_->of.store, active_, whole);
  if (!next)
    return refuse(refusal_of(next.why()), next.why());
  if (*next) {
    if ((*next)->snapshot && !snapshot_)
      snapshot_ = in_->snapshots.enter();
    if ((*next)->snapshot && !snapshot_) {
      auto later = refusal_of({errc::busy});
      later.set_retry_after_ms(snapshot_retry_ms);
      return refuse(later, {errc::busy});
    }
    sending_ = true;
    for (const auto& message : (*next)->messages)
      peer_.send(message);
    return;
  }
  if (!tell_current)
    return;
  auto now = read_published(*in_->ports.data, who_->of.store);
  if (!now)
    return refuse(refusal_of(now.why()), now.why());
  v1::DownloadDown out;
  *out.mutable_current()->mutable_head() = now->head;
  peer_.send(std::move(out));
}

void download_state::heard() {
  v1::HubContact news;
  news.set_heard_ms(in_->now_ms());
  *news.mutable_catalog() = active_;
  in_->live.heard(who_->of, news); // The report stream makes it durable.
}

void download_state::leave() {
  if (who_)
    in_->live.leave(who_->of, session_);
  self_->quit();
}

void download_state::refuse(const v1::Refusal& why, const error& because) {
  if (std::exchange(over_, true))
    return;
  turn_away(*in_, sync::stream_kind::download, peer_, why, because);
  leave();
}

} // namespace kassa::hub
