#pragma once

#include "actors/sale/card/card_port.hpp"

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kassa::testing {

/// A card terminal that does what a test says: answers from its script at once,
/// else when `say` is called.
class scripted_card : public card::card_terminal {
public:
  void start(events on) override { on_ = std::move(on); }

  void ask(card::request what) override {
    asks.push_back(what);
    if (on_ask)
      on_ask();
    if (script.empty())
      return;
    auto next = script.front();
    script.pop_front();
    say(next, what.id);
  }

  void abandon(std::string id) override { abandoned.push_back(std::move(id)); }
  void check() override { ++checks; }
  card::condition status() const override { return now; }
  std::string name() const override { return called; }

  /// Says this of the ask, or of the last one.
  void say(card::outcome what, std::string id = {}, bool stray = false) {
    if (id.empty())
      id = asks.back().id;
    card::answer out{std::move(id), what, {}, "words", stray};
    if (what == card::outcome::approved)
      out.proof = {"T1", "************1234", "Emukort", "A9", "R7"};
    on_.answered(std::move(out));
  }

  void become(card::state state, std::string why = {}) {
    now = {state, "T1", std::move(why)};
    on_.changed(now);
  }

  std::string called = "scripted";
  card::condition now{card::state::ready, "T1", ""};
  std::deque<card::outcome> script;
  std::vector<card::request> asks;
  std::vector<std::string> abandoned;
  std::function<void()> on_ask;
  int checks = 0;

private:
  events on_;
};

} // namespace kassa::testing
