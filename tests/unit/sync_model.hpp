#pragma once

#include "tests/unit/sync_kit.hpp"

#include <functional>
#include <random>

/// A small hub and a small terminal, to wire upload machines over bad channels.
namespace kassa::sync::testing {

/// The hub's rules of design section 6, in the fewest words: the append rule,
/// the token ratchet, one session a terminal.
class model_hub {
public:
  using answers = std::vector<v1::UploadDown>;

  answers opened() {
    greeted_ = confirmed_now_ = false;
    v1::UploadDown x;
    *x.mutable_challenge() = challenge(incarnation);
    return {x};
  }

  answers received(const v1::UploadUp& x) {
    switch (x.message_case()) {
    case v1::UploadUp::kHello: return hello(x.hello());
    case v1::UploadUp::kConfirm: return confirm(x.confirm());
    case v1::UploadUp::kBatch: return batch(x.batch());
    default: return {};
    }
  }

  /// As it was when only so many records were held, and tokens up to `n`.
  void restore(std::size_t seq, std::uint64_t n) {
    held.resize(std::min(seq, held.size()));
    incarnation += "'";
    confirmed_ = std::min(confirmed_, n);
    issued_.reset();
    greeted_ = confirmed_now_ = false;
  }

  std::uint64_t confirmed() const { return confirmed_; }

  std::vector<v1::Record> held;
  std::string incarnation = "one";
  bool alarmed = false; ///< Found a second holder.

private:
  answers hello(const v1::Hello& x) {
    auto claim = check_hello(stream_kind::upload, challenge().nonce(), x);
    if (!claim || greeted_)
      return {};
    auto shown = claim->has_token() ? claim->token().n() : 0;
    if (shown < confirmed_) {
      alarmed = true;
      return {};
    }
    if (issued_ && shown == issued_->n()) {
      confirmed_ = shown; // It was kept, whatever became of the confirmation.
      issued_.reset();
    } else if (shown > confirmed_) {
      confirmed_ = shown; // We were restored.
      issued_.reset();
    }
    auto seq = claim->head().seq();
    if (seq > 0 && seq <= held.size()
        && held[seq - 1].hash() != claim->head().hash()) {
      alarmed = true;
      return {};
    }
    if (!issued_)
      issued_ = token(confirmed_ + 1);
    greeted_ = true;
    v1::UploadDown down;
    *down.mutable_welcome()->mutable_held() = head_of(held, held.size());
    *down.mutable_welcome()->mutable_token() = *issued_;
    down.mutable_welcome()->set_window_bytes(2000);
    return {down};
  }

  answers confirm(const v1::TokenConfirm& x) {
    if (!greeted_ || !issued_ || x.n() != issued_->n())
      return {};
    confirmed_ = x.n();
    issued_.reset();
    confirmed_now_ = true;
    return {};
  }

  answers batch(const v1::Batch& x) {
    v1::UploadDown down;
    if (!confirmed_now_) {
      *down.mutable_refusal() = refusal(errc::busy);
      return {down};
    }
    if (x.first_seq() > held.size() + 1) {
      *down.mutable_rewind()->mutable_held() = head_of(held, held.size());
      return {down};
    }
    auto seq = x.first_seq();
    v1::RecordRun run;
    if (!run.ParseFromString(x.run()))
      alarmed = true;
    for (const auto& record : run.records()) {
      if (seq <= held.size() && held[seq - 1].hash() != record.hash())
        alarmed = true;
      if (seq == held.size() + 1)
        held.push_back(record);
      ++seq;
    }
    auto durable = head_of(held, held.size());
    *down.mutable_ack()->mutable_durable() = durable;
    down.mutable_ack()->set_countersignature(
      sign_ack(durable, till().of, hub_keys()));
    return {down};
  }

  bool greeted_ = false;
  bool confirmed_now_ = false;
  std::uint64_t confirmed_ = 0;
  std::optional<v1::Token> issued_;
};

/// What survives a crash of the terminal.
struct model_disk {
  std::vector<v1::Record> journal;
  std::optional<v1::Token> token;
  v1::Acked acked;
};

/// A terminal, its hub, and the channel between them, moved by single steps.
/// Time is a number that jumps to the next timer.
class model_world {
public:
  explicit model_world(std::uint64_t seed) : luck(seed) { boot(); }

