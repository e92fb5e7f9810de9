#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace kassa::testing {
namespace {

TEST(Alone, L5_ATerminalOfABundleSellsClosesAndRestartsWithoutAHub) {
  shop::options with;
  with.terminals = 0;
  with.clock = "system";
  shop all(with);
  all.add_till();
  all.kill_hub(); // Before the terminal's first start: they never meet.
  all.start_all();
  all.log_in(0);
  EXPECT_EQ(all.status(0).catalog().name().version(), 0u);
  const auto refused = all.kassa_at(0, {"sell", "100", "--cash"});
  EXPECT_EQ(refused.code, 3) << refused.err;
  // A group of each rate is in the bundle.
  const std::string group = "moms-25";
  auto sold = all.kassa_at(0, {"sell", "group:" + group + "@39,90", "--cash"});
  ASSERT_EQ(sold.code, 0) << sold.err;
  EXPECT_NE(sold.out.find("40,00"), std::string::npos) << sold.out;
  all.must_at(0, {"z"});
  EXPECT_EQ(all.at(0).daemon->stop(), 0);
  all.start_all();
  all.log_in(0);
  const auto status = all.status(0);
  EXPECT_EQ(status.last_z(), 1u);
  EXPECT_EQ(status.receipts(), 1u);
  EXPECT_EQ(status.grand().net_ore(), 3'990);
}

TEST(HubLost, L6_TheTerminalsFillAHubThatLostItsDataAndKeptItsIdentity) {
  shop::options with;
  with.articles
    = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
  shop all(with);
  for (std::size_t i = 0; i < all.count(); ++i)
    all.log_in(i);
  const auto sample = std::string(KASSA_SOURCE_DIR) + "/scripts/sample";
  auto played = run(
    all.replay_command(sample + "/articles.csv", sample + "/tickets.csv", 1),
    all.environment());
  ASSERT_EQ(played.code, 0) << played.err;
  ASSERT_TRUE(all.converge());
  const auto before = all.statistics();
  const auto catalog = all.status(0).catalog();

  all.kill_hub();
  std::filesystem::remove_all(all.hub_data());
  all.start_hub();
  ASSERT_TRUE(all.converge());
  const auto after = all.statistics();
  EXPECT_EQ(after.net_ore(), before.net_ore());
  EXPECT_EQ(after.receipts(), before.receipts());
  ASSERT_EQ(after.articles_size(), before.articles_size());
  for (int i = 0; i < after.articles_size(); ++i) {
    EXPECT_EQ(after.articles(i).key(), before.articles(i).key());
    EXPECT_EQ(after.articles(i).net_ore(), before.articles(i).net_ore());
  }
  // L7: nothing goes down until someone publishes.
  for (std::size_t i = 0; i < all.count(); ++i)
    EXPECT_EQ(all.status(i).catalog().state_hash(), catalog.state_hash());
}

} // namespace
} // namespace kassa::testing
