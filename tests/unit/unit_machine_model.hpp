#pragma once

#include "actors/sale/unit/machine.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace kassa::testing {

/// A machine, a line and a unit, all of values, on virtual time. The unit
/// answers in order; what it says may be lost, late, damaged or said twice.
class unit_model {
public:
  unit_model(std::uint64_t seed, bool serial) : luck(seed), serial_(serial) {
    boot();
  }

  /// Another process: what was under way is forgotten, but for the intent.
  void boot() {
    unit::patience with;
    with.settle_ms = serial_ ? 1'000 : 0;
    machine
      = std::make_unique<unit::machine>(with, std::vector<std::string>{"who"});
    timers_.clear();
    open_ = false;
    if (!serial_)
      said_.clear();
    under_way = false;
    take(unit::started{});
  }

  void ask(const std::string& id, bool before) {
    under_way = true;
    take(unit::asked{id, "receipt " + id, true, before});
  }

  void abandon(const std::string& id) { take(unit::abandoned{id}); }
  void check() { take(unit::check_wanted{}); }

  /// The next thing that falls due happens. @returns false when nothing does
  bool turn() {
    auto timer = timers_.begin();
    auto next = said_.begin();
    if (timer == timers_.end() && next == said_.end())
      return false;
    if (next != said_.end()
        && (timer == timers_.end() || next->at <= timer->first)) {
      auto x = *next;
      said_.erase(next);
      now_ = std::max(now_, x.at);
      if (open_)
        take(unit::answered{serial_ ? life_ : x.life, x.what});
      return true;
    }
    now_ = timer->first;
    auto number = timer->second;
    timers_.erase(timer);
    take(unit::due{number});
    return true;
  }

  std::mt19937_64 luck;
  std::unique_ptr<unit::machine> machine;
  bool disturbed = true;  ///< Whether anything goes wrong.
  bool under_way = false; ///< An ask has had no outcome yet.
  unit::outcome last = unit::unknown{};
  std::map<std::string, std::vector<std::string>> codes; ///< As the unit gave.
  std::vector<unit::heard> journal;

private:
  struct word {
    std::uint64_t at;
    std::uint64_t life;
    unit::answer what;
  };

  void take(const unit::event& what) {
    for (auto& x : machine->step(what))
      std::visit([this](auto& y) { act(y); }, x);
  }

  void act(const unit::open_channel& x) {
    life_ = x.life;
    open_ = true;
    if (!serial_)
      said_.clear();
    take(unit::channel_opened{x.life});
  }
  void act(const unit::close_channel&) { open_ = false; }
  void act(const unit::arm& x) { timers_.emplace(now_ + x.ms, x.timer); }
  void act(const unit::finish& x) {
    last = x.what;
    under_way = false;
  }
  void act(const unit::report& x) { journal.push_back(x.what); }
  void act(const unit::change&) {}

  void act(const unit::send_bytes& x) {
    auto one_in = [this](unsigned n) { return disturbed && luck() % n == 0; };
    if (one_in(6))
      return; // It never came.
    auto answer = serve(x.bytes);
    if (one_in(6))
      return; // The answer is lost.
    auto late = one_in(5) ? luck() % (serial_ ? 900 : 9'000) : 0;
    if (serial_ && late > 0)
      late += 4'900; // Past the driver's patience, within its settling.
    free_at_ = std::max(free_at_, now_) + 10 + late;
    if (serial_)
      free_at_ = std::min(free_at_, now_ + 5'900);
    if (one_in(8))
      answer = unit::garbled{"noise"};
    said_.push_back({free_at_, life_, answer});
    if (!serial_ && one_in(5))
      said_.push_back({free_at_ + 1, life_, answer});
  }

  unit::answer serve(const std::string& bytes) {
    if (bytes == "who")
      return unit::identity{"U", "1"};
    auto id = bytes.substr(8);
    auto& given = codes[id];
    if (disturbed && luck() % 12 == 0)
      return unit::rejected{unit::verdict::again, {}, "busy"};
    if (disturbed && luck() % 30 == 0)
      return unit::rejected{unit::verdict::never, {}, "no"};
    // Another code each time: the worst that a unit can do.
    given.push_back(id + '/' + std::to_string(given.size()));
    if (disturbed && luck() % 12 == 0)
      return unit::rejected{unit::verdict::doubt, {}, "failed"};
    return unit::coded{given.back(), {}, unit::health::fine, false};
  }

  bool serial_;
  bool open_ = false;
  std::uint64_t life_ = 0;
  std::uint64_t now_ = 0;
  std::uint64_t free_at_ = 0;
  std::multimap<std::uint64_t, std::uint64_t> timers_;
  std::vector<word> said_; ///< In order.
};

} // namespace kassa::testing
