#include "tests/unit/sync_model.hpp"

#include <gtest/gtest.h>

namespace kassa::sync {
namespace {

using namespace testing;

/// Delivers everything and lets timers fall due, without any new local event,
/// until the hub holds all; says whether it got there within bounds.
bool heal(model_world& world) {
  for (int i = 0; i < 5'000; ++i) {
    if (world.hub.held.size() == world.disk.journal.size()
        && world.machine->acked() == world.disk.journal.size())
      return true;
    if (!world.deliver())
      world.pass_time();
  }
  return false;
}

void expect_one_copy(const model_world& world) {
  ASSERT_EQ(world.hub.held.size(), world.disk.journal.size());
  for (std::size_t i = 0; i < world.hub.held.size(); ++i)
    EXPECT_EQ(world.hub.held[i].SerializeAsString(),
              world.disk.journal[i].SerializeAsString());
}

void storm(model_world& world, int steps) {
  for (int i = 0; i < steps; ++i) {
    switch (world.luck() % 20) {
    case 0: world.grow(1 + world.luck() % 20); break;
    case 1: world.boot(); break; // kill -9
    case 2: world.cut(); break;
    case 3: world.pass_time(); break;
    case 4:
    case 5: world.disturb(); break;
    default:
      if (!world.deliver() && world.chance(3))
        world.pass_time();
    }
  }
}

TEST(LossyUpload, L6_LeavesOneCopyOfEachRecordWhateverIsLost) {
  auto base = std::random_device{}();
  for (std::uint64_t i = 0; i < 40; ++i) {
    auto seed = base + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    model_world world{seed};
    storm(world, 600);
    ASSERT_TRUE(heal(world)) << "no progress without a new local event";
    expect_one_copy(world);
    EXPECT_FALSE(world.hub.alarmed);
    EXPECT_FALSE(world.fenced);
    EXPECT_EQ(world.rewound, 0u);
    if (::testing::Test::HasFailure())
      return;
  }
}

TEST(LossyUpload, L6_FillsARestoredHubAgainByItself) {
  auto base = std::random_device{}();
  for (std::uint64_t i = 0; i < 25; ++i) {
    auto seed = base + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    model_world world{seed};
    storm(world, 200);
    auto n = world.hub.confirmed();
    auto held = world.hub.held.size();
    storm(world, 200);
    world.cut();
    world.hub.restore(held, n);
    storm(world, 200);
    ASSERT_TRUE(heal(world));
    expect_one_copy(world);
    EXPECT_FALSE(world.hub.alarmed);
    EXPECT_FALSE(world.fenced);
    if (::testing::Test::HasFailure())
      return;
  }
}

/// Crashes after so many steps of a session, then goes on without faults.
void crash_after(int steps, int crashes) {
  SCOPED_TRACE("crash after " + std::to_string(steps));
  model_world world{1};
  world.grow(3);
  for (int c = 0; c < crashes; ++c) {
    for (int i = 0; i < steps; ++i)
      world.deliver();
    world.boot();
  }
  ASSERT_TRUE(heal(world));
  EXPECT_FALSE(world.hub.alarmed);
  EXPECT_FALSE(world.fenced);
}

TEST(Token, L13_NoCrashBetweenIssuePersistAndConfirmIsAFalseAlarm) {
  for (int steps = 0; steps < 16; ++steps)
    for (int crashes = 1; crashes < 4; ++crashes)
      crash_after(steps, crashes);
}

TEST(Token, L13_ACloneIsFoundWhenTheSecondHolderComes) {
  model_world world{1};
  world.grow(3);
  ASSERT_TRUE(heal(world));
  auto clone = world.disk;
  world.boot();
  world.grow(2);
  ASSERT_TRUE(heal(world));
  EXPECT_FALSE(world.hub.alarmed);
  world.disk = clone;
  world.boot();
  for (int i = 0; i < 100; ++i)
    world.deliver();
  EXPECT_TRUE(world.hub.alarmed);
}

} // namespace
} // namespace kassa::sync
