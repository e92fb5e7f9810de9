#include "actors/sale/card/lines.hpp"
#include "actors/sale/card/machine.hpp"

#include <gtest/gtest.h>

namespace {

using namespace kassa;
using namespace kassa::card;

/// A machine, and what it did last.
struct bench {
  machine of{patience{}};
  effects did;
  std::uint64_t life = 0;
  std::uint64_t timer = 0;

  void step(const event& what) {
    did = of.step(what);
    for (const auto& x : did) {
      if (const auto* y = std::get_if<open_line>(&x))
        life = y->life;
      if (const auto* y = std::get_if<arm>(&x))
        timer = y->timer;
    }
  }
  void idle() {
    step(started{});
    greeted();
  }
  void greeted() {
    step(line_opened{life});
    step(heard{life, identity{"T1"}});
  }
  void ask(const std::string& id, bool before = false) {
    step(asked{{id, 500, before}});
  }
  void tell(const std::string& id, outcome what, ore_t amount = 500) {
    step(heard{life, told{id, what, amount, {"T1", "", "", "", "R1"}, "x"}});
  }
  template <class T>
  std::vector<T> all() const {
    std::vector<T> out;
    for (const auto& x : did)
      if (const auto* y = std::get_if<T>(&x))
        out.push_back(*y);
    return out;
  }
};

TEST(CardMachine, GreetsTheTerminalBeforeItTakesAnything) {
  bench at;
  at.step(started{});
  EXPECT_EQ(at.all<open_line>().size(), 1U);
  EXPECT_FALSE(at.of.now().takes());
  at.step(line_opened{at.life});
  EXPECT_EQ(at.all<say_hello>().size(), 1U);
  at.step(heard{at.life, identity{"T1"}});
  EXPECT_EQ(at.of.now(), (condition{state::ready, "T1", ""}));
}

TEST(CardMachine, AsksOnceAndReportsTheOutcome) {
  bench at;
  at.idle();
  at.ask("a");
  EXPECT_EQ(at.all<say_ask>(), (std::vector<say_ask>{{"a", 500}}));
  EXPECT_EQ(at.of.now().now, state::busy);
  at.ask("a");
  EXPECT_TRUE(at.did.empty());
  at.tell("a", outcome::approved);
  ASSERT_EQ(at.all<report>().size(), 1U);
  EXPECT_EQ(at.all<report>()[0].what.what, outcome::approved);
  EXPECT_EQ(at.all<report>()[0].what.proof.reference, "R1");
  EXPECT_EQ(at.of.now().now, state::ready);
  // The state is told first: the next ask may follow the answer at once.
  EXPECT_TRUE(std::holds_alternative<report>(at.did.back()));
}

TEST(CardMachine, SaysUnknownWhenPatienceEndsAndAsksTheSameAgain) {
  bench at;
  at.idle();
  at.ask("a");
  at.step(due{at.timer});
  ASSERT_EQ(at.all<report>().size(), 1U);
  EXPECT_EQ(at.all<report>()[0].what.what, outcome::unknown);
  EXPECT_EQ(at.all<close_line>().size(), 1U);
  at.step(due{at.timer});
  at.greeted();
  EXPECT_EQ(at.all<say_ask>(), (std::vector<say_ask>{{"a", 500}}));
}

TEST(CardMachine, WaitsTwiceAsLongAfterEachFailureUpToALimit) {
  bench at;
  at.idle();
  at.ask("a");
  std::vector<std::uint32_t> waited;
  for (int i = 0; i < 7; ++i) {
    at.tell("a", outcome::unknown);
    waited.push_back(at.all<arm>().front().ms);
    at.step(due{at.timer});
    at.greeted();
  }
  EXPECT_EQ(waited, (std::vector<std::uint32_t>{200, 400, 800, 1600, 3200, 5000,
                                                5000}));
}

TEST(CardMachine, ABrokenLineIsNotUnknownUntilItBrokeThrice) {
  bench at;
  at.idle();
  at.ask("a");
  for (int i = 0; i < 3; ++i) {
    at.step(line_closed{at.life, "reset"});
    EXPECT_EQ(at.all<report>().size(), i == 2 ? 1U : 0U);
    at.step(due{at.timer});
    at.greeted();
  }
  at.tell("a", outcome::declined);
  EXPECT_EQ(at.all<report>().at(0).what.what, outcome::declined);
}

TEST(CardMachine, DoesNotBelieveAnAnswerAboutAnotherAmount) {
  bench at;
  at.idle();
  at.ask("a");
  at.tell("a", outcome::approved, 5000);
  EXPECT_TRUE(at.all<report>().empty());
  EXPECT_EQ(at.all<close_line>().size(), 1U);
}

TEST(CardMachine, PutsAsideWhatAnswersNothingThatIsOpen) {
  bench at;
  at.idle();
  at.tell("z", outcome::approved);
  EXPECT_TRUE(at.all<report>().at(0).what.stray);
  at.ask("a");
  at.tell("z", outcome::declined);
  EXPECT_TRUE(at.all<report>().at(0).what.stray);
  EXPECT_EQ(at.of.now().now, state::busy);
}

TEST(CardMachine, AnAskThatNeverWentOutIsUnavailable) {
  bench at;
  at.step(started{});
  at.ask("a");
  for (int i = 0; i < 3; ++i) {
    at.step(line_closed{at.life, "refused"});
    if (i < 2)
      at.step(due{at.timer});
  }
  ASSERT_EQ(at.all<report>().size(), 1U);
  EXPECT_EQ(at.all<report>()[0].what.what, outcome::unavailable);
  at.step(due{at.timer});
  at.greeted();
  EXPECT_TRUE(at.all<say_ask>().empty());
}

TEST(CardMachine, IgnoresLinesAndTimersOfBefore) {
  bench at;
  at.idle();
  auto timer = at.timer;
  at.ask("a");
  at.step(due{timer});
  EXPECT_TRUE(at.did.empty());
  at.step(heard{at.life - 1, told{"a", outcome::approved, 500, {}, {}}});
  EXPECT_TRUE(at.did.empty());
}

TEST(CardLines, ReadsAnswersCutAnywhere) {
  std::string text = "TERMINAL\tT1\t1.0\n"
                     "ANSWER\ta\tAPPROVED\t-500\tT1\t****1\tVisa\t9\t7\n"
                     "ANSWER\ta\tDECLINED\tnej\nANSWER\ta\tUNKNOWN\t?\n";
  lines::reader whole, pieces;
  auto all = whole.feed(text);
  std::vector<saying> some;
  for (char c : text)
    for (auto& x : pieces.feed(std::string_view{&c, 1}))
      some.push_back(x);
  EXPECT_EQ(all, some);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0], saying{identity{"T1"}});
  EXPECT_EQ(
    all[1],
    (saying{told{
      "a", outcome::approved, -500, {"T1", "****1", "Visa", "9", "7"}, {}}}));
}

TEST(CardLines, BelievesNoLineThatDoesNotHoldTogether) {
  lines::reader at;
  for (const auto* line :
       {"\n", "ANSWER\n", "ANSWER\ta\tAPPROVED\t5x\tT\t1\t2\t3\t4\n",
        "ANSWER\ta\tAPPROVED\t500\tT\t1\t2\n", "ANSWER\ta\tDECLINED\n",
        "ERROR\tno\n", "APPROVED\n"}) {
    auto said = at.feed(line);
    ASSERT_EQ(said.size(), 1U) << line;
    EXPECT_TRUE(std::holds_alternative<garbled>(said[0])) << line;
  }
  EXPECT_EQ(at.feed(std::string(5'000, 'x')).size(), 4U);
}

} // namespace
