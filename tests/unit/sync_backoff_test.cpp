#include "actors/sync/backoff.hpp"

#include <gtest/gtest.h>

namespace kassa::sync {
namespace {

TEST(Backoff, DrawsEvenlyBetweenTheFloorAndTheJitter) {
  EXPECT_EQ(draw_delay(0, 1000, 0), 0u);
  EXPECT_EQ(draw_delay(0, 1000, UINT32_MAX), 1000u);
  EXPECT_EQ(draw_delay(5000, 1000, 0), 5000u);
  EXPECT_EQ(draw_delay(5000, 1000, UINT32_MAX / 2), 5500u);
  EXPECT_EQ(draw_delay(UINT32_MAX, 0, 7), floor_max_ms);
}

TEST(Backoff, GrowsToItsCapAndStartsAgain) {
  backoff wait;
  EXPECT_EQ(wait.next_ms(), 1000u);
  EXPECT_EQ(wait.next_ms(), 1600u);
  EXPECT_EQ(wait.next_ms(), 2560u);
  for (int i = 0; i < 20; ++i)
    EXPECT_LE(wait.next_ms(), backoff_max_ms);
  EXPECT_EQ(wait.next_ms(), backoff_max_ms);
  wait.reset();
  EXPECT_EQ(wait.next_ms(), 1000u);
}

} // namespace
} // namespace kassa::sync
