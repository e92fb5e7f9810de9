#pragma once

#include "tests/support/card_rig.hpp"
#include "tests/support/test_seed.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

/// What every card terminal's driver must do, whoever wrote it. Make a rig of
/// the driver and a terminal that can be disturbed, and instantiate:
///
///   INSTANTIATE_TEST_SUITE_P(Mine, CardConformance,
///     ::testing::Values(card_rig_maker{"mine", make_my_rig}), card_rig_name);
///
/// in one source file of a test program; or CardByHand, where a person reads
/// the terminal.
namespace kassa::testing {

inline std::string
card_rig_name(const ::testing::TestParamInfo<card_rig_maker>& of) {
  return of.param.name;
}

class CardTerminal : public ::testing::TestWithParam<card_rig_maker> {
protected:
  static constexpr std::uint32_t patience_ms = 1'500'000;

  void SetUp() override {
    rig = GetParam().make();
    rig->terminal().start(
      {[this](const card::condition& x) { seen.push_back(x); },
       [this](const card::answer& x) { heard.push_back(x); }});
    ASSERT_TRUE(wait_until_it_takes());
  }

  bool wait_until_it_takes() {
    return rig->run(patience_ms,
                    [this] { return rig->terminal().status().takes(); });
  }

  static std::string id(int n) { return "ask-" + std::to_string(n); }

  /// What is final of an ask; nothing yet.
  std::optional<card::answer> final_of(const std::string& of) const {
    for (const auto& x : heard)
      if (!x.stray && x.id == of && x.what != card::outcome::unknown)
        return x;
    return {};
  }

  std::size_t count(const std::string& of, card::outcome what) const {
    std::size_t n = 0;
    for (const auto& x : heard)
      n += !x.stray && x.id == of && x.what == what ? 1U : 0U;
    return n;
  }

  /// Asks, and waits for what is final.
  card::answer pay(const std::string& name, ore_t amount, bool before = false) {
    rig->terminal().ask({name, amount, before});
    EXPECT_TRUE(
      rig->run(patience_ms, [&] { return final_of(name).has_value(); }))
      << name << " never ended";
    return final_of(name).value_or(card::answer{});
  }

