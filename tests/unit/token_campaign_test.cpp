#include "tests/support/test_seed.hpp"
#include "tests/unit/token_world.hpp"

#include <gtest/gtest.h>

// The session ratchet under blows (L13): whatever dies or is lost between the
// issue of a token and the confirmation that it is kept, nobody takes the one
// holder for two. And two are found.
namespace kassa::token_campaign {

namespace {

struct planned {
  stage at;
  blow with;
};

/// Each blow at each stage so many times, in an order of the seed.
std::vector<planned> plan(int times, std::uint64_t seed) {
  std::vector<planned> out;
  for (std::size_t at = 0; at < stages; ++at)
    for (std::size_t with = 0; with < blow_names.size(); ++with)
      out.insert(out.end(), static_cast<std::size_t>(times),
                 {static_cast<stage>(at), static_cast<blow>(with)});
  std::ranges::shuffle(out, std::mt19937_64{seed});
  return out;
}

/// @returns whether there was something to strike, and nobody raised an alarm
bool strike(token_world& world, const planned& x) {
  for (int i = 0; i < 5'000 && world.alarms().empty(); ++i) {
    if (world.luck(12) == 0)
      world.sell(1 + world.luck(3));
    if (world.go_on(x.at, x.with))
      return world.alarms().empty();
  }
  return false;
}

std::string told(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& x : all)
    out += x + '\n';
  return out;
}

void expect_whole_journal_held(const token_world& world) {
  const auto& journal = world.disk.journal;
  ASSERT_EQ(world.hub.head().seq(), journal.last());
  ASSERT_EQ(world.hub.head().hash(), journal.hash_at(journal.last()));
  seq_t seq = 0;
  ASSERT_TRUE(hub::visit_records(
    world.hub.storage(), journal.of(), 1, [&](seq_t at, const auto& record) {
      EXPECT_EQ(at, ++seq);
      EXPECT_EQ(record.hash, journal.hash_at(at));
      EXPECT_EQ(record.body, journal.record(at).body());
      return !::testing::Test::HasFailure();
    }));
  EXPECT_EQ(seq, journal.last());
}

TEST(TokenCampaign, L13_AThousandCrashesAndLossesRaiseNoFalseAlarm) {
  const auto seed = testing::test_seed();
  constexpr int each = 35;
  std::array<std::array<int, blow_names.size()>, stages> struck{};
  token_world world{seed};
  for (const auto& x : plan(each, seed)) {
    const auto at = static_cast<std::size_t>(x.at);
    const auto with = static_cast<std::size_t>(x.with);
    ASSERT_TRUE(strike(world, x))
      << blow_names[with] << " at " << stage_names[at] << '\n'
      << told(world.alarms());
    ++struck[at][with];
  }
  ASSERT_TRUE(world.heal()) << told(world.alarms());
  expect_whole_journal_held(world);
  int all = 0;
  for (std::size_t at = 0; at < stages; ++at)
    for (std::size_t with = 0; with < blow_names.size(); ++with) {
      EXPECT_EQ(struck[at][with], each) << stage_names[at];
      all += struck[at][with];
    }
  EXPECT_GE(all, 1000);
  std::printf("[ CAMPAIGN ] %d blows, %llu records\n", all,
              static_cast<unsigned long long>(world.disk.journal.last()));
}

/// A copy of the terminal wakes up after the original has gone on: both end.
void expect_clone_is_found(std::uint64_t seed, bool it_sells) {
  SCOPED_TRACE("KASSA_SEED=" + std::to_string(seed));
  token_world world{seed};
  world.sell(3);
  ASSERT_TRUE(world.heal());
  const auto all = plan(1, seed);
  const auto copied = world.luck(all.size());
  std::optional<till_disk> clone;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == copied)
      clone = world.disk;
    ASSERT_TRUE(strike(world, all[i])) << told(world.alarms());
  }
  ASSERT_TRUE(world.heal()) << told(world.alarms());
  const auto original = std::exchange(world.disk, *clone);
  world.boot();
  if (it_sells)
    world.sell(1 + world.luck(40), v1::KIND_CASH_MOVED);
  for (int i = 0; i < 1'000 && !world.machine->fenced(); ++i)
    world.go_on();
  ASSERT_TRUE(world.hub.fenced()) << told(world.alarms());
  EXPECT_TRUE(world.machine->fenced()) << told(world.alarms());
  // Nobody can know who is honest: the first holder is told, too.
  world.disk = original;
  world.boot();
  for (int i = 0; i < 1'000 && !world.machine->fenced(); ++i)
    world.go_on();
  EXPECT_TRUE(world.machine->fenced()) << told(world.alarms());
  expect_whole_journal_held(world);
}

TEST(TokenCampaign, L13_ACloneIsFencedUnderTheSameBlows) {
  const auto seed = testing::test_seed();
  for (std::uint64_t i = 0; i < 24; ++i) {
    expect_clone_is_found(seed + i, i % 2 == 0);
    if (::testing::Test::HasFatalFailure())
      return;
  }
}

} // namespace

} // namespace kassa::token_campaign
