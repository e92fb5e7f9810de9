#include "tests/unit/sync_kit.hpp"

#include <gtest/gtest.h>

#include <array>

namespace kassa::sync::report {
namespace {

using namespace testing;

class Report : public ::testing::Test {
protected:
  std::string step(const event& what) {
    auto out = machine_.step(what);
    if (auto x = last<wait>(out))
      timer_ = x->timer;
    auto said = words(out);
    last_ = std::move(out);
    return said;
  }
  /// Up to the first `gather`.
  std::string connect() {
    step(started{});
    v1::ReportDown x;
    *x.mutable_challenge() = challenge();
    step(arrived{1, x, {}});
    return step(stood{1, {}});
  }

  machine machine_{till()};
  std::uint64_t timer_ = 0;
  effects last_;
};

TEST_F(Report, TellsEveryFifteenSecondsAndMeasuresTheClock) {
  EXPECT_EQ(connect(), "hello gather");
  v1::TerminalStatus status;
  EXPECT_EQ(step(gathered{1, status, {1000, 50, "boot"}}),
            "status wait:15000+0");
  v1::ReportDown taken;
  taken.mutable_taken()->set_hub_ms(5100);
  // 200 ms there and back, whatever the wall clock did meanwhile.
  step(arrived{1, taken, {900, 250, "boot"}});
  auto told = last<told_time>(last_);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->time.at_ms(), 5200);
  EXPECT_EQ(told->time.monotonic_ms(), 250u);
  EXPECT_EQ(told->time.boot_id(), "boot");
  EXPECT_TRUE(told->time.by_hub());
  EXPECT_EQ(told->time.round_trip_ms(), 200u);
  EXPECT_EQ(machine_.clock_offset_ms(), 4300);
  EXPECT_EQ(step(due{timer_}), "gather");
  step(gathered{1, status, {}});
  EXPECT_EQ(last<send>(last_)->message.status().clock_offset_ms(), 4300);
}

TEST_F(Report, AnAnswerThatTookLongTellsNoTime) {
  connect();
  step(gathered{1, {}, {0, 0, "boot"}});
  v1::ReportDown taken;
  taken.mutable_taken()->set_hub_ms(5100);
  step(arrived{1, taken, {0, round_trip_max_ms + 1, "boot"}});
  EXPECT_FALSE(last<told_time>(last_));
  EXPECT_FALSE(machine_.clock_offset_ms());
}

TEST_F(Report, TellsSoonAfterAChangeAndNotForEachOne) {
  EXPECT_EQ(step(changed{}), "");
  connect();
  EXPECT_EQ(step(changed{}), "");
  EXPECT_EQ(step(gathered{1, {}, {}}), "status wait:1000+0");
  EXPECT_EQ(step(changed{}), "");
  EXPECT_EQ(step(due{timer_}), "gather");
}

TEST_F(Report, GivesUpAHubThatDoesNotAnswer) {
  connect();
  for (int i = 0; i < 2; ++i) {
    step(gathered{1, {}, {}});
    EXPECT_EQ(step(due{timer_}), "gather");
  }
  step(gathered{1, {}, {}});
  EXPECT_EQ(step(due{timer_}), "close ended:unavailable wait:0+1000");
}

// When the hub is lost each terminal comes back at a moment of its own.
TEST(ReportSpread, TerminalsComeBackSpreadOverWhatTheHubAnnounced) {
  auto moment_of = [](const std::string& terminal, std::uint32_t spread) {
    auto who = till();
    who.of.terminal = terminal;
    machine x{who};
    (void)x.step(started{});
    v1::ReportDown down;
    *down.mutable_challenge() = challenge();
    down.mutable_challenge()->set_reconnect_spread_ms(spread);
    (void)x.step(arrived{1, down, {}});
    (void)x.step(stood{1, {}});
    auto out = x.step(closed{1, {errc::unavailable}});
    return last<wait>(out)->floor_ms;
  };
  EXPECT_EQ(moment_of("TILL1", 30'000), moment_of("TILL1", 30'000));
  std::array<int, 10> tenths{};
  for (int i = 0; i < 1000; ++i) {
    auto at = moment_of("TILL" + std::to_string(i), 30'000);
    ASSERT_LT(at, 30'000u);
    ++tenths.at(at / 3'000);
  }
  for (auto n : tenths)
    EXPECT_NEAR(n, 100, 40);
  EXPECT_EQ(moment_of("TILL1", 0), 0u);
  EXPECT_LT(moment_of("TILL1", UINT32_MAX), spread_max_ms);
}

TEST_F(Report, AHubThatNeverSpokeIsAskedAgainAtOnce) {
  step(started{});
  EXPECT_EQ(step(closed{1, {errc::unavailable}}),
            "ended:unavailable wait:0+1000");
}

} // namespace
} // namespace kassa::sync::report
