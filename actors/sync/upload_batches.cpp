#include "actors/sync/upload.hpp"

// The part of the machine that runs once the hub has said where it stands.

namespace kassa::sync::upload {

namespace {

/// Tag and length of a record within a batch, at most.
constexpr std::size_t frame_size = 12;

std::size_t size_of(const v1::Record& x) {
  return x.body().size() + x.hash().size() + frame_size;
}

} // namespace

// -- batches
// --------------------------------------------------------------------

void machine::ask_for(seq_t after, std::uint32_t bytes) {
  assert(!reading_);
  reading_ = true;
  out_.push_back(read{dialer_.life(), after, bytes});
}

void machine::pump() {
  if (talk_ != talk::sending || reading_ || sent_ >= durable_
      || in_flight_bytes_ >= welcome_.window_bytes())
    return;
  auto room
    = welcome_.window_bytes() - static_cast<std::uint32_t>(in_flight_bytes_);
  ask_for(sent_, in_flight_.empty() ? batch_bytes_target
                                    : std::min(room, batch_bytes_target));
}

void machine::on(const records_read& x) {
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
    return compared(x.records);
  if (talk_ != talk::sending || x.after != sent_)
    return pump();
  send_batch(x.records);
}

/// How many may go: what fits, and what chains. The stream ends before a hole.
std::size_t
machine::count_to_send(const std::vector<v1::Record>& records) const {
  auto limit = std::size_t{batch_bytes_max};
  if (!in_flight_.empty())
    limit = std::min(limit, welcome_.window_bytes() - in_flight_bytes_);
  std::size_t n = 0;
  std::size_t bytes = 0;
  const auto* previous = &sent_hash_;
  for (const auto& x : records) {
    bytes += size_of(x);
    if ((bytes > limit && (n > 0 || !in_flight_.empty()))
        || record_hash(*previous, x.body()) != x.hash())
      break;
    previous = &x.hash();
    ++n;
  }
  return n;
}

void machine::send_batch(const std::vector<v1::Record>& records) {
  auto n = count_to_send(records);
  if (n == 0 && in_flight_.empty())
    return end({errc::journal_damaged, {{"seq", std::to_string(sent_ + 1)}}});
  if (n == 0)
    return; // After the next acknowledgement.
  v1::UploadUp up;
  auto& batch = *up.mutable_batch();
  batch.set_first_seq(sent_ + 1);
  batch.set_previous_hash(sent_hash_);
  for (std::size_t i = 0; i < n; ++i) {
    *batch.add_records() = records[i];
    in_flight_.push_back({records[i].hash(), size_of(records[i])});
    in_flight_bytes_ += in_flight_.back().bytes;
  }
  sent_ += n;
  sent_hash_ = records[n - 1].hash();
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
  if (talk_ != talk::sending)
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

void machine::take_ack(const v1::Ack& x) {
  auto n = x.durable().seq() - acked_.seq();
  assert(n <= in_flight_.size());
  const auto& own = in_flight_[n - 1].hash;
  if (own != x.durable().hash())
    return stop_as_fork(x.durable(), make_head(x.durable().seq(), own));
  for (; n > 0; --n) {
    in_flight_bytes_ -= in_flight_.front().bytes;
    unwitnessed_bytes_ += in_flight_.front().bytes;
    in_flight_.pop_front();
  }
  dialer_.progressed();
  rewinds_ = 0;
  heard_ = true;
  if (x.archived_seq() != 0)
    welcome_.set_archived_seq(x.archived_seq());
  set_acked(x.durable());
  if (in_flight_.empty())
    dialer_.disarm();
  witness(in_flight_.empty());
  pump();
}

void machine::set_acked(const v1::Head& head) {
  acked_.set_seq(head.seq());
  acked_.set_hash(head.hash());
  acked_.set_archived_seq(welcome_.archived_seq());
  acked_.set_incarnation(dialer_.challenge().incarnation());
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
