#include "actors/sale/card/driver.hpp"

#include "actors/sale/card/lines.hpp"

#include <mutex>
#include <utility>

namespace kassa::card {

class driver::core : public std::enable_shared_from_this<core> {
public:
  core(unit::byte_channel& line, unit::loop_port& loop, patience with)
    : line_(line), loop_(loop), machine_(with) {}

  void start(events on) {
    to_ = std::move(on);
    feed(started{});
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
  }

private:
  void act(const open_line& x) {
    line_.close();
    reader_.reset();
    auto self = weak_from_this();
    line_.open({[self, life = x.life] {
                  if (auto me = self.lock())
                    me->feed(line_opened{life});
                },
                [self, life = x.life](const std::string& bytes) {
                  if (auto me = self.lock())
                    me->take(life, bytes);
                },
                [self, life = x.life](std::string why) {
                  if (auto me = self.lock())
                    me->feed(line_closed{life, std::move(why)});
                }});
  }

  void take(std::uint64_t life, const std::string& bytes) {
    for (auto& x : reader_.feed(bytes))
      feed(heard{life, std::move(x)});
  }

  void act(const close_line&) { line_.close(); }
  void act(const say_hello&) { line_.send(lines::hello()); }
  void act(const say_ask& x) { line_.send(lines::ask(x.id, x.amount)); }

  void act(const arm& x) {
    loop_.after(x.ms, [self = weak_from_this(), timer = x.timer] {
      if (auto me = self.lock())
        me->feed(due{timer});
    });
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

  unit::byte_channel& line_;
  unit::loop_port& loop_;
  machine machine_;
  lines::reader reader_;
  events to_;
  bool ended_ = false;
  mutable std::mutex lock_;
  condition shown_;
};

driver::driver(unit::byte_channel& line, unit::loop_port& loop, patience with)
  : core_(std::make_shared<core>(line, loop, with)), loop_(loop),
    name_("emulated " + line.name()) {}

driver::~driver() {
  core_->close();
}

void driver::start(events on) {
  loop_.post(
    [me = core_, on = std::move(on)]() mutable { me->start(std::move(on)); });
}

void driver::ask(request what) {
  loop_.post([me = core_, what = std::move(what)] { me->feed(asked{what}); });
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

// -- by hand
// --------------------------------------------------------------

void manual_terminal::start(events on) {
  if (on.changed)
    on.changed(status());
}

// -- words
// --------------------------------------------------------------

std::string_view to_string(outcome what) noexcept {
  switch (what) {
  case outcome::approved: return "approved";
  case outcome::declined: return "declined";
  case outcome::unknown: return "unknown";
  case outcome::unavailable: return "unavailable";
  }
  return "unknown";
}

std::string_view to_string(state what) noexcept {
  switch (what) {
  case state::down: return "down";
  case state::ready: return "ready";
  case state::busy: return "busy";
  case state::by_hand: return "manual";
  }
  return "down";
}

} // namespace kassa::card
