// Every fault of an emulated control unit at every step of a sale, a copy, a
// training sale and a pro forma, with the terminal killed there: a real
// journal, sale, printer and driver over a store that loses what was not
// synced. The table stands in fault_table.hpp.

#include "actors/journal/verify.hpp"
#include "actors/sale/signing.hpp"
#include "tests/actor/fault_table.hpp"
#include "tests/actor/mortal_till.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kassa::testing {

namespace {

class UnitFaults : public mortal_till {
protected:
  // -- one cell of the table --------------------------------------------------

  template <class Request>
  void send(Request by) {
    by.mutable_call()->set_session(session);
    by.mutable_call()->set_client_id("pay-" + std::to_string(++pays));
    by.mutable_call()->set_revision(revision());
    anon_send(till.sale, by);
  }

  void pay() {
    v1::CopyReceiptRequest copy;
    copy.set_number(till.ledger().next_sale() - 1);
    switch (of()) {
    case v1::SERIES_COPY: return send(copy);
    case v1::SERIES_PRO_FORMA: return send(v1::PrintProFormaRequest{});
    default: return send(v1::PayRequest{});
    }
  }

  void wait_until_it_sells() {
    watched->check();
    ASSERT_TRUE(pump([this] { return unit->driver().status().sells(); }));
  }

  /// A crash may have taken lines and payments, which are not synced.
  void fill() {
    wait_until_it_sells();
    if (of() == v1::SERIES_COPY)
      return sell_what_is_copied();
    if (sale().sale().lines_size() == 0)
      must<v1::SaleView>(line("2"));
    if (sale().sale().payments_size() == 0 && of() != v1::SERIES_PRO_FORMA)
      must<v1::SaleView>(by_card());
  }

  /// A receipt has one copy: each needs another. A sale that is refused is no
  /// receipt, but here nothing is wrong yet.
  void sell_what_is_copied() {
    if (till.ledger().receipts_ever() > made())
      return;
    must<v1::SaleView>(line("2"));
    must<v1::SaleView>(by_card());
    send(v1::PayRequest{});
    const auto sold = till.ledger().receipts_ever();
    ASSERT_TRUE(
      pump([this, sold] { return till.ledger().receipts_ever() > sold; }));
    ASSERT_TRUE(pump([this] {
      printer.finish();
      return nothing_to_print();
    }));
  }

  void run_cell(const std::string& fault, step at) {
    fill();
    const auto before = made();
    if (!fault.empty())
      order(fault);
    auto there = reached(at);
    if (at != step::before_intent)
      pay();
    EXPECT_TRUE(pump(there)) << "never reached";
    crash();
    EXPECT_TRUE(pump([this] { return !pending(); })) << "never ended";
    for (int tries = 0; made() == before; ++tries) {
      ASSERT_LT(tries, 3) << "never made";
      fill();
      auto number = next();
      pay();
      EXPECT_TRUE(
        pump([this, number] { return next() > number && !pending(); }))
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

  // -- what must hold ---------------------------------------------------------

  void expect_each_number_once() {
    std::map<std::uint64_t, int> intents, ends;
    std::map<std::string, int> sales;
    for (const auto& x : records()) {
      if (x.has_receipt())
        ++sales[x.receipt().sale()];
      if (auto held = journal::held_by(x.intent()); held.series == of())
        ++intents[held.number];
      if (auto ended = journal::ended_by(x); ended.series == of())
        ++ends[ended.number];
    }
    EXPECT_EQ(ends.size(), next() - 1);
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

  static const v1::UnitAnswer& answer_of(const v1::RecordBody& x) {
    return x.has_copy()        ? x.copy().unit()
           : x.has_pro_forma() ? x.pro_forma().receipt().unit()
                               : x.receipt().unit();
  }

  void expect_codes_agree() {
    std::map<std::uint64_t, std::vector<std::string>> codes;
    std::set<std::string> heard, shown;
    for (const auto& x : records()) {
      if (auto held = journal::held_by(x.intent()); held.series == of())
        codes[held.number] = given(x);
      if (x.has_unit_answered())
        heard.insert(x.unit_answered().code());
      const auto ended = journal::ended_by(x);
      if (ended.series != of())
        continue;
      const auto& own = codes[ended.number];
      if (x.has_void_()) {
        EXPECT_TRUE(x.void_().in_doubt() || own.empty())
          << "the unit holds number " << ended.number
          << ", and its void is sure that it does not";
        continue;
      }
      const auto& code = answer_of(x).code();
      if (code.empty()) { // Only a sale must have one.
        EXPECT_NE(of(), v1::SERIES_SALE);
        EXPECT_TRUE(!answer_of(x).refused().empty() || !own.empty());
        continue;
      }
      EXPECT_NE(std::find(own.begin(), own.end(), code), own.end())
        << ended.number << " shows a code that is not its own";
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
    for (const auto& x : sheets)
      EXPECT_TRUE(seen.insert(name_of_sheet(x)).second)
        << "printed twice by itself";
  }

  static std::string name_of_sheet(const std::string& x) {
    for (std::string mark : {"Kopia nr: ", "Proforma nr: ", "Kvittonr: "})
      if (auto at = x.find(mark); at != std::string::npos)
        return x.substr(at, x.find_first_of(" \n", at + mark.size()) - at);
    ADD_FAILURE() << x;
    return {};
  }

  void expect_verified() {
    auto report = journal::verify(till.world.disk, till.world.of, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
  }

  int pays = 0;
};

TEST_P(UnitFaults, L2_EndEachNumberOnceWhereverTheTerminalDies) {
  for (const auto& fault : all_faults(GetParam().speaks)) {
    new_till();
    sheets.clear();
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
  auto series = v1::Series_Name(of.param.of).substr(sizeof "SERIES_" - 1);
  return std::string{names[static_cast<int>(of.param.speaks)]} + '_'
         + of.param.replay
         + (of.param.of == v1::SERIES_SALE ? "" : '_' + series);
}

const kind_of_unit all_kinds[]{{protocol::kd, "same"},
                               {protocol::kd, "new"},
                               {protocol::kd, "no"},
                               {protocol::ccsp, "same"},
                               {protocol::ccsp, "new"},
                               {protocol::ccsp, "no"},
                               {protocol::tcs, "same"},
                               {protocol::tcs, "new"},
                               {protocol::tcs, "no"},
                               {protocol::kd, "same", v1::SERIES_COPY},
                               {protocol::kd, "new", v1::SERIES_PRO_FORMA},
                               {protocol::kd, "no", v1::SERIES_TRAINING},
                               {protocol::ccsp, "no", v1::SERIES_COPY},
                               {protocol::tcs, "new", v1::SERIES_COPY}};

INSTANTIATE_TEST_SUITE_P(Protocols, UnitFaults, ::testing::ValuesIn(all_kinds),
                         kind_name);

} // namespace

} // namespace kassa::testing
