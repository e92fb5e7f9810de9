#include "proto/base/console.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

namespace kassa::testing {
namespace {

/// The rules of a main register, by the command line of real processes.
class Registers : public ::testing::Test {
protected:
  static shop::options two_with_sample() {
    shop::options out;
    out.terminals = 2;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    return out;
  }

  template <class Message>
  Message ask(std::size_t i, words_t words) {
    words.insert(words.begin(), "--json");
    Message out;
    auto s = cli::from_json(all.must_at(i, words), out);
    EXPECT_TRUE(s) << to_string(s.why());
    return out;
  }

  v1::ReceiptView sell(std::size_t i, const words_t& items) {
    words_t words{"sell"};
    words.insert(words.end(), items.begin(), items.end());
    words.push_back("--card");
    return ask<v1::ReceiptView>(i, words);
  }

  /// Waits until the articles have come, after which everybody is known, and
  /// opens the day.
  void open(std::size_t i, const std::string& user) {
    all.log_in(i, user);
    ASSERT_TRUE(eventually([&] {
      return all.kassa_at(i, {"price", "100"}).code == 0;
    }));
    all.must_at(i, {"float", "500"});
  }

  shop all{two_with_sample()};
};

TEST_F(Registers, L1_OneXAndOneZHoldWhatAnnaAndBoSold) {
  open(0, "anna");
  sell(0, {"100", "2x112"}); // 29 + 64
  all.log_in(0, "bo");
  sell(0, {"101"}); // 32
  all.log_in(0, "anna");
  const auto x = ask<v1::ReportView>(0, {"x"});
  EXPECT_EQ(x.report().period().sales_ore(), 12'500);
  EXPECT_EQ(x.report().period().receipts(), 2u);
  const auto z = ask<v1::ReportView>(0, {"z"});
  EXPECT_EQ(z.report().number(), 1u);
  EXPECT_EQ(z.report().period().sales_ore(), 12'500);
  EXPECT_EQ(z.report().grand().net_ore(), 12'500);
  EXPECT_EQ(ask<v1::ReportView>(0, {"x"}).report().period().sales_ore(), 0);
}

TEST_F(Registers, L10_AnnaAtTwoTillsSeesOneCatalogAndEachTillsOwnNumbers) {
  open(0, "anna");
  open(1, "anna");
  EXPECT_EQ(all.must_at(0, {"--json", "price", "113"}),
            all.must_at(1, {"--json", "price", "113"}));
  EXPECT_EQ(all.status(0).catalog().state_hash(),
            all.status(1).catalog().state_hash());
  EXPECT_EQ(sell(0, {"100"}).receipt().number(), 1u);
  EXPECT_EQ(sell(0, {"100"}).receipt().number(), 2u);
  EXPECT_EQ(sell(1, {"112"}).receipt().number(), 1u);
  EXPECT_EQ(all.status(0).grand().net_ore(), 5'800);
  EXPECT_EQ(all.status(1).grand().net_ore(), 3'200);
  EXPECT_EQ(all.receipts(0).receipts_size(), 2);
  EXPECT_EQ(all.receipts(1).receipts_size(), 1);
}

TEST_F(Registers, L11_AReceiptIsFoundAndCopiedOnlyWhereItWasIssued) {
  open(0, "anna");
  open(1, "anna");
  sell(0, {"100"});
  sell(0, {"100"});
  auto found = all.kassa_at(1, {"receipt", "2"});
  EXPECT_EQ(found.code, 3);
  EXPECT_NE(found.err.find("[unknown_receipt]"), std::string::npos)
    << found.err;
  found = all.kassa_at(1, {"receipt", "2", "--of", all.at(0).id});
  EXPECT_EQ(found.code, 3);
  EXPECT_NE(found.err.find("[other_terminal]"), std::string::npos) << found.err;
  EXPECT_NE(found.err.find(all.at(0).id), std::string::npos) << found.err;
  EXPECT_EQ(all.kassa_at(0, {"copy", "2"}).code, 0);
  found = all.kassa_at(0, {"copy", "2"});
  EXPECT_EQ(found.code, 3);
  EXPECT_NE(found.err.find("[already_copied]"), std::string::npos) << found.err;
}

TEST_F(Registers, L10_AUserOfAnotherStoreIsRefusedAndTheStoreNamed) {
  all.must(
    {"store", "add", "annan", "--name", "Annan", "--org-no", "556677-8899"});
  all.must({"user", "add", "carl", "--store", "annan", "--may", "sell",
            "--password-file", all.password_file()});
  all.must({"publish", "--store", "annan"});
  auto refused = all.kassa_at(
    0, {"login", "carl", "--password-file", all.password_file()});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("[unknown_user]"), std::string::npos);
  EXPECT_NE(refused.err.find("butik"), std::string::npos) << refused.err;
}

TEST_F(Registers, L3_AReturnHasASeriesOfItsOwnAndCannotExceedTheSale) {
  open(0, "anna");
  sell(0, {"2x100"});
  auto back = ask<v1::ReceiptView>(
    0, {"return", "1", "--line", "1", "--quantity", "1", "--card"});
  EXPECT_EQ(back.receipt().series(), v1::SERIES_RETURN);
  EXPECT_EQ(back.receipt().number(), 1u);
  EXPECT_EQ(back.receipt().total_ore(), -2'900);
  auto much = all.kassa_at(
    0, {"return", "1", "--line", "1", "--quantity", "2", "--card"});
  EXPECT_EQ(much.code, 3);
  EXPECT_NE(much.err.find("[return_exceeds]"), std::string::npos) << much.err;
  EXPECT_EQ(all.status(0).grand().net_ore(), 2'900);
}

TEST_F(Registers, L5_GoOnWithWhatTheyHaveWhenTheHubIsGoneForGood) {
  open(0, "anna");
  all.hub().kill();
  sell(0, {"100"});
  all.at(0).daemon->stop();
  all.start(0);
  all.log_in(0);
  sell(0, {"112"});
  const auto z = ask<v1::ReportView>(0, {"z"});
  EXPECT_EQ(z.report().period().sales_ore(), 6'100);
  EXPECT_EQ(z.report().period().receipts(), 2u);
}

} // namespace
} // namespace kassa::testing
