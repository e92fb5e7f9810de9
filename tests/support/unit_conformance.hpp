#pragma once

#include "tests/support/test_seed.hpp"
#include "tests/support/unit_rig.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

/// What every control unit's driver must do, whoever wrote it. Make a rig of
/// the driver and a unit that can be disturbed, and instantiate:
///
///   INSTANTIATE_TEST_SUITE_P(Mine, UnitConformance,
///     ::testing::Values(rig_maker{"mine", make_my_rig}), rig_name);
///
/// and ForgetfulUnit too, unless the unit always answers the same data alike;
/// in one source file of a test program.
namespace kassa::testing {

inline std::string rig_name(const ::testing::TestParamInfo<rig_maker>& of) {
  return of.param.name;
}

class UnitConformance : public ::testing::TestWithParam<rig_maker> {
protected:
  static constexpr std::uint32_t patience_ms = 120'000;

  void SetUp() override {
    rig = GetParam().make();
    rig->unit().start({[this](const unit::condition& x) { seen.push_back(x); },
                       [this](const unit::heard& x) { journal.push_back(x); }});
    ASSERT_TRUE(wait_until_it_sells());
  }

  bool wait_until_it_sells() {
    return rig->run(patience_ms,
                    [this] { return rig->unit().status().sells(); });
  }

  static unit::registration ask_for(std::uint64_t number) {
    constexpr std::string_view digits = "0123456789";
    std::string id = "00000000-0000-4000-8000-000000000000";
    for (auto at = id.size(); number > 0; number /= 10)
      id[--at] = digits[number % 10];
    return {id, {}, false};
  }

  /// Asks, and waits for the one outcome.
  unit::outcome ask(std::uint64_t number, bool before = false) {
    auto what = ask_for(number);
    what.receipt = sample_receipt(number);
    what.asked_before = before;
    auto answers = std::make_shared<std::vector<unit::outcome>>();
    rig->unit().register_receipt(
      what, [answers](unit::outcome x) { answers->push_back(std::move(x)); });
    EXPECT_TRUE(rig->run(patience_ms, [&] { return !answers->empty(); }))
      << "no outcome for " << number;
    EXPECT_LE(answers->size(), 1u);
    return answers->empty() ? unit::unknown{"none"} : answers->front();
  }

  /// Asks until it is accepted or refused, as the sale does.
  unit::outcome settle(std::uint64_t number) {
    auto doubt = false;
    for (int i = 0; i < 50; ++i) {
      auto out = ask(number, doubt);
      doubt = doubt || std::holds_alternative<unit::unknown>(out);
      if (!std::holds_alternative<unit::unknown>(out)
          && !std::holds_alternative<unit::unavailable>(out))
        return out;
      rig->unit().check();
      wait_until_it_sells();
    }
    ADD_FAILURE() << number << " never ended";
    return unit::unknown{"never"};
  }

  /// The code that was accepted; empty, with a failure, when none was.
  static std::string code_of(const unit::outcome& x) {
    const auto* yes = std::get_if<unit::accepted>(&x);
    EXPECT_NE(yes, nullptr) << "index " << x.index();
    return yes ? yes->code : std::string{};
  }

