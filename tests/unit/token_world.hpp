#pragma once

#include "actors/sync/upload.hpp"
#include "tests/support/hub_records.hpp"
#include "tests/unit/token_hub.hpp"

/// A terminal's real upload machine and the hub's, with a wire and two disks
/// between them. Whatever is about to happen can be struck instead.
namespace kassa::token_campaign {

enum class blow : std::uint8_t {
  stream, ///< The connection goes, with what is on it.
  till,   ///< The terminal's process dies.
  hub,    ///< The hub's process dies.
};
inline constexpr std::array<const char*, 3> blow_names{"stream", "till", "hub"};

/// What a terminal finds again after a crash.
struct till_disk {
  testing::made_journal journal;
  std::optional<v1::Token> token = {};
  v1::Acked acked = {};
};

class token_world {
public:
  explicit token_world(std::uint64_t seed)
    : luck_(seed), hub(disk.journal.of(), disk.journal.key().public_key, luck_,
                       [this](const auto& by, v1::UploadDown x) {
                         if (by == line_)
                           down_.push_back(std::move(x));
                       }) {
    boot();
  }

  void boot() {
    hang_up();
    todo_.clear();
    sync::identity who{disk.journal.of(), disk.journal.key(), hub.public_key(),
                       "0.1"};
    machine.emplace(
      sync::upload::machine::settings{std::move(who), disk.acked, false});
    step(sync::upload::grown{disk.journal.last()});
    step(sync::started{});
  }

  void sell(std::size_t n, v1::Kind kind = v1::KIND_DRAWER_OPENED) {
    for (std::size_t i = 0; i < n; ++i)
      disk.journal.append(disk.journal.body(kind));
    step(sync::upload::grown{disk.journal.last()});
  }

  /// Whatever happens next happens, whole: or, where it is at `where`, is
  /// struck. @returns whether it was
  bool go_on(stage where = stage::other, blow with = blow::stream) {
    auto from = pick();
    if (from == source::none) {
      pass_time();
      return false;
    }
    const auto can = with != blow::stream || line_ != nullptr;
    if (can && where != stage::other && stage_at(from) == where) {
      strike(from, with);
      return true;
    }
    auto next = take(from);
    next.act();
    next.word();
    return false;
  }

  /// No blow any more, until both hold the same and know it.
  bool heal() {
    cut(true);
    quiet_ = true;
    for (int i = 0; i < 20'000 && alarms().empty(); ++i) {
      if (pick() == source::none && late_.empty() && line_
          && machine->standing() == "connected"
          && hub.head().seq() == disk.journal.last()
          && machine->acked() == disk.journal.last())
        break;
      go_on();
    }
    quiet_ = false;
    return alarms().empty() && machine->acked() == disk.journal.last()
           && hub.head().seq() == disk.journal.last();
  }

  /// What neither side may ever say of one holder.
  std::vector<std::string> alarms() const {
    auto out = alarms_;
    out.insert(out.end(), hub.alarms.begin(), hub.alarms.end());
    return out;
  }

  std::uint64_t luck(std::uint64_t below) { return luck_() % below; }

private:
  std::mt19937_64 luck_; // Before the hub, which draws from it.

public:
  till_disk disk{testing::made_journal{{"bageri", "KASSA1"}}};
  token_hub hub;
  std::optional<sync::upload::machine> machine;

private:
  enum class source : std::uint8_t { none, till, hub, down, up };
  struct uplink {
    token_hub::stream_ptr to;
    std::deque<v1::UploadUp> sent;
  };

  // -- what is about to happen

  source pick() {
    std::vector<source> all;
    if (!todo_.empty())
      all.push_back(source::till);
    if (!hub.disk.empty())
      all.push_back(source::hub);
    if (!down_.empty())
      all.push_back(source::down);
    if (!up_.sent.empty())
      all.push_back(source::up);
    next_up_ = &up_;
    std::erase_if(late_, [](const auto& x) { return x.sent.empty(); });
    // What is late is slow: whole sessions may pass before it comes.
    if (!late_.empty() && luck(all.empty() ? 2 : 12) == 0) {
      next_up_ = &late_[luck(late_.size())];
      return source::up;
    }
    return all.empty() ? source::none : all[luck(all.size())];
  }

  stage stage_at(source from) {
    switch (from) {
    case source::till: return todo_.front().at;
    case source::hub: return hub.disk.front().at;
    case source::down:
      return down_.front() ? stage_of(*down_.front()) : stage::other;
    case source::up: return stage_of(next_up_->sent.front());
    default: return stage::other;
    }
  }

  static stage stage_of(const v1::UploadDown& x) {
    return x.has_challenge() ? stage::challenge
           : x.has_welcome() ? stage::welcome
           : x.has_ack()     ? stage::ack
                             : stage::other;
  }
  static stage stage_of(const v1::UploadUp& x) {
    return x.has_hello()     ? stage::hello
           : x.has_confirm() ? stage::confirm
           : x.has_batch()   ? stage::batch
                             : stage::other;
  }

  template <class Queue>
  static auto pop(Queue& queue) {
    auto out = std::move(queue.front());
    queue.pop_front();
    return out;
  }

