#include "actors/sync/upload.hpp"

#include <algorithm>

// The part of the machine for a retired terminal whose journal has a hole that
// the hub's head does not cover (design, section 6): what verifies beyond goes
// up as evidence, and the hole is signed.

namespace kassa::sync::upload {

/// Whether the journal, complete up to the record that says so, cannot be sent
/// on because of this.
bool machine::is_hole(const error& why) const {
  return closed_ && talk_ == talk::sending && why.code == errc::journal_damaged;
}

/// What went before the hole is acknowledged first.
void machine::reach_hole() {
  reading_ = false;
  if (!in_flight_.empty())
    return;
  talk_ = talk::proving;
  dialer_.disarm();
  evidence_held_ = sent_;
  send_evidence();
}

void machine::send_evidence() {
  if (talk_ != talk::proving || reading_ || dialer_.armed()
      || evidence_held_ >= durable_)
    return;
  reading_ = true;
  out_.push_back(read_beyond{dialer_.life(), evidence_held_});
}

void machine::on(const beyond_read& x) {
  if (!dialer_.is_live(x.life))
    return;
  reading_ = false;
  if (moved_)
    return restart_compare();
  if (talk_ != talk::proving)
    return pump();
  durable_ = std::max(durable_, x.what.head().seq());
  v1::UploadUp up;
  *up.mutable_evidence() = x.what;
  sign_evidence(*up.mutable_evidence(), dialer_.who().of, dialer_.who().device);
  out_.push_back(send{std::move(up)});
  dialer_.arm(out_, ack_ms_max);
}

void machine::on_down(const v1::EvidenceTaken& x) {
  if (talk_ != talk::proving || !dialer_.armed())
    return;
  if (x.seq() <= evidence_held_ || x.seq() > durable_)
    return end({errc::protocol, {{"what", "evidence"}}});
  dialer_.disarm();
  dialer_.progressed();
  evidence_held_ = x.seq();
  send_evidence();
}

void machine::on(const retired_kept&) {
  closed_ = true;
}

} // namespace kassa::sync::upload
