#include "actors/sale/unit/driver.hpp"

#include <mutex>
#include <utility>

namespace kassa::unit {

namespace {

/// An ask's one answer: `unknown` at the latest when nobody holds it any more.
class once {
public:
  explicit once(control_unit::on_outcome on) : on_(std::move(on)) {}
  once(const once&) = delete;
  once& operator=(const once&) = delete;
  ~once() { say(unknown{"the program stops"}); }

  void say(outcome what) {
    if (auto on = std::exchange(on_, {}))
      on(std::move(what));
  }

private:
  control_unit::on_outcome on_;
};

using answer_to = std::shared_ptr<once>;

} // namespace

class driver::core : public std::enable_shared_from_this<core> {
public:
  core(std::unique_ptr<codec> speaks, byte_channel& line, loop_port& loop,
       patience with)
    : speaks_(std::move(speaks)), line_(line), loop_(loop),
      machine_(with, speaks_->queries()) {}

  void introduce(const registrant& who) {
    speaks_->introduce(who);
    machine_.set_queries(speaks_->queries());
  }

  void start(events on) {
    to_ = std::move(on);
    feed(started{});
  }

  void ask(const registration& what, answer_to on) {
    if (ended_)
      return;
    auto bytes = speaks_->encode(what);
    if (!bytes)
      return on->say(refused{refusal::bad_data,
                             words(bytes.why(), language::en),
                             what.asked_before});
    asks_.push_back({what.id, std::move(on)});
    feed(asked{what.id, *std::move(bytes),
               what.receipt.kind == receipt_kind::normal, what.asked_before});
  }

  void feed(const event& what) {
    if (ended_)
      return;
    for (auto& next : machine_.step(what))
      std::visit([this](auto& x) { act(x); }, next);
  }

  condition status() const {
    std::lock_guard hold{lock_};
    return shown_;
  }

  /// The end: nothing is said to the line or to watchers any more.
  void close() {
    ended_ = true;
    line_.close();
    asks_.clear();
  }

private:
  struct waiting {
    std::string id;
    answer_to on;
  };

  void act(const open_channel& x) {
    line_.close();
    speaks_->reset();
    auto self = weak_from_this();
    line_.open({[self, life = x.life] {
                  if (auto me = self.lock(); me)
                    me->feed(channel_opened{life});
                },
                [self, life = x.life](const std::string& bytes) {
                  if (auto me = self.lock())
                    me->take(life, bytes);
                },
                [self, life = x.life](std::string why) {
                  if (auto me = self.lock(); me)
                    me->feed(channel_closed{life, std::move(why)});
                }});
  }

  void take(std::uint64_t life, const std::string& bytes) {
    for (auto& x : speaks_->feed(bytes))
      feed(answered{life, std::move(x)});
  }

  void act(const close_channel&) { line_.close(); }
  void act(send_bytes& x) {
    speaks_->sent(x.bytes);
    line_.send(std::move(x.bytes));
  }

  void act(const arm& x) {
    loop_.after(x.ms, [self = weak_from_this(), timer = x.timer] {
      if (auto me = self.lock(); me)
        me->feed(due{timer});
    });
  }

  /// Of two asks with one id the later is the one declined.
  void act(finish& x) {
    for (auto at = asks_.rbegin(); at != asks_.rend(); ++at) {
      if (at->id != x.id)
        continue;
      auto on = std::move(at->on);
      asks_.erase(std::next(at).base());
      return on->say(std::move(x.what));
    }
  }

  void act(report& x) {
    if (to_.answered)
      to_.answered(std::move(x.what));
  }

  void act(change& x) {
    {
      std::lock_guard hold{lock_};
      shown_ = x.now;
    }
    if (to_.changed)
      to_.changed(std::move(x.now));
  }

  std::unique_ptr<codec> speaks_;
  byte_channel& line_;
  loop_port& loop_;
  machine machine_;
  events to_;
  std::vector<waiting> asks_;
  bool ended_ = false;
  mutable std::mutex lock_;
  condition shown_;
};

namespace {

patience fit(driver::settings with, const byte_channel& line) {
  if (line.outlives_closing())
    with.with.settle_ms = with.settle_ms;
  return with.with;
}

} // namespace

driver::driver(std::unique_ptr<codec> speaks, byte_channel& line,
               loop_port& loop, settings with)
  : loop_(loop), replays_(with.replays),
    name_(speaks->name() + ' ' + line.name()) {
  core_
    = std::make_shared<core>(std::move(speaks), line, loop, fit(with, line));
}

driver::~driver() {
  core_->close();
}

void driver::introduce(registrant who) {
  loop_.post([me = core_, who = std::move(who)] { me->introduce(who); });
}

void driver::start(events on) {
  loop_.post(
    [me = core_, on = std::move(on)]() mutable { me->start(std::move(on)); });
}

void driver::register_receipt(registration what, on_outcome on) {
  loop_.post(
    [me = core_, what = std::move(what),
     to = std::make_shared<once>(std::move(on))] { me->ask(what, to); });
}

void driver::abandon(std::string id) {
  loop_.post([me = core_, id = std::move(id)] { me->feed(abandoned{id}); });
}

void driver::check() {
  loop_.post([me = core_] { me->feed(check_wanted{}); });
}

condition driver::status() const {
  return core_->status();
}

// -- no unit
// --------------------------------------------------------------------

void no_unit::start(events on) {
  if (on.changed)
    on.changed(status());
}

void no_unit::register_receipt(registration, on_outcome on) {
  on(accepted{});
}

condition no_unit::status() const {
  return {state::ready, {}, {}, "there is no control unit", false};
}

// -- words
// ----------------------------------------------------------------------

std::string_view to_string(state what) noexcept {
  switch (what) {
  case state::unknown: return "unknown";
  case state::probing: return "probing";
  case state::ready: return "ready";
  case state::busy: return "busy";
  case state::warning: return "warning";
  case state::degraded: return "degraded";
  case state::down: return "down";
  case state::blocked: return "blocked";
  }
  return "unknown";
}

std::string_view to_string(refusal why) noexcept {
  switch (why) {
  case refusal::bad_data: return "bad_data";
  case refusal::clock: return "clock";
  case refusal::unknown_register: return "unknown_register";
  case refusal::sequence: return "sequence";
  case refusal::protocol: return "protocol";
  case refusal::storage_full: return "storage_full";
  case refusal::licence: return "licence";
  case refusal::out_of_order: return "out_of_order";
  }
  return "protocol";
}

} // namespace kassa::unit
