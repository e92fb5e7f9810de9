#include "hub/report_actor.hpp"

#include <caf/send.hpp>

namespace kassa::hub {

report_state::report_state(report_actor::pointer self, core_ptr in,
                           committer_actor committer,
                           sync::stream_peer<v1::ReportDown> peer,
                           std::uint64_t session)
  : self_(self), in_(std::move(in)), committer_(std::move(committer)),
    peer_(std::move(peer)), session_(session),
    nonce_(random_bytes(*in_->ports.random, sync::nonce_size)) {}

report_actor::behavior_type report_state::make_behavior() {
  v1::ReportDown first;
  *first.mutable_challenge() = make_challenge(*in_, nonce_);
  peer_.send(std::move(first));
  return {
    [this](atom::arrived, const v1::ReportUp& message) {
      if (over_)
        return;
      if (message.has_hello() && !who_)
        return hello(message.hello());
      if (message.has_status() && who_)
        return status(message.status());
      error why{errc::protocol, {{"what", "unexpected message"}}};
      refuse(refusal_of(why), why);
    },
    [this](atom::closed) { leave(); },
    [this](atom::refuse, const v1::Refusal& why) {
      refuse(why, sync::error_of(why, who_->of)); // Only who is known is told.
    },
  };
}

void report_state::hello(const v1::Hello& x) {
  auto who = admit(*in_, sync::stream_kind::report, peer_.certified, nonce_, x);
  if (!who)
    return refuse(refusal_of(who.why()), who.why());
  who_ = *std::move(who);
  if (auto s = take_place(*in_, who_->of, session_, report_actor{self_}); !s)
    return refuse(refusal_of(s.why()), s.why());
  if (auto no = standing_refusal(*in_, who_->of))
    return refuse(*no, sync::error_of(*no, who_->of));
  v1::HubContact news;
  news.set_announced_seq(who_->claim.head().seq());
  *news.mutable_catalog() = who_->claim.catalog();
  keep(news);
}

void report_state::status(const v1::TerminalStatus& x) {
  v1::HubContact news;
  news.set_announced_seq(x.durable_seq());
  if (x.has_catalog())
    *news.mutable_catalog() = x.catalog();
  *news.mutable_status() = x;
  keep(news);
  v1::ReportDown out;
  out.mutable_taken()->set_hub_ms(in_->now_ms());
  peer_.send(std::move(out));
}

void report_state::keep(const v1::HubContact& news) {
  auto contact = news;
  contact.set_heard_ms(in_->now_ms());
  self_
    ->request(committer_, commit_timeout, atom::commit_v,
              contact_job(who_->of, in_->live.heard(who_->of, contact)))
    .then([](bool) {}, [](const caf::error&) {}); // The next one tells it too.
}

void report_state::leave() {
  if (who_)
    in_->live.leave(who_->of, session_);
  self_->quit();
}

void report_state::refuse(const v1::Refusal& why, const error& because) {
  if (std::exchange(over_, true))
    return;
  turn_away(*in_, sync::stream_kind::report, peer_, why, because);
  leave();
}

} // namespace kassa::hub
