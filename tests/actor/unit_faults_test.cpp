// Every fault of an emulated control unit at every step of a sale, with the
// terminal killed there: a real journal, sale, printer and driver over a store
// that loses what was not synced. The table stands in fault_table.hpp.

#include "actors/journal/verify.hpp"
#include "actors/printer/printer_actor.hpp"
#include "actors/sale/signing.hpp"
#include "tests/actor/fault_table.hpp"
#include "tests/actor/mortal_kit.hpp"
#include "tests/actor/sale_kit.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kassa::testing {

namespace {

using std::chrono::milliseconds;

struct kind_of_unit {
  protocol speaks;
  std::string replay; ///< "same", "new", "no"
};

class UnitFaults : public sale_fixture,
                   public ::testing::WithParamInterface<kind_of_unit> {
protected:
  using predicate = std::function<bool()>;
  static constexpr int patience_ms = 600'000;
  static constexpr int turn_ms = 20;

  ~UnitFaults() override { end_process(); }

  // -- the terminal's process -------------------------------------------------

  void new_till() {
    end_process();
    till = terminal{};
    till.world.disk.keep_durable = true;
    ASSERT_TRUE(till.world.disk.sync());
    device = make_device(GetParam().speaks);
    order("replay " + GetParam().replay);
    start_process();
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
    with.zone = "Europe/Stockholm";
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
      scheduler().advance_time(milliseconds{turn_ms});
    }
    return false;
  }

  // -- what is looked at ------------------------------------------------------

  bool pending() const { return till.ledger().open_intent_seq() != 0; }

  std::vector<v1::RecordBody> records() const {
    std::vector<v1::RecordBody> out;
    for (seq_t seq = 1; seq <= till.ledger().seq(); ++seq)
      if (auto body = journal::read_body(till.world.disk, till.world.of, seq))
        out.push_back(*std::move(body));
    return out;
  }

