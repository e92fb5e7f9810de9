#include "tests/system/figures.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

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
  const auto early
    = all.kassa_at(0, {"sell", "group:" + group + "@39,90", "--cash"});
  EXPECT_EQ(early.code, 3);
  EXPECT_NE(early.err.find("[float_needed]"), std::string::npos) << early.err;
  all.must_at(0, {"float", "500"});
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

  all.must_at(0, {"float", "500"});
  all.must_at(0, {"sell", "2xgroup:" + group + "@10", "--card"});
  all.must_at(0, {"z"});
  const auto zs = all.zs(0);
  ASSERT_EQ(zs.reports_size(), 2);
  const auto& second = zs.reports(1).report();
  EXPECT_EQ(second.number(), 2u);
  EXPECT_EQ(second.period().receipts(), 1u);
  EXPECT_EQ(second.period().sales_ore(), 2'000);
  EXPECT_EQ(second.grand().net_ore(), 5'990);
  EXPECT_EQ(all.receipts(0).receipts(1).number(), 2u);
}

/// The sample's articles with another price for article 100.
std::string repriced(const std::string& articles, const std::string& price) {
  auto text = content_of(articles);
  const std::string row = "100,Kanelbulle,Bageri,VARA,";
  const auto at = text.find(row);
  if (at == std::string::npos)
    throw std::runtime_error("no article 100 in " + articles);
  const auto from = at + row.size();
  return text.replace(from, text.find(',', from) - from, price);
}

TEST(HubLost, L6_TheTerminalsFillAHubThatLostItsDataAndKeptItsIdentity) {
  const auto sample = std::string(KASSA_SOURCE_DIR) + "/scripts/sample";
  const auto articles = sample + "/articles.csv";
  const auto want = expected_of(articles, sample + "/tickets.csv", 3);
  shop::options with;
  with.articles = articles;
  shop all(with);
  for (std::size_t i = 0; i < all.count(); ++i)
    all.log_in(i);
  auto played = run(all.replay_command(articles, sample + "/tickets.csv", 1),
                    all.environment());
  ASSERT_EQ(played.code, 0) << played.err;
  ASSERT_TRUE(all.converge());
  const auto catalog = all.status(0).catalog();

  all.kill_hub();
  std::filesystem::remove_all(all.hub_data());
  all.start_hub();
  ASSERT_TRUE(all.converge());
  expect_figures(all, want);
  expect_verified(all);
  // L7: nothing goes down until someone publishes.
  for (std::size_t i = 0; i < all.count(); ++i)
    EXPECT_EQ(all.status(i).catalog().state_hash(), catalog.state_hash());

  const auto file = all.path("repriced.csv");
  write_file(file, repriced(articles, "3100"));
  all.must({"articles", "import", file, "--store", "butik"});
  all.must({"publish", "--store", "butik"});
  for (std::size_t i = 0; i < all.count(); ++i) {
    SCOPED_TRACE(all.at(i).id);
    EXPECT_TRUE(eventually([&] {
      return all.status(i).catalog().state_hash() != catalog.state_hash();
    }));
    EXPECT_NE(all.status(i).catalog().name().lineage(),
              catalog.name().lineage());
    EXPECT_EQ(all.status(i).catalog().state_hash(),
              all.status(0).catalog().state_hash());
  }
}

} // namespace
} // namespace kassa::testing
