#include "tests/support/emulator_program.hpp"
#include "tests/system/exports_check.hpp"
#include "tests/system/figures.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace kassa::testing {
namespace {

class Replay : public ::testing::Test {
protected:
  Replay()
    : files(find_tickets()),
      want(expected_of(files.articles, files.tickets, 3)),
      all(with_unit(files.articles)) {
    for (std::size_t i = 0; i < all.count(); ++i)
      all.log_in(i); // Also waits for the first catalog.
  }

  /// One control unit serves the three registers.
  shop::options with_unit(const std::string& articles) const {
    shop::options out;
    out.articles = articles;
    out.unit = units.unit();
    return out;
  }

  emulator_program units;
  ticket_files files;
  expected want;
  shop all;
};

TEST_F(Replay, L9_GivesTheFiguresOfTheFilesAtTerminalsAndHub) {
  if (files.real) {
    EXPECT_EQ(want.receipts, 9464u);
    EXPECT_EQ(want.total, 85'930'020);
    EXPECT_EQ(want.skipped_rows, 787u);
    EXPECT_EQ(want.zs, 475u);
    EXPECT_EQ(want.rates, (expected::sums{{"0", 50'000},
                                          {"600", 38'107'760},
                                          {"1200", 46'511'060},
                                          {"2500", 1'261'200}}));
  }
  auto played = run(all.replay_command(files.articles, files.tickets, 1),
                    all.environment());
  ASSERT_EQ(played.code, 0) << played.err;
  const auto told = boost::json::parse(played.out).as_object();
  EXPECT_EQ(told.at("receipts").to_number<std::uint64_t>(), want.receipts);
  EXPECT_EQ(told.at("zs").to_number<std::uint64_t>(), want.zs);
  EXPECT_EQ(told.at("total_ore").to_number<std::int64_t>(), want.total);
  EXPECT_EQ(told.at("unsellable_rows").to_number<std::uint64_t>(),
            want.skipped_rows);
  EXPECT_EQ(told.at("unsellable").as_array().size(), want.skipped_rows);
  ASSERT_TRUE(all.converge());
  expect_figures(all, want);
  expect_printed_once(all);
  expect_verified(all);

  auto again = run(all.replay_command(files.articles, files.tickets, 1),
                   all.environment());
  ASSERT_EQ(again.code, 0) << again.err;
  const auto repeated = boost::json::parse(again.out).as_object();
  for (const auto& terminal : repeated.at("terminals").as_array())
    EXPECT_EQ(terminal.at("played").to_number<std::uint64_t>(), 0u);
  ASSERT_TRUE(all.converge());
  expect_figures(all, want);
  expect_exports(all, want);
}

} // namespace
} // namespace kassa::testing
