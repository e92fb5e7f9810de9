#pragma once

#include "actors/sale/unit/unit_port.hpp"

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kassa::testing {

/// A control unit that does what a test says: answers from its script at once,
/// else keeps whoever asked waiting until `answer`.
class scripted_unit : public unit::control_unit {
public:
  static constexpr auto number = "TESTUNIT000000001";

  static unit::outcome code(const std::string& text) {
    return unit::accepted{text, number};
  }

  void start(events on) override { on_ = std::move(on); }

  void register_receipt(unit::registration what, on_outcome on) override {
    asks.push_back(what);
    if (on_ask)
      on_ask();
    if (script.empty()) {
      held_.push_back(std::move(on));
      return;
    }
    auto next = std::move(script.front());
    script.pop_front();
    on(std::move(next));
  }

  void abandon(std::string id) override {
    abandoned.push_back(std::move(id));
    for (auto& on : std::exchange(held_, {}))
      on(unit::unknown{"abandoned"});
  }

  void check() override { ++checks; }
  unit::condition status() const override { return now; }
  bool signs() const override { return true; }
  bool replays() const override { return false; }
  std::string name() const override { return "scripted"; }

  /// Answers the oldest ask that is kept waiting.
  void answer(unit::outcome what) {
    auto on = std::move(held_.front());
    held_.pop_front();
    on(std::move(what));
  }

  void become(unit::state state, std::string why = {}) {
    now.now = state;
    now.detail = std::move(why);
    on_.changed(now);
  }

  void say(unit::heard what) { on_.answered(std::move(what)); }

  /// The machine that it was plugged into is gone.
  void forget() { held_.clear(); }
  std::size_t held() const { return held_.size(); }

  unit::condition now{unit::state::ready, number, "1", ""};
  std::deque<unit::outcome> script;
  std::vector<unit::registration> asks;
  std::vector<std::string> abandoned;
  std::function<void()> on_ask;
  int checks = 0;

private:
  events on_;
  std::deque<on_outcome> held_;
};

} // namespace kassa::testing
