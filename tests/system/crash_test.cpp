#include "tests/support/test_seed.hpp"
#include "tests/system/figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>
#include <random>

namespace kassa::testing {
namespace {

using namespace std::chrono_literals;

constexpr int hub = -1;

/// Five deaths of the hub and ten of each terminal, shuffled.
std::vector<int> deaths(std::size_t terminals, std::mt19937_64& random) {
  std::vector<int> out(5, hub);
  for (std::size_t i = 0; i < terminals; ++i)
    out.insert(out.end(), 10, static_cast<int>(i));
  std::shuffle(out.begin(), out.end(), random);
  return out;
}

void die_and_return(shop& in, int who) {
  if (who == hub) {
    in.kill_hub();
    in.start_hub();
    return;
  }
  const auto i = static_cast<std::size_t>(who);
  in.at(i).daemon->kill();
  in.start(i);
}

/// Each terminal is cut off from the hub, or not, with even chances.
void shuffle_network(shop& in, std::mt19937_64& random) {
  for (std::size_t i = 0; i < in.count(); ++i) {
    if (random() % 2 == 0)
      in.at(i).network->cut();
    else
      in.at(i).network->mend();
  }
}

void heal(shop& in) {
  for (std::size_t i = 0; i < in.count(); ++i)
    in.at(i).network->mend();
}

TEST(Crashes, L6_KillsAndCutsLoseNothingAndDoubleNothing) {
  const auto seed = test_seed();
  std::mt19937_64 random(seed);
  const auto files = find_tickets();
  const auto want = expected_of(files.articles, files.tickets, 3);
  shop::options with;
  with.articles = files.articles;
  shop all(with);
  for (std::size_t i = 0; i < all.count(); ++i)
    all.log_in(i);

  auto command = all.replay_command(files.articles, files.tickets, seed);
  // The sample is small: its days must not be over before the last death.
  if (!files.real)
    command.insert(command.end(), {"--pace", "900"});
  auto replay = std::async(std::launch::async,
                           [&] { return run(command, all.environment()); });
  const int longest_ms = files.real ? 900 : 450;
  std::size_t died = 0;
  const auto order = deaths(all.count(), random);
  for (int who : order) {
    shuffle_network(all, random);
    const std::chrono::milliseconds pause{
      std::uniform_int_distribution(longest_ms / 10, longest_ms)(random)};
    if (replay.wait_for(pause) == std::future_status::ready)
      break;
    die_and_return(all, who);
    ++died;
  }
  const auto played = replay.get();
  heal(all);
  ASSERT_EQ(played.code, 0) << played.err;
  std::printf("[ DEATHS   ] %zu of %zu\n", died, order.size());
  EXPECT_EQ(died, order.size());
  ASSERT_TRUE(all.converge(300s));
  for (std::size_t i = 0; i < all.count(); ++i)
    all.log_in(i);
  expect_figures(all, want);
  expect_printed_once(all);
  expect_verified(all);
}

} // namespace
} // namespace kassa::testing
