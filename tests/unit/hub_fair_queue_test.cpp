#include "hub/fair_queue.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::hub {

namespace {

constexpr std::uint64_t small = 1'000;
constexpr std::uint64_t big = 512 * 1024;
constexpr std::uint64_t room = 4ULL * 1024 * 1024;

struct queue_of_names : fair_queue<std::string> {
  /// What comes out, one after the other.
  std::string all() {
    std::string out;
    while (auto one = pop(room))
      out += (out.empty() ? "" : " ") + *one;
    return out;
  }
};

TEST(FairQueue, KeepsTheOrderOfALane) {
  queue_of_names q;
  q.push({"a", "1"}, big, "1a");
  q.push({"a", "1"}, small, "1b"); // Follows what came before, though small.
  q.push({"a", "1"}, big, "1c");
  EXPECT_EQ(q.all(), "1a 1b 1c");
  EXPECT_TRUE(q.empty());
}

TEST(FairQueue, WhoSellsNowWaitsForNoBacklog) {
  queue_of_names q;
  for (const auto* name : {"old1", "old2", "old3"})
    q.push({"a", "away"}, big, name);
  q.push({"a", "till"}, small, "sale");
  EXPECT_EQ(q.all(), "sale old1 old2 old3");
}

TEST(FairQueue, EachStoreHasItsTurnAndEachTerminalInIt) {
  queue_of_names q;
  for (const auto* n : {"1", "2", "3"}) {
    q.push({"big", "x"}, big, std::string{"x"} + n);
    q.push({"big", "y"}, big, std::string{"y"} + n);
    q.push({"big", "z"}, big, std::string{"z"} + n);
  }
  q.push({"one", "w"}, big, "w1");
  q.push({"one", "w"}, big, "w2");
  EXPECT_EQ(q.all(), "x1 w1 y1 w2 z1 x2 y2 z2 x3 y3 z3");
}

TEST(FairQueue, WhatDoesNotFitWaits) {
  queue_of_names q;
  q.push({"a", "1"}, big, "first");
  EXPECT_FALSE(q.pop(big - 1));
  EXPECT_FALSE(q.empty());
  EXPECT_EQ(q.pop(big), "first");
  EXPECT_FALSE(q.pop(big));
}

TEST(FairQueue, LosesNothingAndKeepsEachLanesOrder) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck{seed};
  fair_queue<std::pair<scope, int>> q;
  std::map<scope, int> put, got;
  auto take = [&] {
    auto one = q.pop(room);
    if (!one)
      return false;
    EXPECT_EQ(one->second, ++got[one->first]);
    return true;
  };
  for (int i = 0; i < 5'000; ++i) {
    const scope lane{"store" + std::to_string(luck() % 3),
                     "till" + std::to_string(luck() % 4)};
    q.push(lane, luck() % 2 == 0 ? small : big, {lane, ++put[lane]});
    if (luck() % 3 == 0)
      take();
  }
  while (take()) {
  }
  EXPECT_EQ(got, put);
  EXPECT_TRUE(q.empty());
}

} // namespace

} // namespace kassa::hub
