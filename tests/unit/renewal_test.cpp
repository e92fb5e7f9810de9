#include "node/renewal.hpp"

#include <gtest/gtest.h>

namespace kassa::node {
namespace {

constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
constexpr std::int64_t start = 5'000;

TEST(Renewal, IsDueAtOnceWithoutACertificate) {
  EXPECT_LE(renewal{}.due_ms(), start);
}

TEST(Renewal, IsDueAtHalfLife) {
  renewal when;
  when.got(start, {7 * day, 7 * day});
  EXPECT_EQ(when.due_ms(), start + 7 * day / 2);
  when.got(start, {4 * day, 7 * day});
  EXPECT_EQ(when.due_ms(), start + day / 2);
  when.got(start, {3 * day, 7 * day});
  EXPECT_EQ(when.due_ms(), start);
  when.got(start, {-9 * day, 7 * day});
  EXPECT_EQ(when.due_ms(), start);
}

TEST(Renewal, ATillOf1970WaitsNoLongerThanHalfALife) {
  renewal when;
  when.got(start, {56 * 365 * day, 7 * day});
  EXPECT_EQ(when.due_ms(), start + 7 * day / 2);
}

TEST(Renewal, WaitsLongerAfterEachFailureAndAtLeastAsLongAsTheHubAsks) {
  renewal when;
  when.failed(start, 0, ~0U);
  EXPECT_EQ(when.due_ms(), start + 1'000);
  when.failed(start, 0, ~0U);
  EXPECT_EQ(when.due_ms(), start + 1'600);
  when.failed(start, 30'000, 0);
  EXPECT_EQ(when.due_ms(), start + 30'000);
  when.got(start, {0, 7 * day});
  when.failed(start, 0, ~0U);
  EXPECT_EQ(when.due_ms(), start + 1'000);
}

TEST(Renewal, DoubtsACertificateThatDoesNotServeAfterAWhile) {
  renewal when;
  when.got(start, {7 * day, 7 * day});
  when.unreached(start, 0);
  when.unreached(start + 60'000, 0); // Puts nothing off.
  EXPECT_EQ(when.due_ms(), start + doubt_floor_ms);
  when.reached();
  EXPECT_EQ(when.due_ms(), start + 7 * day / 2);
  when.unreached(start, ~0U);
  EXPECT_EQ(when.due_ms(), start + doubt_floor_ms + doubt_jitter_ms);
}

} // namespace
} // namespace kassa::node