  job take(source from) {
    auto at = stage_at(from);
    switch (from) {
    case source::till: return pop(todo_);
    case source::hub: return pop(hub.disk);
    case source::up: {
      auto& by = *next_up_;
      return {at, [] {},
              [this, to = by.to, x = pop(by.sent)] { hub.received(to, x); }};
    }
    default:
      return {at, [] {},
              [this, life = life_, x = pop(down_)] {
                if (x)
                  step(sync::upload::arrived{life, *x});
                else
                  step(sync::closed{life, errc::unavailable});
              }};
    }
  }

  /// Nothing is under way: a timer, a sale, or the line goes.
  void pass_time() {
    if (!line_ && machine->standing() == "connected")
      return step(sync::closed{life_, errc::unavailable}); // At last.
    step(sync::due{timer_});
    if (quiet_ || pick() != source::none)
      return;
    if (luck(2) == 0)
      sell(1 + luck(8));
    else
      cut(true);
  }

  // -- blows

  void strike(source from, blow with) {
    const auto happened = luck(2) == 0;
    // What was sent may still come to the hub, unless the stream itself goes;
    // and nothing comes without what was before it.
    if (from == source::up && (with == blow::stream || !happened))
      next_up_->sent.clear();
    if (from == source::till && with == blow::till && happened)
      todo_.front().act(); // And nobody lives to hear of it.
    switch (with) {
    case blow::stream: return cut(happened);
    case blow::till: return boot();
    case blow::hub: return crash_hub();
    }
  }

  /// The terminal's end of the line is gone. The hub may still hear what was
  /// sent before, a hello too.
  void hang_up() {
    if (line_ && luck(2) == 0)
      line_->over = true; // The hub knows as soon.
    if (line_ && !line_->over)
      late_.push_back(std::move(up_));
    up_ = {};
    line_.reset();
    down_.clear();
  }

  void cut(bool told) {
    if (!line_)
      return;
    hang_up();
    if (told)
      down_.push_back(std::nullopt);
  }

  void crash_hub() {
    hub.crash();
    late_.clear();
    up_ = {};
    line_.reset();
    if (luck(2) == 0)
      down_.clear(); // Else the last words are on the wire already.
    if (luck(2) == 0)
      down_.push_back(std::nullopt);
  }

  // -- the terminal's shell

  void step(const sync::upload::event& what) {
    for (const auto& effect : machine->step(what))
      std::visit([this](const auto& x) { obey(x); }, effect);
  }

  void obey(const sync::open& x) {
    hang_up();
    life_ = x.life;
    line_ = up_.to = std::make_shared<token_hub::stream>();
    hub.opened(line_);
  }
  void obey(const sync::close&) { hang_up(); }
  void obey(const sync::survey& x) {
    todo_.push_back(
      {stage::other, [] {},
       [this, life = x.life] {
         step(sync::stood{life, {disk.journal.head(), disk.token, {}, {}, 0}});
       }});
  }
  void obey(const sync::wait& x) { timer_ = x.timer; }
  void obey(const sync::ended& x) {
    if (sync::is_lasting(x.why.code))
      alarms_.push_back("the terminal ends a stream: " + to_string(x.why));
  }
  void obey(const sync::upload::send& x) {
    if (line_)
      up_.sent.push_back(x.message);
  }
  void obey(const sync::upload::keep_token& x) {
    todo_.push_back(
      {stage::keep_token, [this, x] { disk.token = x.token; },
       [this, life = x.life] { step(sync::upload::token_kept{life}); }});
  }
  void obey(const sync::upload::read& x) {
    auto out = sync::upload::records_read{x.life, x.after, {}};
    const auto last
      = std::min<seq_t>(disk.journal.last(), x.after + 1 + luck(40));
    for (auto seq = x.after + 1; seq <= last; ++seq)
      out.run.push(disk.journal.record(seq).SerializeAsString());
    todo_.push_back({stage::other, [] {}, [this, out] { step(out); }});
  }
  void obey(const sync::upload::keep_acked& x) {
    if (hub.head().seq() < x.acked.seq())
      alarms_.push_back("acknowledged and not durable"); // L6
    todo_.push_back(
      {stage::keep_acked, [this, x] { disk.acked = x.acked; }, [] {}});
  }
  void obey(const sync::upload::raise_witness& x) {
    if (x.head.seq() > disk.journal.last()
        || x.head.hash() != disk.journal.hash_at(x.head.seq()))
      alarms_.push_back("a witness of what is not in the journal");
  }
  void obey(const sync::upload::fence& x) {
    alarms_.push_back("the terminal stops: " + to_string(x.why));
  }
  void obey(const sync::upload::retire&) {}
  void obey(const sync::upload::vouched&) {}
  void obey(const sync::upload::tell&) {}
  /// That the hub was restored, or that it retires the terminal.
  template <class Effect>
  void obey(const Effect&) {
    alarms_.push_back("the terminal was told what nobody said");
  }

  std::deque<job> todo_; ///< What the terminal's disk has yet to do, in order.
  token_hub::stream_ptr line_; ///< Nothing: the stream is gone at its far end.
  uplink up_;
  std::deque<uplink> late_; ///< On its way on streams that are gone.
  uplink* next_up_ = &up_;  ///< One of these, as `pick` chose.
  /// Nothing: that the stream has ended.
  std::deque<std::optional<v1::UploadDown>> down_;
  std::uint64_t life_ = 0;
  std::uint64_t timer_ = 0;
  bool quiet_ = false; ///< Nothing new: neither sales nor cuts.
  std::vector<std::string> alarms_;
};

} // namespace kassa::token_campaign