  std::unique_ptr<unit_rig> rig;
  std::vector<unit::condition> seen;
  std::vector<unit::heard> journal;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(UnitConformance);

/// Besides, for a unit that may answer the same data otherwise.
class ForgetfulUnit : public UnitConformance {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ForgetfulUnit);

TEST_P(UnitConformance, SaysWhoTheUnitIs) {
  EXPECT_FALSE(rig->unit().status().unit.empty());
  EXPECT_TRUE(rig->unit().signs());
  EXPECT_FALSE(rig->unit().name().empty());
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.front().now, unit::state::probing);
}

TEST_P(UnitConformance, GivesEachReceiptTheCodeOfTheUnit) {
  std::set<std::string> codes;
  for (std::uint64_t n = 1; n <= 5; ++n) {
    auto code = code_of(ask(n));
    EXPECT_EQ(rig->codes(sample_receipt(n)), std::vector<std::string>{code});
    codes.insert(code);
  }
  EXPECT_EQ(codes.size(), 5u);
  ASSERT_EQ(journal.size(), 5u);
  EXPECT_EQ(journal.back().answer, "code");
  EXPECT_FALSE(journal.back().stray);
}

TEST_P(UnitConformance, TakesReturnsTrainingAndCopies) {
  auto one = [this](std::uint64_t number, auto change) {
    auto what = ask_for(number);
    what.receipt = sample_receipt(number);
    change(what.receipt);
    auto got = std::make_shared<std::optional<unit::outcome>>();
    rig->unit().register_receipt(
      what, [got](unit::outcome x) { *got = std::move(x); });
    rig->run(patience_ms, [&] { return got->has_value(); });
    return got->has_value() && std::holds_alternative<unit::accepted>(**got);
  };
  EXPECT_TRUE(one(1, [](unit::receipt_data& x) {
    x.sale_amount = -11'200;
    x.return_amount = 11'200;
    x.vat = {{1200, -1'200, -11'200}};
  }));
  EXPECT_TRUE(one(2, [](auto& x) { x.kind = unit::receipt_kind::training; }));
  EXPECT_TRUE(one(3, [](auto& x) {
    x.kind = unit::receipt_kind::copy;
    x.original = unit::original_receipt{"2026-04-01", "12:00:00", 1};
  }));
  EXPECT_TRUE(one(4, [](auto& x) { x.kind = unit::receipt_kind::pro_forma; }));
}

TEST_P(UnitConformance, RefusesWhatItsProtocolCannotCarry) {
  auto what = ask_for(1);
  what.receipt = sample_receipt(1);
  what.receipt.org_no = "55667788";
  std::optional<unit::outcome> got;
  rig->unit().register_receipt(what, [&got](unit::outcome x) { got = x; });
  ASSERT_TRUE(rig->run(patience_ms, [&] { return got.has_value(); }));
  auto* no = std::get_if<unit::refused>(&*got);
  ASSERT_NE(no, nullptr);
  EXPECT_EQ(no->why, unit::refusal::bad_data);
  EXPECT_FALSE(code_of(ask(2)).empty());
}

TEST_P(UnitConformance, L2_AsksAgainWithTheSameDataWhateverIsLost) {
  std::uint64_t n = 0;
  for (auto fault :
       {unit_fault::no_answer, unit_fault::lost, unit_fault::late,
        unit_fault::bad_checksum, unit_fault::power_fail, unit_fault::busy,
        unit_fault::repeat, unit_fault::garbage, unit_fault::split}) {
    SCOPED_TRACE("fault " + std::to_string(static_cast<int>(fault)));
    rig->disturb(fault, 1);
    ++n;
    auto code = code_of(settle(n));
    EXPECT_EQ(rig->codes(sample_receipt(n)), std::vector<std::string>{code});
    EXPECT_FALSE(code_of(settle(++n)).empty());
    EXPECT_EQ(rig->codes(sample_receipt(n)).size(), 1u);
  }
}

TEST_P(ForgetfulUnit, L2_ShowsOneCodeWhereTheUnitGivesAnother) {
  rig->set_replay(unit_replay::anew);
  std::uint64_t n = 0;
  for (auto fault : {unit_fault::lost, unit_fault::late,
                     unit_fault::bad_checksum, unit_fault::power_fail}) {
    SCOPED_TRACE("fault " + std::to_string(static_cast<int>(fault)));
    rig->disturb(fault, 1);
    ++n;
    auto code = code_of(settle(n));
    auto given = rig->codes(sample_receipt(n));
    EXPECT_NE(std::find(given.begin(), given.end(), code), given.end());
    // The next receipt gets its own, whatever comes late.
    auto next = code_of(settle(++n));
    EXPECT_EQ(rig->codes(sample_receipt(n)), std::vector<std::string>{next});
  }
}

TEST_P(ForgetfulUnit, L2_EndsInARefusalWhereTheUnitNeverAnswersAgain) {
  rig->set_replay(unit_replay::refused);
  rig->disturb(unit_fault::lost, 1);
  auto out = settle(1);
  auto* no = std::get_if<unit::refused>(&out);
  ASSERT_NE(no, nullptr);
  EXPECT_TRUE(no->earlier_in_doubt);
  EXPECT_FALSE(code_of(settle(2)).empty());
}

TEST_P(UnitConformance, SaysUnknownOnlyWhenTheUnitMayHoldTheReceipt) {
  rig->disturb(unit_fault::no_answer, 1'000);
  EXPECT_TRUE(std::holds_alternative<unit::unknown>(ask(1)));
  EXPECT_TRUE(rig->codes(sample_receipt(1)).empty());
}

TEST_P(UnitConformance, SaysUnavailableWhenNothingWasSent) {
  rig->disturb_queries(1'000);
  rig->unit().check();
  ASSERT_TRUE(
    rig->run(patience_ms, [this] { return !rig->unit().status().sells(); }));
  EXPECT_TRUE(std::holds_alternative<unit::unavailable>(ask(1)));
  EXPECT_TRUE(std::holds_alternative<unit::unknown>(ask(2, true)));
  ASSERT_TRUE(rig->run(patience_ms, [this] {
    return rig->unit().status().now == unit::state::down;
  }));
  EXPECT_FALSE(rig->unit().status().detail.empty());
}

TEST_P(UnitConformance, SaysWhyItRefuses) {
  rig->disturb(unit_fault::refuse, 1);
  auto out = ask(1);
  auto* no = std::get_if<unit::refused>(&out);
  ASSERT_NE(no, nullptr);
  EXPECT_FALSE(no->detail.empty());
  EXPECT_FALSE(no->earlier_in_doubt);
  EXPECT_EQ(journal.back().answer, "refused");
  rig->disturb(unit_fault::clock, 1);
  EXPECT_TRUE(std::holds_alternative<unit::refused>(settle(2)));
  EXPECT_FALSE(code_of(settle(3)).empty());
}

TEST_P(UnitConformance, StopsForServiceUntilAPersonAsks) {
  rig->disturb(unit_fault::storage_full, 1);
  EXPECT_TRUE(std::holds_alternative<unit::refused>(ask(1)));
  EXPECT_TRUE(rig->run(patience_ms, [this] {
    return rig->unit().status().now == unit::state::blocked;
  }));
  EXPECT_FALSE(
    rig->run(patience_ms, [this] { return rig->unit().status().sells(); }));
  EXPECT_TRUE(std::holds_alternative<unit::unavailable>(ask(2)));
  rig->unit().check();
  EXPECT_TRUE(wait_until_it_sells());
  EXPECT_FALSE(code_of(ask(3)).empty());
}

TEST_P(UnitConformance, TakesOneReceiptAtATime) {
  std::vector<unit::outcome> first, second, again;
  auto what = ask_for(1);
  what.receipt = sample_receipt(1);
  auto other = ask_for(2);
  other.receipt = sample_receipt(2);
  rig->unit().register_receipt(what, [&](auto x) { first.push_back(x); });
  rig->unit().register_receipt(what, [&](auto x) { again.push_back(x); });
  rig->unit().register_receipt(other, [&](auto x) { second.push_back(x); });
  rig->run(patience_ms,
           [&] { return !first.empty() && !second.empty() && !again.empty(); });
  ASSERT_EQ(first.size() + second.size() + again.size(), 3u);
  EXPECT_FALSE(code_of(first[0]).empty());
  EXPECT_TRUE(std::holds_alternative<unit::unknown>(again[0]));
  EXPECT_TRUE(std::holds_alternative<unit::unavailable>(second[0]));
}

TEST_P(UnitConformance, L2_GivesAnAbandonedReceiptsCodeToNobodyElse) {
  rig->set_replay(unit_replay::anew);
  for (std::uint64_t n = 1; n < 20; n += 2) {
    rig->disturb(n % 4 == 1 ? unit_fault::late : unit_fault::lost, 1);
    auto what = ask_for(n);
    what.receipt = sample_receipt(n);
    std::optional<unit::outcome> got;
    rig->unit().register_receipt(what, [&got](unit::outcome x) { got = x; });
    rig->run(static_cast<std::uint32_t>(n * 150), [] { return false; });
    rig->unit().abandon(what.id);
    ASSERT_TRUE(rig->run(patience_ms, [&] { return got.has_value(); }));
    auto code = code_of(settle(n + 1));
    EXPECT_EQ(rig->codes(sample_receipt(n + 1)),
              std::vector<std::string>{code});
  }
}

TEST_P(UnitConformance, L2_EndsEachNumberOnceUnderAnyMixOfFaults) {
  std::mt19937_64 luck{test_seed()};
  std::set<std::string> shown;
  for (std::uint64_t n = 1; n <= 60; ++n) {
    rig->set_replay(static_cast<unit_replay>(luck() % 3));
    for (auto faults = luck() % 4; faults > 0; --faults)
      rig->disturb(static_cast<unit_fault>(luck() % 12),
                   static_cast<std::uint32_t>(1 + luck() % 3));
    if (luck() % 5 == 0)
      rig->disturb_queries(1);
    auto out = settle(n);
    auto codes = rig->codes(sample_receipt(n));
    if (const auto* yes = std::get_if<unit::accepted>(&out)) {
      EXPECT_TRUE(shown.insert(yes->code).second) << "shown twice";
      EXPECT_NE(std::find(codes.begin(), codes.end(), yes->code), codes.end())
        << n << " shows a code that is not its own";
    } else {
      EXPECT_TRUE(std::holds_alternative<unit::refused>(out));
    }
    if (HasFailure())
      return;
  }
}

} // namespace kassa::testing
