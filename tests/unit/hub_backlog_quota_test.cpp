#include "hub/backlog_quota.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {
namespace {

TEST(BacklogQuota, WithoutALimitNothingWaits) {
  backlog_quota x{0};
  EXPECT_EQ(x.wait_ms("a", 1'000'000'000, 0), 0);
  EXPECT_EQ(x.wait_ms("a", 1'000'000'000, 0), 0);
}

TEST(BacklogQuota, AStoreThatSendsTooFastWaitsAndTheOthersDoNot) {
  backlog_quota x{1000};
  EXPECT_EQ(x.wait_ms("a", 2000, 0), 0) << "the first has nothing before it";
  EXPECT_EQ(x.wait_ms("a", 500, 0), 2000 - backlog_quota::burst_ms);
  EXPECT_EQ(x.wait_ms("b", 500, 0), 0);
  EXPECT_EQ(x.wait_ms("a", 500, 10'000), 0) << "it was quiet";
}

TEST(BacklogQuota, InTheLongRunTheRateHolds) {
  backlog_quota x{1000};
  std::int64_t now = 0;
  for (int i = 0; i < 100; ++i)
    now += x.wait_ms("a", 100, now);
  EXPECT_GE(now, 10'000 - backlog_quota::burst_ms - 100);
  EXPECT_LE(now, 10'000);
}

// A terminal that is not answered for 30 s sends all of it again.
TEST(BacklogQuota, NothingWaitsSoLongThatATerminalGivesUp) {
  backlog_quota x{1};
  for (int i = 0; i < 10; ++i)
    EXPECT_LE(x.wait_ms("a", 1'000'000, 0), backlog_quota::wait_max_ms);
}

} // namespace
} // namespace kassa::hub
