#include "actors/catalog/clock.hpp"

#include <gtest/gtest.h>

namespace kassa::catalog {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t year = 365 * day;
/// 2026-05-04 12:00 UTC.
constexpr std::int64_t noon = 1'777'896'000'000;

/// A machine: its clock, which may be set, and time, which goes on.
struct box {
  std::int64_t wall = noon;
  std::uint64_t monotonic = 5'000;
  std::string boot = "boot 1";

  clock_reading now() const { return {wall, monotonic, boot}; }
  void pass(std::int64_t ms) {
    wall += ms;
    monotonic += static_cast<std::uint64_t>(ms);
  }
  void reboot(std::int64_t off_ms) {
    wall += off_ms;
    monotonic = 1'000;
    boot += '\'';
  }
  v1::CatalogTime hub_says(std::int64_t ms) const {
    v1::CatalogTime out;
    out.set_at_ms(ms);
    out.set_monotonic_ms(monotonic);
    out.set_boot_id(boot);
    out.set_by_hub(true);
    return out;
  }
};

TEST(CatalogClock, BeginsByTheMachineAndGoesOn) {
  box it;
  clock c{{}, noon - hour, it.now()};
  EXPECT_EQ(c.read(it.now()).now_ms, noon);
  EXPECT_EQ(c.read(it.now()).source, time_source::machine);
  EXPECT_EQ(c.read(it.now()).doubt_ms, 0);
  it.pass(3 * hour);
  EXPECT_EQ(c.read(it.now()).now_ms, noon + 3 * hour);
}

TEST(CatalogClock, AClockOf1970DoesNotBringOldPricesBack) {
  box it;
  it.wall = 4 * minute;
  clock c{{}, noon - hour, it.now()};
  it.pass(hour);
  auto at = c.read(it.now());
  EXPECT_EQ(at.now_ms, noon)
    << "the journal's last time, and what passed since";
  EXPECT_EQ(at.source, time_source::journal);
  EXPECT_LT(at.doubt_ms, -50 * year);
}

TEST(CatalogClock, AClockThatJumpsAYearAheadIsNotFollowed) {
  box it;
  clock c{{}, noon - hour, it.now()};
  it.wall += year;
  it.pass(hour);
  EXPECT_EQ(c.read(it.now()).now_ms, noon + hour);
  EXPECT_EQ(c.read(it.now()).doubt_ms, year);
  it.wall -= year;
  EXPECT_EQ(c.read(it.now()).doubt_ms, 0);
  EXPECT_EQ(c.read(it.now()).now_ms, noon + hour);
}

TEST(CatalogClock, AYearAheadAfterARebootIsFollowedAndDoubted) {
  box it;
  it.reboot(year);
  clock c{{}, noon, it.now()};
  auto at = c.read(it.now());
  EXPECT_EQ(at.now_ms, noon + year);
  EXPECT_EQ(at.doubt_ms, year);
  it.pass(clock_gap_told_ms);
  EXPECT_EQ(c.read(it.now()).doubt_ms, 0) << "it was said long enough";
}

TEST(CatalogClock, ALongWeekendIsNoDoubt) {
  box it;
  it.reboot(3 * day);
  clock c{{}, noon, it.now()};
  EXPECT_EQ(c.read(it.now()).doubt_ms, 0);
}

TEST(CatalogClock, FollowsALittleAheadAndNeverBack) {
  box it;
  clock c{{}, 0, it.now()};
  it.wall += 9 * minute;
  EXPECT_EQ(c.read(it.now()).now_ms, noon + 9 * minute);
  it.wall -= 20 * minute;
  EXPECT_EQ(c.read(it.now()).now_ms, noon);
  EXPECT_EQ(c.read(it.now()).doubt_ms, -11 * minute);
}

TEST(CatalogClock, TheHubsWordIsFollowedAheadWhateverTheMachineSays) {
  box it;
  it.wall = 0;
  clock c{{}, noon - day, it.now()};
  EXPECT_EQ(c.step_back(it.hub_says(noon), it.now()), 0);
  c.trust(it.hub_says(noon), it.now());
  it.pass(hour);
  auto at = c.read(it.now());
  EXPECT_EQ(at.now_ms, noon + hour);
  EXPECT_EQ(at.source, time_source::hub);
  EXPECT_EQ(at.doubt_ms, -noon);
  it.wall = noon + 7 * year; // No hand on the clock moves it.
  EXPECT_EQ(c.read(it.now()).now_ms, noon + hour);
}

TEST(CatalogClock, GoesBackOnlyByWhatIsToBeJournaled) {
  box it;
  it.wall += year;
  clock c{{}, 0, it.now()};
  EXPECT_EQ(c.step_back(it.hub_says(noon), it.now()), -year);
  EXPECT_EQ(c.read(it.now()).now_ms, noon + year) << "until it is journaled";
  c.trust(it.hub_says(noon), it.now());
  EXPECT_EQ(c.read(it.now()).now_ms, noon);
}

TEST(CatalogClock, WaitsOutLessThanAMinute) {
  box it;
  clock c{{}, 0, it.now()};
  auto told = it.hub_says(noon - 40'000);
  EXPECT_EQ(c.step_back(told, it.now()), 0);
  c.trust(told, it.now());
  EXPECT_EQ(c.read(it.now()).now_ms, noon);
  it.pass(30'000);
  EXPECT_EQ(c.read(it.now()).now_ms, noon) << "the hub has not caught up";
  it.pass(30'000);
  EXPECT_EQ(c.read(it.now()).now_ms, noon + 20'000);
}

TEST(CatalogClock, GoesOnFromWhatWasKeptInTheSameBoot) {
  box it;
  auto kept = it.hub_says(noon + 5 * minute);
  it.wall += year;
  it.pass(hour);
  clock c{kept, 0, it.now()};
  EXPECT_EQ(c.read(it.now()).now_ms, noon + 5 * minute + hour);
  EXPECT_EQ(c.read(it.now()).source, time_source::hub);
}

TEST(CatalogClock, AfterARebootWhatWasKeptIsTheLeast) {
  box it;
  auto kept = it.hub_says(noon);
  it.reboot(-year);
  clock c{kept, 0, it.now()};
  EXPECT_EQ(c.read(it.now()).now_ms, noon);
  EXPECT_EQ(c.read(it.now()).source, time_source::journal);
}

TEST(CatalogClock, AManagersWordCountsWhereTheHubHasNone) {
  box it;
  it.wall += year;
  clock c{{}, 0, it.now()};
  it.wall -= year;
  c.confirm(it.now());
  EXPECT_EQ(c.read(it.now()).now_ms, noon);
  c.trust(it.hub_says(noon), it.now());
  it.wall += year;
  c.confirm(it.now());
  EXPECT_EQ(c.read(it.now()).now_ms, noon) << "the hub knows better";
}

} // namespace
} // namespace kassa::catalog