  std::unique_ptr<card_rig> rig;
  std::vector<card::condition> seen;
  std::vector<card::answer> heard;
};

class CardConformance : public CardTerminal {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CardConformance);

TEST_P(CardConformance, SaysWhoTheTerminalIs) {
  EXPECT_FALSE(rig->terminal().name().empty());
  EXPECT_NE(rig->terminal().name(), card::manual_name);
  EXPECT_EQ(rig->terminal().status().now, card::state::ready);
  EXPECT_FALSE(seen.empty());
}

TEST_P(CardConformance, TakesTheMoneyOnceAndShowsItsProof) {
  auto told = pay("one", 11'200);
  EXPECT_EQ(told.what, card::outcome::approved);
  EXPECT_FALSE(told.proof.reference.empty());
  EXPECT_EQ(rig->charges("one"), std::vector<long long>{11'200});
  EXPECT_EQ(rig->terminal().status().now, card::state::ready);
}

TEST_P(CardConformance, PaysBackANegativeAmount) {
  EXPECT_EQ(pay("back", -4'500).what, card::outcome::approved);
  EXPECT_EQ(rig->charges("back"), std::vector<long long>{-4'500});
}

TEST_P(CardConformance, SaysWhyACardIsDeclinedAndTakesNothing) {
  rig->disturb(card_trouble::decline, 1);
  auto told = pay("one", 100);
  EXPECT_EQ(told.what, card::outcome::declined);
  EXPECT_FALSE(told.detail.empty());
  EXPECT_TRUE(rig->charges("one").empty());
  EXPECT_EQ(pay("one-again", 100).what, card::outcome::approved);
}

TEST_P(CardConformance, AsksAgainUnderTheSameIdWhateverIsLost) {
  int n = 0;
  for (auto what :
       {card_trouble::silent_before, card_trouble::silent_after,
        card_trouble::late, card_trouble::twice, card_trouble::cut_before,
        card_trouble::cut, card_trouble::garbled, card_trouble::unknown}) {
    SCOPED_TRACE("trouble " + std::to_string(static_cast<int>(what)));
    rig->disturb(what, 1);
    // The one after it gets its own, whatever comes late.
    for (int each = 0; each < 2; ++each) {
      ++n;
      EXPECT_EQ(pay(id(n), 100 + n).what, card::outcome::approved);
      EXPECT_EQ(rig->charges(id(n)), std::vector<long long>{100 + n});
    }
  }
}

TEST_P(CardConformance, SaysUnknownAndGoesOnAsking) {
  rig->disturb(card_trouble::unknown, 4);
  EXPECT_EQ(pay("one", 100).what, card::outcome::approved);
  EXPECT_GE(count("one", card::outcome::unknown), 1U);
  EXPECT_EQ(count("one", card::outcome::approved), 1U);
  EXPECT_EQ(rig->charges("one").size(), 1U);
}

TEST_P(CardConformance, PutsARepeatedAnswerAside) {
  rig->disturb(card_trouble::twice, 1);
  pay("one", 100);
  EXPECT_TRUE(rig->run(
    patience_ms, [this] { return !heard.empty() && heard.back().stray; }));
  EXPECT_EQ(heard.back().id, "one");
  EXPECT_EQ(count("one", card::outcome::approved), 1U);
}

TEST_P(CardConformance, AnAskFromBeforeIsAnsweredWithItsFirstOutcome) {
  pay("one", 100);
  heard.clear();
  EXPECT_EQ(pay("one", 100, true).what, card::outcome::approved);
  EXPECT_EQ(rig->charges("one").size(), 1U);
}

TEST_P(CardConformance, SaysUnavailableOnlyWhenNothingCanHaveBeenAsked) {
  rig->silence(true);
  rig->terminal().check();
  ASSERT_TRUE(rig->run(patience_ms,
                       [this] { return !rig->terminal().status().takes(); }));
  EXPECT_FALSE(rig->terminal().status().detail.empty());
  EXPECT_EQ(pay("new", 100).what, card::outcome::unavailable);
  rig->terminal().ask({"old", 100, true});
  EXPECT_TRUE(rig->run(
    patience_ms, [this] { return count("old", card::outcome::unknown) > 0; }));
  EXPECT_FALSE(final_of("old"));
  rig->silence(false);
  EXPECT_TRUE(
    rig->run(patience_ms, [this] { return final_of("old").has_value(); }));
  EXPECT_EQ(rig->charges("old").size(), 1U);
  EXPECT_TRUE(rig->charges("new").empty());
}

TEST_P(CardConformance, AsksNoMoreForWhatAPersonAnswered) {
  rig->disturb(card_trouble::silent_after, 1'000);
  rig->terminal().ask({"one", 100, false});
  ASSERT_TRUE(rig->run(
    patience_ms, [this] { return count("one", card::outcome::unknown) > 0; }));
  rig->terminal().abandon("one");
  auto told = heard.size();
  rig->run(60'000, [] { return false; });
  for (auto i = told; i < heard.size(); ++i)
    EXPECT_TRUE(heard[i].stray);
}

TEST_P(CardConformance, ChargesEachIdOnceUnderAnyMixOfTroubles) {
  std::mt19937_64 luck{test_seed()};
  for (int n = 1; n <= 60; ++n) {
    for (auto troubles = luck() % 4; troubles > 0; --troubles)
      rig->disturb(static_cast<card_trouble>(luck() % 9),
                   static_cast<std::uint32_t>(1 + luck() % 2));
    auto told = pay(id(n), 100 + n, luck() % 5 == 0);
    auto taken = rig->charges(id(n));
    EXPECT_EQ(taken.size(), told.what == card::outcome::approved ? 1U : 0U);
    if (told.what != card::outcome::approved) {
      EXPECT_EQ(told.what, card::outcome::declined);
    }
    if (HasFailure())
      return;
  }
}

/// Where a person reads the terminal the driver says nothing of an ask.
class CardByHand : public CardTerminal {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CardByHand);

TEST_P(CardByHand, AnswersNothingByItselfAndAlwaysTakes) {
  EXPECT_EQ(rig->terminal().name(), card::manual_name);
  EXPECT_EQ(rig->terminal().status().now, card::state::by_hand);
  rig->terminal().ask({"one", 100, false});
  rig->terminal().check();
  rig->run(600'000, [] { return false; });
  EXPECT_TRUE(heard.empty());
  rig->terminal().abandon("one");
  rig->terminal().ask({"two", -100, true});
  rig->run(600'000, [] { return false; });
  EXPECT_TRUE(heard.empty());
  EXPECT_TRUE(rig->terminal().status().takes());
}

} // namespace kassa::testing
