#include "tests/support/test_seed.hpp"
#include "tests/unit/unit_machine_model.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>

namespace kassa::unit {

namespace {

/// The newest effect of a kind.
template <class T>
const T* last(const effects& of) {
  const T* out = nullptr;
  for (const auto& x : of)
    if (const auto* one = std::get_if<T>(&x))
      out = one;
  return out;
}

struct till {
  machine m{{}, {"who", "how"}};
  std::uint64_t life = 0;

  effects step(const event& what) {
    auto out = m.step(what);
    if (const auto* x = last<open_channel>(out))
      life = x->life;
    return out;
  }
  effects hear(answer what) { return step(answered{life, std::move(what)}); }
  /// Whatever the machine waits for does not come.
  effects wait(const effects& after) {
    return step(due{last<arm>(after)->timer});
  }

  effects ready() {
    step(started{});
    step(channel_opened{life});
    hear(identity{"UNIT", "1"});
    return hear(standing{});
  }
};

const asked receipt{"1", "bytes", true, false};

TEST(UnitMachine, AsksWhoAndHowTheUnitIsBeforeItSells) {
  till t;
  EXPECT_EQ(t.m.now().now, state::unknown);
  t.step(started{});
  EXPECT_EQ(t.m.now().now, state::probing);
  EXPECT_EQ(last<send_bytes>(t.step(channel_opened{t.life}))->bytes, "who");
  EXPECT_EQ(last<send_bytes>(t.hear(identity{"UNIT", "1"}))->bytes, "how");
  EXPECT_FALSE(t.m.now().sells());
  t.hear(standing{health::warning, "nearly full"});
  EXPECT_EQ(t.m.now(),
            (condition{state::warning, "UNIT", "1", "nearly full", false}));
  EXPECT_TRUE(t.m.now().sells());
}

TEST(UnitMachine, GivesACode) {
  till t;
  t.ready();
  EXPECT_EQ(last<send_bytes>(t.step(receipt))->bytes, "bytes");
  EXPECT_EQ(t.m.now().now, state::busy);
  auto out = t.hear(coded{"CODE", {}, health::fine, false});
  EXPECT_EQ(last<finish>(out)->what, (outcome{accepted{"CODE", "UNIT"}}));
  EXPECT_EQ(last<report>(out)->what, (heard{"1", "code", "CODE", {}, false}));
  EXPECT_EQ(t.m.now().now, state::ready);
}

TEST(UnitMachine, SaysWhenAControlSystemBuffers) {
  till t;
  t.ready();
  t.step(receipt);
  auto out = t.hear(coded{"CODE", "SYSTEM", health::fine, true});
  EXPECT_EQ(last<finish>(out)->what, (outcome{buffered{"CODE", "SYSTEM"}}));
}

TEST(UnitMachine, L2_AsksAgainOnANewLineWithTheSameBytes) {
  till t;
  t.ready();
  auto out = t.wait(t.step(receipt));
  EXPECT_NE(last<close_channel>(out), nullptr);
  EXPECT_EQ(last<finish>(out), nullptr);
  EXPECT_EQ(t.m.now().now, state::degraded);
  out = t.wait(out);
  ASSERT_NE(last<open_channel>(out), nullptr);
  // Nothing is asked for before the unit has said who it is.
  t.step(channel_opened{t.life});
  t.hear(identity{"UNIT", "1"});
  EXPECT_EQ(last<send_bytes>(t.hear(standing{}))->bytes, "bytes");
}

TEST(UnitMachine, SaysUnknownAfterSoManyTries) {
  till t;
  t.ready();
  auto out = t.step(receipt);
  for (int i = 0; i < 2; ++i) {
    out = t.wait(t.wait(out));
    t.step(channel_opened{t.life});
    t.hear(identity{"UNIT", "1"});
    out = t.hear(standing{});
  }
  out = t.wait(out);
  ASSERT_NE(last<finish>(out), nullptr);
  EXPECT_TRUE(std::holds_alternative<unknown>(last<finish>(out)->what));
}

TEST(UnitMachine, TakesALateCodeForTheOneReceiptThatIsOpen) {
  till t;
  t.ready();
  auto out = t.wait(t.wait(t.step(receipt)));
  t.step(channel_opened{t.life});
  out = t.hear(coded{"LATE", {}, health::fine, false});
  ASSERT_NE(last<finish>(out), nullptr);
  EXPECT_EQ(last<finish>(out)->what, (outcome{accepted{"LATE", "UNIT"}}));
  t.hear(identity{"UNIT", "1"});
  EXPECT_EQ(last<send_bytes>(t.hear(standing{})), nullptr) << "not asked again";
}

TEST(UnitMachine, PutsARepeatedCodeAside) {
  till t;
  t.ready();
  t.step(receipt);
  t.hear(coded{"CODE", {}, health::fine, false});
  t.step(asked{"2", "more", true, false});
  auto out = t.hear(coded{"CODE", {}, health::fine, false});
  EXPECT_EQ(last<finish>(out), nullptr);
  EXPECT_TRUE(last<report>(out)->what.stray);
  out = t.hear(coded{"OTHER", {}, health::fine, false});
  EXPECT_EQ(last<finish>(out)->what, (outcome{accepted{"OTHER", "UNIT"}}));
}

TEST(UnitMachine, TakesNoEmptyCodeForASale) {
  till t;
  t.ready();
  t.step(receipt);
  EXPECT_EQ(last<finish>(t.hear(coded{})), nullptr);
  till u;
  u.ready();
  u.step(asked{"1", "copy", false, false});
  EXPECT_EQ(last<finish>(u.hear(coded{}))->what,
            (outcome{accepted{{}, "UNIT"}}));
}

TEST(UnitMachine, GivesADamagedAnswerALittleTime) {
  till t;
  t.ready();
  t.step(receipt);
  auto out = t.hear(garbled{"sum"});
  EXPECT_EQ(last<arm>(out)->ms, patience{}.garble_ms);
  EXPECT_EQ(t.hear(garbled{"sum"}).size(), 0u) << "noise is told once";
  out = t.hear(coded{"CODE", {}, health::fine, false});
  EXPECT_NE(last<finish>(out), nullptr);
}

TEST(UnitMachine, RefusesAndSaysWhatIsInDoubt) {
  till t;
  t.ready();
  t.step(asked{"1", "bytes", true, true});
  auto out = t.hear(rejected{verdict::never, refusal::sequence, "used"});
  EXPECT_EQ(last<finish>(out)->what,
            (outcome{refused{refusal::sequence, "used", true}}));
  EXPECT_NE(last<open_channel>(out), nullptr) << "a new line for the next";
}

TEST(UnitMachine, BlocksWhenServiceIsNeeded) {
  till t;
  t.ready();
  t.step(receipt);
  t.hear(coded{"CODE", {}, health::blocked, false});
  EXPECT_EQ(t.m.now().now, state::blocked);
  auto out = t.step(asked{"2", "more", true, false});
  EXPECT_TRUE(std::holds_alternative<unavailable>(last<finish>(out)->what));
  out = t.step(check_wanted{});
  EXPECT_NE(last<open_channel>(out), nullptr);
}

TEST(UnitMachine, WaitsLongerEachTimeUpToALimit) {
  till t;
  auto out = t.step(started{});
  std::uint32_t before = 0;
  for (int i = 0; i < 20; ++i) {
    out = t.step(channel_closed{t.life, "no route"});
    auto ms = last<arm>(out)->ms;
    EXPECT_GE(ms, before);
    EXPECT_LE(ms, patience{}.retry_max_ms);
    before = ms;
    out = t.wait(out);
  }
  EXPECT_EQ(before, patience{}.retry_max_ms);
  EXPECT_EQ(t.m.now().now, state::down);
  EXPECT_EQ(t.m.now().detail, "no route");
}

TEST(UnitMachine, PassesOverWhatIsOfAnEarlierLine) {
  till t;
  t.ready();
  t.step(receipt);
  EXPECT_TRUE(
    t.step(answered{t.life - 1, coded{"X", {}, health::fine, false}}).empty());
  EXPECT_TRUE(t.step(channel_closed{t.life - 1, "old"}).empty());
  EXPECT_TRUE(t.step(due{0}).empty());
}

/// What the sale knows of a number.
struct number {
  bool doubt = false;
  int ends = 0;
  std::set<std::string> shown;
};

void run_history(std::uint64_t seed, bool serial) {
  SCOPED_TRACE("seed " + std::to_string(seed) + (serial ? " serial" : ""));
  testing::unit_model world{seed, serial};
  for (int n = 1; n <= 30; ++n) {
    auto id = std::to_string(n);
    number one;
    for (int tries = 0; one.ends == 0; ++tries) {
      ASSERT_LT(tries, 200) << "no end";
      world.disturbed = tries < 20;
      world.ask(id, one.doubt);
      auto crash = world.disturbed && world.luck() % 6 == 0
                     ? world.luck() % 8
                     : std::uint64_t{1'000};
      for (; world.under_way && crash > 0; --crash)
        ASSERT_TRUE(world.turn()) << "nothing is awaited";
      if (world.under_way) {
        world.boot(); // kill -9: the intent is found again.
        one.doubt = true;
        continue;
      }
      if (const auto* yes = std::get_if<accepted>(&world.last)) {
        ++one.ends;
        one.shown.insert(yes->code);
      } else if (std::holds_alternative<refused>(world.last)) {
        ++one.ends;
      } else {
        one.doubt = one.doubt || std::holds_alternative<unknown>(world.last);
        for (auto turns = world.luck() % 10; turns > 0; --turns)
          world.turn();
      }
    }
    for (auto turns = world.luck() % 4; turns > 0; --turns)
      world.turn();
    EXPECT_FALSE(world.under_way);
    EXPECT_EQ(one.ends, 1);
    EXPECT_LE(one.shown.size(), 1u);
    for (const auto& code : one.shown)
      EXPECT_TRUE(code.starts_with(id + '/')) << id << " shows " << code;
  }
  // Whatever was taken was journaled for its own receipt.
  for (const auto& x : world.journal) {
    auto taken = x.answer == "code" && !x.stray;
    EXPECT_TRUE(!taken || x.code.starts_with(x.id + '/')) << x.id << x.code;
  }
}

TEST(UnitMachine, L2_EndsEachNumberOnceUnderAnyMixOfFaults) {
  const auto base = kassa::testing::test_seed();
  for (std::uint64_t i = 0; i < 300; ++i) {
    run_history(base + i, i % 2 == 1);
    if (::testing::Test::HasFailure())
      return;
  }
}

TEST(UnitMachine, L2_GivesNobodyTheCodeOfAnAbandonedReceipt) {
  auto base = std::uint64_t{std::random_device{}()};
  std::cout << "seed " << base << '\n';
  for (std::uint64_t i = 0; i < 200; ++i) {
    SCOPED_TRACE("seed " + std::to_string(base + i));
    testing::unit_model world{base + i, i % 2 == 1};
    for (int n = 1; n <= 20; ++n) {
      auto id = std::to_string(n);
      world.ask(id, false);
      for (auto turns = world.luck() % 6; turns > 0; --turns)
        world.turn();
      if (world.luck() % 2 == 0)
        world.abandon(id);
      for (int turns = 0; world.under_way && turns < 1'000; ++turns)
        ASSERT_TRUE(world.turn());
      if (const auto* yes = std::get_if<accepted>(&world.last)) {
        ASSERT_TRUE(yes->code.starts_with(id + '/')) << id << ' ' << yes->code;
      }
      world.check();
    }
  }
}

} // namespace

} // namespace kassa::unit
