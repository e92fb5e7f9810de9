#include "hub/handshake_gate.hpp"
#include "tests/support/test_seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace kassa::hub {
namespace {

using sync::stream_kind;

TEST(HandshakeGate, TheStreamsOfATerminalAreOneHandshake) {
  handshake_gate x{1};
  EXPECT_TRUE(x.lets_in("A", stream_kind::download, 0));
  EXPECT_FALSE(x.lets_in("B", stream_kind::upload, 0));
  EXPECT_TRUE(x.lets_in("A", stream_kind::upload, 1));
  EXPECT_TRUE(x.lets_in("A", stream_kind::report, 2));
}

TEST(HandshakeGate, AStreamThatComesAgainOrLateIsAHandshakeOfItsOwn) {
  handshake_gate x{1};
  EXPECT_TRUE(x.lets_in("A", stream_kind::upload, 0));
  EXPECT_FALSE(x.lets_in("A", stream_kind::upload, 1));
  EXPECT_TRUE(x.lets_in("B", stream_kind::upload, pass_ms - 1));
  EXPECT_FALSE(x.lets_in("A", stream_kind::report, pass_ms));
}

TEST(HandshakeGate, OneThatComesAgainAndAgainTakesNobodysPlace) {
  handshake_gate x{200};
  int in = 0;
  for (std::int64_t now = 0; now < pass_ms; ++now)
    in += x.lets_in("A", stream_kind::upload, now) ? 1 : 0;
  EXPECT_EQ(in, handshakes_of_one);
  EXPECT_TRUE(x.lets_in("B", stream_kind::upload, pass_ms - 1));
  EXPECT_TRUE(x.lets_in("A", stream_kind::upload, pass_ms));
}

// Research, sync-anchors T10: the rate of handshakes is never above the cap.
TEST(HandshakeGate, LetsNoMoreInWithinAnySecondHoweverTheyCome) {
  std::mt19937_64 random{testing::test_seed()};
  for (std::int64_t cap : {1, 2, 7, 200, 1000}) {
    handshake_gate x{cap};
    std::vector<std::int64_t> in;
    std::int64_t now = 0;
    for (std::size_t next = 0; now < 20'000;) {
      if (x.lets_in("T" + std::to_string(next), stream_kind::upload, now)) {
        in.push_back(now);
        ++next;
      } else {
        now += static_cast<std::int64_t>(random() % 3);
      }
      if (random() % 500 == 0)
        now += 1500; // Nobody comes for a while.
    }
    for (std::size_t i = 0; i < in.size(); ++i) {
      auto end = std::ranges::lower_bound(in, in[i] + 1000) - in.begin();
      ASSERT_LE(end - static_cast<std::ptrdiff_t>(i), cap) << "at " << in[i];
    }
    EXPECT_GT(x.busiest_second(), 0u);
    EXPECT_LE(x.busiest_second(), cap);
    EXPECT_GT(x.turned_away(), 0u);
  }
}

TEST(HandshakeGate, LetsNearlyAllInThatTheCapAllows) {
  handshake_gate x{200};
  std::size_t in = 0;
  for (std::int64_t now = 0; now < 10'000; ++now)
    if (x.lets_in("T" + std::to_string(in), stream_kind::upload, now))
      ++in;
  EXPECT_GE(in, 1800U);
  EXPECT_LE(in, 2000U);
}

} // namespace
} // namespace kassa::hub