  /// Whether this step of the sale was reached, or the number ended without.
  predicate reached(step at) {
    const auto before = till.ledger().next_sale();
    const auto sold = till.ledger().receipts_ever();
    auto ended = [this, before] {
      return till.ledger().next_sale() > before && !pending();
    };
    auto receipt
      = [this, sold] { return till.ledger().receipts_ever() > sold; };
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

  // -- one cell of the table --------------------------------------------------

  void order(const std::string& line) {
    ASSERT_EQ(emulator::command(device, line), "ok") << line;
  }

  void pay() {
    v1::PayRequest by;
    by.mutable_call()->set_session(session);
    by.mutable_call()->set_client_id("pay-" + std::to_string(++pays));
    by.mutable_call()->set_revision(revision());
    anon_send(till.sale, by);
  }

  void wait_until_it_sells() {
    watched->check();
    ASSERT_TRUE(pump([this] { return unit->driver().status().sells(); }));
  }

  /// A crash may have taken lines and payments, which are not synced.
  void fill() {
    wait_until_it_sells();
    if (sale().sale().lines_size() == 0)
      must<v1::SaleView>(line("2"));
    if (sale().sale().payments_size() == 0)
      must<v1::SaleView>(by_card());
  }

  void run_cell(const std::string& fault, step at) {
    fill();
    const auto sold = till.ledger().receipts_ever();
    if (!fault.empty())
      order(fault);
    auto there = reached(at);
    if (at != step::before_intent)
      pay();
    EXPECT_TRUE(pump(there)) << "never reached";
    crash();
    EXPECT_TRUE(pump([this] { return !pending(); })) << "never ended";
    for (int tries = 0; till.ledger().receipts_ever() == sold; ++tries) {
      ASSERT_LT(tries, 3) << "never sold";
      fill();
      auto next = till.ledger().next_sale();
      pay();
      EXPECT_TRUE(pump([this, next] {
        return till.ledger().next_sale() > next && !pending();
      }))
        << "never ended";
      device.clear();
    }
    print_rest();
  }

  /// What is printed is; what a crash left in doubt came out, somebody says.
  void print_rest() {
    for (int i = 0; i < 3; ++i) {
      settle();
      printer.finish();
    }
    settle();
    auto jobs = ask<v1::PrintJobList>(till.printer, v1::ListPrintJobsRequest{});
    ASSERT_TRUE(jobs);
    for (const auto& job : jobs->jobs()) {
      EXPECT_EQ(job.state(), v1::PRINT_STATE_UNKNOWN);
      v1::AnswerPrintRequest by;
      by.set_job_seq(job.job_seq());
      by.set_came_out(true);
      EXPECT_TRUE(ask<v1::Done>(till.printer, by, std::string{"anna"}));
    }
    EXPECT_TRUE(nothing_to_print());
  }

  void keep_sheets() {
    for (const auto& x : printer.sheets)
      sheets.push_back(x);
    printer.sheets.clear();
  }

  // -- what must hold ---------------------------------------------------------

  void expect_each_number_once() {
    std::map<std::uint64_t, int> intents, ends;
    std::map<std::string, int> sales;
    for (const auto& x : records()) {
      if (x.has_intent())
        ++intents[x.intent().receipt().number()];
      if (x.has_receipt())
        ++sales[x.receipt().sale()], ++ends[x.receipt().number()];
      if (x.has_void_())
        ++ends[x.void_().number()];
    }
    EXPECT_EQ(ends.size(), till.ledger().next_sale() - 1);
    EXPECT_EQ(intents, ends);
    for (const auto& [number, times] : ends)
      EXPECT_EQ(times, 1) << "number " << number;
    for (const auto& [sale, times] : sales)
      EXPECT_EQ(times, 1) << "a sale was charged twice";
  }

  /// The codes that the unit gave for a number.
  std::vector<std::string> given(const v1::RecordBody& intent) const {
    auto what = sale::registration_of(intent.intent(), false);
    return device.codes(emulated_key(what->receipt, GetParam().speaks));
  }

  void expect_codes_agree() {
    std::map<std::uint64_t, std::vector<std::string>> codes;
    std::set<std::string> heard, shown;
    for (const auto& x : records()) {
      if (x.has_intent())
        codes[x.intent().receipt().number()] = given(x);
      if (x.has_unit_answered())
        heard.insert(x.unit_answered().code());
      if (x.has_void_() && !x.void_().in_doubt()) {
        EXPECT_TRUE(codes[x.void_().number()].empty())
          << "the unit holds number " << x.void_().number()
          << ", and its void is sure that it does not";
      }
      if (!x.has_receipt())
        continue;
      const auto& code = x.receipt().unit().code();
      const auto& own = codes[x.receipt().number()];
      EXPECT_NE(std::find(own.begin(), own.end(), code), own.end())
        << x.receipt().number() << " shows a code that is not its own";
      EXPECT_TRUE(shown.insert(code).second) << "one code on two receipts";
      EXPECT_TRUE(heard.contains(code)) << "an answer is not journaled";
    }
    if (GetParam().replay != "same")
      return;
    for (const auto& [number, own] : codes)
      EXPECT_LE(own.size(), 1u) << "number " << number;
  }

  void expect_nothing_printed_twice() {
    keep_sheets();
    std::set<std::string> seen;
    for (const auto& x : sheets) {
      auto at = x.find("Kvittonr: ");
      ASSERT_NE(at, std::string::npos);
      EXPECT_TRUE(seen.insert(x.substr(at, x.find(' ', at + 10) - at)).second)
        << "printed twice by itself";
    }
  }

  void expect_verified() {
    auto report = journal::verify(till.world.disk, till.world.of, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
  }

  emulator::device device = make_device(protocol::kd);
  slow_printer printer;
  std::unique_ptr<emulated_unit> unit;
  std::unique_ptr<watched_unit> watched;
  std::vector<std::string> sheets;
  int pays = 0;
};

TEST_P(UnitFaults, L2_EndEachNumberOnceWhereverTheTerminalDies) {
  for (const auto& fault : all_faults(GetParam().speaks)) {
    new_till();
    sheets.clear();
    session = log_in(till, "anna");
    for (auto at : all_steps) {
      SCOPED_TRACE('"' + fault + "\", killed: " + name_of(at));
      run_cell(fault, at);
      expect_each_number_once();
      expect_codes_agree();
      expect_nothing_printed_twice();
      if (HasFailure())
        return;
      device.clear();
    }
    expect_verified();
  }
}

std::string kind_name(const ::testing::TestParamInfo<kind_of_unit>& of) {
  constexpr const char* names[]{"kd", "ccsp", "tcs"};
  return std::string{names[static_cast<int>(of.param.speaks)]} + '_'
         + of.param.replay;
}

const kind_of_unit all_kinds[]{
  {protocol::kd, "same"},   {protocol::kd, "new"},   {protocol::kd, "no"},
  {protocol::ccsp, "same"}, {protocol::ccsp, "new"}, {protocol::ccsp, "no"},
  {protocol::tcs, "same"},  {protocol::tcs, "new"},  {protocol::tcs, "no"}};

INSTANTIATE_TEST_SUITE_P(Protocols, UnitFaults, ::testing::ValuesIn(all_kinds),
                         kind_name);

} // namespace

} // namespace kassa::testing