  void boot() {
    machine.emplace(upload::machine::settings{till(), disk.acked, false});
    local.clear();
    cut_channel();
    step(started{});
  }

  void grow(std::size_t n) {
    auto all = records(disk.journal.size() + n);
    disk.journal = all; // The same bytes for the same seq.
    step(upload::grown{disk.journal.size()});
  }

  /// One thing that can happen without a fault; false when there is none but
  /// time.
  bool deliver() {
    if (!local.empty()) {
      auto next = std::move(local.front());
      local.pop_front();
      next();
    } else if (!up.empty()) {
      auto message = std::move(up.front());
      up.pop_front();
      queue_down(hub.received(message));
    } else if (!down.empty()) {
      auto message = std::move(down.front());
      down.pop_front();
      step(upload::arrived{life, message});
    } else {
      return false;
    }
    return true;
  }

  /// Lets the only timer that counts fall due.
  void pass_time() { step(due{timer}); }

  void cut() {
    if (!connected)
      return;
    cut_channel();
    step(closed{life, errc::unavailable});
  }

  /// Loses, repeats or swaps something that is under way.
  void disturb() {
    if (chance(2))
      disturb_queue(up);
    else
      disturb_queue(down);
  }

  bool chance(std::uint64_t one_in) { return luck() % one_in == 0; }

  void step(const upload::event& what) {
    for (const auto& effect : machine->step(what))
      std::visit([this](const auto& x) { obey(x); }, effect);
  }

  model_hub hub;
  model_disk disk;
  std::optional<upload::machine> machine;
  std::deque<std::function<void()>> local; ///< What the disk is about to do.
  std::deque<v1::UploadUp> up;
  std::deque<v1::UploadDown> down;
  std::uint64_t life = 0;
  std::uint64_t timer = 0;
  bool connected = false;
  bool fenced = false;
  std::uint64_t rewound = 0;
  std::mt19937_64 luck;

private:
  template <class Queue>
  void disturb_queue(Queue& queue) {
    if (queue.empty())
      return;
    auto at
      = queue.begin() + static_cast<std::ptrdiff_t>(luck() % queue.size());
    switch (luck() % 3) {
    case 0: queue.erase(at); break;
    case 1: queue.push_back(*at); break;
    default: std::iter_swap(at, queue.begin());
    }
  }

  void cut_channel() {
    connected = false;
    up.clear();
    down.clear();
  }

  void queue_down(const model_hub::answers& all) {
    down.insert(down.end(), all.begin(), all.end());
  }

  void obey(const open& x) {
    cut_channel();
    connected = true;
    life = x.life;
    queue_down(hub.opened());
  }
  void obey(const close&) { cut_channel(); }
  void obey(const survey& x) {
    local.push_back([this, life_of = x.life] {
      auto durable = head_of(disk.journal, disk.journal.size());
      step(stood{life_of, {durable, disk.token, {}, {}, 0}});
    });
  }
  void obey(const wait& x) { timer = x.timer; }
  void obey(const ended&) {}
  void obey(const upload::send& x) {
    if (connected)
      up.push_back(x.message);
  }
  void obey(const upload::keep_token& x) {
    // Two steps: a crash falls before the write, or before the word of it.
    local.push_back([this, x] {
      disk.token = x.token;
      local.push_front([this, x] { step(upload::token_kept{x.life}); });
    });
  }
  void obey(const upload::read& x) {
    upload::records_read out{x.life, x.after, {}};
    for (std::size_t i = x.after, n = 1 + luck() % 5;
         n > 0 && i < disk.journal.size(); ++i, --n)
      out.run.push(disk.journal[i].SerializeAsString());
    local.push_back([this, out] { step(out); });
  }
  void obey(const upload::read_beyond&) { ADD_FAILURE() << "nobody retired"; }
  void obey(const upload::keep_acked& x) { disk.acked = x.acked; }
  void obey(const upload::raise_witness&) {}
  void obey(const upload::note_rewound&) { ++rewound; }
  void obey(const upload::fence&) { fenced = true; }
  void obey(const upload::retire&) {}
  void obey(const upload::vouched&) {}
  void obey(const upload::tell&) {}
};

} // namespace kassa::sync::testing
