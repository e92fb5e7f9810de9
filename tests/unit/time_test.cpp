#include "proto/base/time.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace kassa {

namespace {

constexpr std::string_view sthlm = "Europe/Stockholm";
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t may_ms = 1'777'892'700'123; // 2026-05-04 11:05 UTC.

} // namespace

TEST(Time, ReadsAnInstantInTheStore) {
  EXPECT_EQ(to_local(may_ms, sthlm),
            (local_time{"2026-05-04", "13:05:00", 120}));
  EXPECT_EQ(to_local(may_ms - 120 * 24 * hour_ms, sthlm),
            (local_time{"2026-01-04", "12:05:00", 60}));
}

TEST(Time, TakesAnUnknownZoneForUtc) {
  EXPECT_EQ(to_local(may_ms, "Nowhere/Nothing"),
            (local_time{"2026-05-04", "11:05:00", 0}));
  EXPECT_EQ(to_local(may_ms, ""), to_local(may_ms, "UTC"));
  EXPECT_EQ(*from_local("2026-05-04", "11:05", "Nowhere/Nothing"),
            may_ms - 123);
}

TEST(Time, ReadsWithAKnownOffset) {
  EXPECT_EQ(at_offset(may_ms, 120), to_local(may_ms, sthlm));
  EXPECT_EQ(at_offset(-1, 0), (local_time{"1969-12-31", "23:59:59", 0}));
}

TEST(Time, GoesToAnInstantAndBack) {
  auto at = from_local("2026-05-04", "13:05:09", sthlm);
  ASSERT_TRUE(at);
  EXPECT_EQ(to_local(*at, sthlm), (local_time{"2026-05-04", "13:05:09", 120}));
}

// 2026-10-25: at 03:00 summer time it is 02:00 again.
TEST(Time, TakesTheFirstOfTwoAmbiguousTimes) {
  auto at = from_local("2026-10-25", "02:30", sthlm);
  ASSERT_TRUE(at);
  EXPECT_EQ(to_local(*at, sthlm).offset_minutes, 120);
  EXPECT_EQ(to_local(*at + hour_ms, sthlm),
            (local_time{"2026-10-25", "02:30:00", 60}));
}

// 2026-03-29: at 02:00 it is 03:00.
TEST(Time, TakesTheNextValidTimeForOneThatDoesNotExist) {
  auto at = from_local("2026-03-29", "02:30", sthlm);
  ASSERT_TRUE(at);
  EXPECT_EQ(to_local(*at, sthlm), (local_time{"2026-03-29", "03:00:00", 120}));
  EXPECT_EQ(to_local(*at - 1, sthlm),
            (local_time{"2026-03-29", "01:59:59", 60}));
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const auto* date :
       {"", "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026/01/01",
        "0000-01-01", "2026-01-0a"}) {
    EXPECT_FALSE(is_date(date)) << date;
    EXPECT_FALSE(from_local(date, "12:00", sthlm)) << date;
  }
  EXPECT_TRUE(is_date("2028-02-29"));
  for (const auto* time : {"", "24:00", "12:60", "12:00:60", "1:00", "12-00",
                           "12:00:0", "12:00-00"})
    EXPECT_FALSE(from_local("2026-05-04", time, sthlm)) << time;
}

TEST(Time, SurvivesNumbersFromOutside) {
  using limits = std::numeric_limits<std::int64_t>;
  EXPECT_EQ(to_local(limits::max(), "UTC").date, "9999-12-31");
  EXPECT_EQ(to_local(limits::min(), "UTC").date, "0001-01-01");
  EXPECT_EQ(at_offset(0, std::numeric_limits<std::int32_t>::max()).date,
            "1970-01-02");
}

TEST(Time, PrintsForTheLog) {
  EXPECT_EQ(print_utc(may_ms), "2026-05-04T11:05:00.123Z");
  EXPECT_EQ(print_utc(-1), "1969-12-31T23:59:59.999Z");
}

} // namespace kassa
