#include "actors/sync/upload.hpp"
#include "proto/base/crypto.hpp"

#include <algorithm>

// The part of the machine that runs once the hub has said where it stands.

namespace kassa::sync::upload {

// -- batches
// --------------------------------------------------------------------

void machine::ask_for(seq_t after, std::uint32_t bytes, bool followed) {
  assert(!reading_);
  reading_ = true;
  out_.push_back(read{dialer_.life(), after, bytes, followed});
}

void machine::pump() {
  if (talk_ != talk::sending || reading_ || sent_ >= durable_)
    return;
  if (in_flight_.empty())
    return ask_for(sent_, batch_bytes_target, careful_);
  if (in_flight_bytes_ >= welcome_.window_bytes())
    return;
  // What just fits would crumble the journal: a whole batch or none, or half
  // of a window that is small.
  auto room
    = welcome_.window_bytes() - static_cast<std::uint32_t>(in_flight_bytes_);
  if (room >= std::min(batch_bytes_target, welcome_.window_bytes() / 2))
    ask_for(sent_, std::min(room, batch_bytes_target), careful_);
}

void machine::on(records_read& x) {
  if (!dialer_.is_live(x.life))
    return;
  reading_ = false;
  if (moved_) {
    if (talk_ == talk::comparing)
      return restart_compare();
    moved_ = false;
    return pump();
  }
  if (talk_ == talk::comparing)
    return compared(x.run.bytes);
  if (talk_ != talk::sending || x.after != sent_)
    return pump();
  send_batch(std::move(x.run));
}

/// How much of it may go: what fits, and only what follows what went before.
std::size_t machine::size_to_send(std::string_view run) const {
  auto limit = std::size_t{batch_bytes_max};
  if (!in_flight_.empty())
    limit = std::min(limit, welcome_.window_bytes() - in_flight_bytes_);
  run_reader in{run};
  auto first = in.next();
  if (!first || record_hash(sent_hash_, first->body) != first->hash)
    return 0;
  auto size = in.offset();
  if (run.size() <= limit)
    return run.size();
  if (size > limit && !in_flight_.empty())
    return 0;
  while (in.next() && in.offset() <= limit)
    size = in.offset();
  return size;
}

void machine::send_batch(record_run run) {
  auto size = size_to_send(run.bytes);
  if (size == 0 && in_flight_.empty()) {
    const error why{errc::journal_damaged,
                    {{"seq", std::to_string(sent_ + 1)}}};
    return is_hole(why) ? reach_hole() : end(why);
  }
  if (size == 0)
    return; // After the next acknowledgement.
  run.bytes.resize(size);
  v1::UploadUp up;
  auto& batch = *up.mutable_batch();
  batch.set_first_seq(sent_ + 1);
  batch.set_previous_hash(sent_hash_);
  in_flight going{sent_, {}, size};
  going.hashes.reserve(run.count * hash_size);
  for (run_reader in{run.bytes}; auto record = in.next(); ++going.last)
    going.hashes += record->hash;
  sent_ = going.last;
  sent_hash_ = going.hashes.substr(going.hashes.size() - hash_size);
  in_flight_bytes_ += size;
  in_flight_.push_back(std::move(going));
  batch.set_run(std::move(run.bytes));
  batch.set_head_signature(sign_head(make_head(sent_, sent_hash_),
                                     dialer_.who().of, dialer_.who().device));
  out_.push_back(send{std::move(up)});
  if (!dialer_.armed()) {
    heard_ = false;
    dialer_.arm(out_, ack_ms_max);
  }
  pump();
}

// -- acknowledgements
// -----------------------------------------------------------

void machine::on_down(const v1::Ack& x) {
  if (talk_ != talk::sending && talk_ != talk::proving)
    return;
  if (!ack_holds(x.durable(), dialer_.who().of, dialer_.who().hub_key,
                 x.countersignature()))
    return end({errc::bad_signature});
  if (x.durable().seq() > sent_)
    // An earlier stream's batch came through.
    return compare(x.durable(), x.countersignature());
  if (x.durable().seq() > acked_.seq())
    return take_ack(x);
  if (x.archived_seq() > acked_.archived_seq()
      && x.archived_seq() <= acked_.seq()) {
    acked_.set_archived_seq(x.archived_seq());
    out_.push_back(keep_acked{acked_});
  }
}

/// @pre seq is in flight
std::string_view machine::hash_in_flight(seq_t seq) const {
  auto at = std::ranges::lower_bound(in_flight_, seq, {}, &in_flight::last);
  assert(at != in_flight_.end());
  std::string_view hashes = at->hashes;
  assert((at->last - seq) * hash_size < hashes.size());
  return hashes.substr(hashes.size() - (at->last - seq + 1) * hash_size,
                       hash_size);
}

void machine::take_ack(const v1::Ack& x) {
  auto seq = x.durable().seq();
  if (auto own = hash_in_flight(seq); own != x.durable().hash())
    return stop_as_fork(x.durable(), make_head(seq, std::string{own}));
  while (!in_flight_.empty() && in_flight_.front().last <= seq) {
    in_flight_bytes_ -= in_flight_.front().bytes;
    unwitnessed_bytes_ += in_flight_.front().bytes;
    in_flight_.pop_front();
  }
  dialer_.progressed();
  rewinds_ = 0;
  heard_ = true;
  if (x.archived_seq() != 0)
    welcome_.set_archived_seq(x.archived_seq());
  set_acked(x.durable(), x.countersignature());
  if (in_flight_.empty())
    dialer_.disarm();
  witness(in_flight_.empty());
  pump();
}

void machine::set_acked(const v1::Head& head,
                        const std::string& countersignature) {
  acked_.set_seq(head.seq());
  acked_.set_hash(head.hash());
  acked_.set_archived_seq(welcome_.archived_seq());
  acked_.set_incarnation(dialer_.challenge().incarnation());
  acked_.set_countersignature(countersignature);
  acked_.set_hub_key(countersignature.empty() ? "" : dialer_.who().hub_key);
  out_.push_back(keep_acked{acked_});
}

void machine::witness(bool at_once) {
  if (!at_once && unwitnessed_bytes_ < witness_bytes)
    return;
  unwitnessed_bytes_ = 0;
  out_.push_back(raise_witness{make_head(acked_.seq(), acked_.hash())});
}

void machine::on_down(const v1::Rewind& x) {
  if (talk_ != talk::sending && talk_ != talk::comparing)
    return;
  if (!confirmed_
      || (talk_ == talk::comparing && x.held().seq() == held_.seq()))
    return;
  // A head behind an acknowledgement is for a welcome to say.
  if (++rewinds_ > rewinds_max || x.held().seq() < acked_.seq())
    return end({errc::gap, {{"seq", std::to_string(x.held().seq() + 1)}}});
  compare(x.held(), {});
}

} // namespace kassa::sync::upload
