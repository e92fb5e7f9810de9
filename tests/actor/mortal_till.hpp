#pragma once

#include "actors/journal/ledger.hpp"
#include "actors/printer/printer_actor.hpp"
#include "tests/actor/mortal_kit.hpp"
#include "tests/actor/sale_kit.hpp"
#include "tests/unit/unit_rigs.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kassa::testing {

/// A unit, and what it is told of again and again.
struct kind_of_unit {
  protocol speaks;
  std::string replay; ///< "same", "new", "no"
  v1::Series of = v1::SERIES_SALE;
};

/// A terminal whose process ends and begins again, its control unit and what
/// has come out on paper.
class mortal_till : public sale_fixture,
                    public ::testing::WithParamInterface<kind_of_unit> {
protected:
  using predicate = std::function<bool()>;
  static constexpr int patience_ms = 600'000;
  static constexpr int turn_ms = 20;

  ~mortal_till() override { end_process(); }

  // -- the terminal's process -------------------------------------------------

  void new_till() {
    end_process();
    till = terminal{};
    till.world.disk.keep_durable = true;
    ASSERT_TRUE(till.world.disk.sync());
    device = make_device(GetParam().speaks);
    order("replay " + GetParam().replay);
    counted = {};
    start_process();
    session = log_in(till, "anna");
    v1::SetTrainingRequest by;
    by.set_on(of() == v1::SERIES_TRAINING);
    must<v1::Done>(by);
  }

  void start_process() {
    printer = slow_printer{};
    unit = std::make_unique<emulated_unit>(GetParam().speaks, false, device);
    watched = std::make_unique<watched_unit>(unit->driver());
    till.unit = watched.get();
    till.events = spawn<fake_events>(sys_, till.heard);
    till.journal = spawn<journal::journal_state>(sys_, till.for_journal());
    printer::printer_settings with;
    with.scope = till.world.of;
    with.store = &till.world.disk;
    with.paper.zone = "Europe/Stockholm";
    till.printer = spawn<printer::printer_state>(sys_, with, till.journal,
                                                 till.events, &printer);
    till.sale = spawn<sale::sale_state>(sys_, till.for_sale(), till.journal,
                                        till.printer, till.events);
  }

  void end_process() {
    stop(till);
    unit.reset(); // What it still had to say goes through the other.
    watched.reset();
  }

  /// kill -9, and what was not synced is lost.
  void crash() {
    auto left = till.world.disk;
    left.cut_power();
    keep_sheets();
    end_process();
    till.world.disk = left;
    counted = {};
    start_process();
    session = log_in(till, "anna");
  }

  // -- time -------------------------------------------------------------------

  /// Runs actors and unit, a message at a time, until `done` or in vain.
  bool pump(const predicate& done) {
    for (int at = 0; at < patience_ms; at += turn_ms) {
      while (!done() && scheduler().try_run_once())
        continue;
      if (done() || unit->loop().run(turn_ms, done))
        return true;
      scheduler().advance_time(std::chrono::milliseconds{turn_ms});
    }
    return false;
  }

  // -- what is looked at ------------------------------------------------------

  static v1::Series of() { return GetParam().of; }
  bool pending() const { return till.ledger().open_intent_seq() != 0; }
  std::uint64_t next() const {
    return journal::next_number(till.ledger(), of());
  }

  /// How many of the series became what they were to be.
  std::uint64_t made() {
    for (auto seq = till.ledger().seq(); counted.seq < seq;) {
      auto x
        = journal::read_body(till.world.disk, till.world.of, ++counted.seq);
      if (x && !x->has_void_() && journal::ended_by(*x).series == of())
        ++counted.made;
    }
    return counted.made;
  }

  std::vector<v1::RecordBody> records() const {
    std::vector<v1::RecordBody> out;
    for (seq_t seq = 1; seq <= till.ledger().seq(); ++seq)
      if (auto body = journal::read_body(till.world.disk, till.world.of, seq))
        out.push_back(*std::move(body));
    return out;
  }

  /// Whether this step of the sale was reached, or the number ended without.
  predicate reached(step at) {
    auto ended
      = [this, before = next()] { return next() > before && !pending(); };
    auto receipt = [this, before = made()] { return made() > before; };
    switch (at) {
    case step::before_intent: return [] { return true; };
    case step::intent_durable: return [this] { return pending(); };
    case step::asked:
      return [this, ended] {
        return unit->driver().status().now == unit::state::busy || ended();
      };
    case step::answered:
      return [this, ended, said = watched->outcomes] {
        return watched->outcomes > said || ended();
      };
    case step::receipt_durable:
      return [receipt, ended] { return receipt() || ended(); };
    case step::printing:
      return [this, receipt, ended] {
        return receipt() ? !printer.open.empty() : ended();
      };
    case step::printed:
      return [this, receipt, ended, done = printer.ended] {
        printer.finish();
        return receipt() ? printer.ended > done && nothing_to_print() : ended();
      };
    }
    return {};
  }

  bool nothing_to_print() const {
    const auto& state = till.world.disk.in(store::family::state);
    auto [from, to] = std::pair{store::print_job_key(till.world.of, 0),
                                store::print_job_key(till.world.of, ~0ULL)};
    return state.lower_bound(from) == state.upper_bound(to);
  }

  void order(const std::string& line) {
    ASSERT_EQ(emulator::command(device, line), "ok") << line;
  }

  void keep_sheets() {
    for (const auto& x : printer.sheets)
      sheets.push_back(x);
    printer.sheets.clear();
  }

  emulator::device device = make_device(protocol::kd);
  slow_printer printer;
  std::unique_ptr<emulated_unit> unit;
  std::unique_ptr<watched_unit> watched;
  std::vector<std::string> sheets;
  struct {
    seq_t seq = 0;
    std::uint64_t made = 0;
  } counted; ///< Up to which record, of this process.
};

} // namespace kassa::testing
