#pragma once

#include "actors/printer/printer_port.hpp"
#include "actors/sale/unit/driver.hpp"

#include <deque>
#include <string>
#include <utility>
#include <vector>

/// What hangs on a terminal whose process dies again and again.
namespace kassa::testing {

/// Prints when it is told to, and keeps what it printed.
class slow_printer : public printer::printer_port {
public:
  void print(std::string bytes, answer on) override {
    sheets.push_back(std::move(bytes));
    open.push_back(std::move(on));
  }
  bool escpos() const override { return false; }
  std::string name() const override { return "slow"; }

  void finish() {
    while (!open.empty()) {
      auto on = std::move(open.front());
      open.pop_front();
      on(printer::outcome::printed, {});
      ++ended;
    }
  }

  std::vector<std::string> sheets;
  std::deque<answer> open;
  int ended = 0;
};

/// Counts what a driver answers.
class watched_unit : public unit::control_unit {
public:
  explicit watched_unit(unit::driver& of) : of_(of) {}

  void introduce(unit::registrant who) override {
    of_.introduce(std::move(who));
  }
  void start(events on) override { of_.start(std::move(on)); }
  void register_receipt(unit::registration what, on_outcome on) override {
    of_.register_receipt(std::move(what),
                         [this, on = std::move(on)](unit::outcome x) {
                           ++outcomes;
                           on(std::move(x));
                         });
  }
  void abandon(std::string id) override { of_.abandon(std::move(id)); }
  void check() override { of_.check(); }
  unit::condition status() const override { return of_.status(); }
  bool signs() const override { return true; }
  bool replays() const override { return of_.replays(); }
  std::string name() const override { return of_.name(); }

  int outcomes = 0;

private:
  unit::driver& of_;
};

} // namespace kassa::testing
