// A terminal with a card terminal, as real processes: kassa-node, kassa and
// kassa-emulator.

#include "tests/support/emulator_program.hpp"
#include "tests/support/shop.hpp"

#include <gtest/gtest.h>

#include <future>
#include <sstream>

namespace kassa::testing {
namespace {

class Cards : public ::testing::Test {
protected:
  explicit Cards(const std::string& card = {})
    : all(with_card(card.empty() ? emulator.card() : card)) {
    all.log_in(0);
    EXPECT_TRUE(eventually([&] {
      return all.kassa_at(0, {"price", "100"}).code == 0;
    }));
    all.must_at(0, {"float", "500"});
    EXPECT_TRUE(eventually([&] { return state() != "down"; }));
  }

  static shop::options with_card(const std::string& card) {
    shop::options out;
    out.terminals = 1;
    out.articles
      = std::string(KASSA_SOURCE_DIR) + "/scripts/sample/articles.csv";
    out.clock = "system";
    out.card = card;
    return out;
  }

  std::string state() { return all.status(0).card_status().state(); }
  std::string printed() { return content_of(all.at(0).printout); }
  bool is_printed(const std::string& what) {
    return eventually(
      [&] { return printed().find(what) != std::string::npos; });
  }

  /// Every time that money was moved, as "id=öre".
  std::vector<std::string> charges() {
    return words_of(emulator.order("card charges").substr(2));
  }

  static std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> out;
    std::istringstream in{line};
    for (std::string word; in >> word;)
      out.push_back(word);
    return out;
  }

  emulator_program emulator;
  shop all;
};

class CardsByHand : public Cards {
protected:
  CardsByHand() : Cards("manual") {}
};

TEST_F(Cards, TakesTheMoneyAndPrintsItsProof) {
  all.must_at(0, {"sell", "100", "--card"});
  EXPECT_EQ(charges().size(), 1U);
  EXPECT_TRUE(is_printed("Emukort ************0001")) << printed();
  EXPECT_TRUE(is_printed("Referens: 000000000001"));
  const auto shown = all.must_at(0, {"--lang", "sv", "card"});
  EXPECT_NE(shown.find("redo"), std::string::npos) << shown;
  all.must_at(0, {"verify"});
}

TEST_F(Cards, TakesNothingWhenTheCardIsDeclinedAndLeavesTheSaleOpen) {
  EXPECT_EQ(emulator.order("card fault decline"), "ok");
  const auto told = all.kassa_at(0, {"--lang", "sv", "sell", "100", "--card"});
  EXPECT_EQ(told.code, 3);
  EXPECT_NE((told.out + told.err).find("Medges ej"), std::string::npos)
    << told.out << told.err;
  EXPECT_TRUE(charges().empty());
  all.must_at(0, {"pay", "--card"});
  EXPECT_EQ(charges().size(), 1U);
  EXPECT_EQ(all.status(0).receipts(), 1U);
}

TEST_F(Cards, ChargesOnceWhateverIsLost) {
  std::size_t n = 0;
  for (const auto* fault :
       {"cut", "cut_before", "garbled", "twice", "late ms=1500", "unknown"}) {
    SCOPED_TRACE(fault);
    EXPECT_EQ(emulator.order(std::string{"card fault "} + fault), "ok");
    all.kassa_at(0, {"sell", "100", "--card"});
    EXPECT_TRUE(eventually([&] {
      return all.must_at(0, {"--json", "sale"}).find("pending_card")
             == std::string::npos;
    }));
    if (all.status(0).open_sale_lines() > 0)
      all.must_at(0, {"pay"});
    EXPECT_EQ(charges().size(), ++n);
    EXPECT_EQ(all.status(0).receipts(), n);
  }
  all.must_at(0, {"verify"});
}

TEST_F(Cards, AKillBetweenAskAndAnswerNeitherLosesNorDoublesThePayment) {
  for (const auto* fault : {"silent_after", "silent_before"}) {
    SCOPED_TRACE(fault);
    const auto before = charges().size();
    const auto receipts = all.status(0).receipts();
    EXPECT_EQ(emulator.order(std::string{"card fault "} + fault), "ok");
    auto selling = std::async(std::launch::async, [&] {
      return all.kassa_at(0, {"sell", "100", "--card"});
    });
    ASSERT_TRUE(eventually([&] { return state() == "busy"; }));
    all.at(0).daemon->kill();
    EXPECT_NE(selling.get().code, 0);
    all.restart(0);
    all.log_in(0);
    ASSERT_TRUE(eventually([&] {
      return all.must_at(0, {"--json", "sale"}).find("pending_card")
             == std::string::npos;
    }));
    all.must_at(0, {"pay"}); // Nothing remains: the payment is there.
    EXPECT_EQ(charges().size(), before + 1);
    EXPECT_EQ(all.status(0).receipts(), receipts + 1);
  }
  all.must_at(0, {"verify"});
}

TEST_F(Cards, PaysBackWhatWasTakenBeforeTheSaleIsAborted) {
  all.must_at(0, {"sell", "100"});
  EXPECT_EQ(all.kassa_at(0, {"pay", "--card", "10"}).code, 3);
  EXPECT_EQ(all.kassa_at(0, {"abort"}).code, 3);
  all.must_at(0, {"unpay", "1"});
  all.must_at(0, {"abort"});
  const auto moved = charges();
  ASSERT_EQ(moved.size(), 2U);
  EXPECT_TRUE(moved[0].ends_with("=1000"));
  EXPECT_TRUE(moved[1].ends_with("=-1000"));
}

TEST_F(CardsByHand, WaitsForTheCashiersWord) {
  const auto told = all.kassa_at(0, {"--lang", "sv", "sell", "100", "--card"});
  EXPECT_EQ(told.code, 3);
  EXPECT_NE((told.out + told.err).find("kassa card approved"),
            std::string::npos)
    << told.out << told.err;
  EXPECT_EQ(all.kassa_at(0, {"pay", "--cash"}).code, 3);
  all.must_at(0, {"card", "declined"});
  EXPECT_EQ(all.kassa_at(0, {"pay", "--card"}).code, 3);
  all.must_at(0, {"card", "approved", "--reference", "4711"});
  all.must_at(0, {"pay"});
  EXPECT_EQ(all.status(0).receipts(), 1U);
  EXPECT_TRUE(is_printed("Referens: 4711")) << printed();
}

} // namespace
} // namespace kassa::testing
