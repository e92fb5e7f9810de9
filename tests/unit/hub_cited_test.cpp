#include "hub/cited.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/statistics_store.hpp"
#include "tests/support/hub_records.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {

namespace {

using testing::made_journal;

class Cited : public ::testing::Test {
protected:
  /// A return of sale `number` of the terminal that prints `of`.
  static void take_back(made_journal& at, const std::string& of,
                        std::uint64_t number, std::int64_t ore,
                        const std::string& designation = {}) {
    auto body = at.body(v1::KIND_RECEIPT);
    auto& receipt = *body.mutable_receipt();
    receipt.set_series(v1::SERIES_RETURN);
    receipt.set_number(at.last() + 1);
    receipt.set_business_date("2026-05-04");
    receipt.set_designation(designation.empty() ? at.of().terminal
                                                : designation);
    receipt.set_total_ore(-ore);
    receipt.mutable_original()->set_terminal(of);
    receipt.mutable_original()->set_series(v1::SERIES_SALE);
    receipt.mutable_original()->set_number(number);
    at.append(body);
  }

  /// Sale `number` of so many of article 100.
  static void sell(made_journal& at, std::uint64_t number, std::int64_t ore,
                   std::int64_t milli = 1000) {
    auto body = at.body(v1::KIND_RECEIPT);
    auto& receipt = *body.mutable_receipt();
    receipt.set_series(v1::SERIES_SALE);
    receipt.set_number(number);
    receipt.set_business_date("2026-05-04");
    receipt.set_total_ore(ore);
    add_line(receipt, milli);
    at.append(body);
  }

  static void add_line(v1::Receipt& to, std::int64_t milli,
                       const std::string& article = "100") {
    auto& line = *to.add_lines();
    line.set_article_no(article);
    line.set_quantity_milli(milli);
  }

  /// The same return, of goods.
  static void take_goods_back(made_journal& at, const std::string& of,
                              std::uint64_t number, std::int64_t ore,
                              std::int64_t milli,
                              const std::string& article = "100") {
    auto body = at.body(v1::KIND_RECEIPT);
    auto& receipt = *body.mutable_receipt();
    receipt.set_series(v1::SERIES_RETURN);
    receipt.set_number(at.last() + 1);
    receipt.set_total_ore(-ore);
    receipt.mutable_original()->set_terminal(of);
    receipt.mutable_original()->set_series(v1::SERIES_SALE);
    receipt.mutable_original()->set_number(number);
    add_line(receipt, -milli, article);
    at.append(body);
  }

  void count(const made_journal& from) {
    store::transaction what;
    what.partition = from.of().store;
    what.writes.push_back({keys::run(from.of().terminal, from.last()),
                           from.batch(1, from.last()).run()});
    ASSERT_TRUE(storage_->commit({&what, 1}).front());
    for (;;) {
      auto next = next_count(*storage_, from.of(), "Europe/Stockholm", 2);
      ASSERT_TRUE(next);
      if (!*next)
        return;
      ASSERT_TRUE(storage_->commit({&(*next)->change, 1}).front());
    }
  }

  v1::CitedList read() {
    auto out = read_cited(*storage_, "bageri");
    EXPECT_TRUE(out) << to_string(out.why());
    return out ? *out : v1::CitedList{};
  }

  std::unique_ptr<store::hub_storage> storage_
    = store::make_memory_hub_storage();
  made_journal one_{{"bageri", "KASSA1"}};
  made_journal two_{{"bageri", "KASSA2"}, 2};
};

TEST_F(Cited, ReturnsAtHomeAreTheTerminalsOwnBusiness) {
  take_back(one_, "KASSA1", 7, 100);
  take_back(one_, "KASSA1", 7, 100);
  take_back(two_, "KASSA1", 8, 100); // Once, elsewhere.
  count(one_);
  count(two_);
  EXPECT_EQ(read().receipts_size(), 0);
}

TEST_F(Cited, AReceiptReturnedAtTwoTerminalsIsListed) {
  take_back(one_, "KASSA1", 7, 100);
  one_.append_receipt(500);
  take_back(two_, "KASSA1", 7, 250);
  count(one_);
  count(two_);
  auto list = read();
  ASSERT_EQ(list.receipts_size(), 1);
  EXPECT_EQ(list.receipts(0).terminal(), "KASSA1");
  EXPECT_EQ(list.receipts(0).number(), 7U);
  ASSERT_EQ(list.receipts(0).by_size(), 2);
  EXPECT_EQ(list.receipts(0).by(0).terminal(), "KASSA1");
  EXPECT_EQ(list.receipts(0).by(0).amount_ore(), 100);
  EXPECT_EQ(list.receipts(0).by(1).terminal(), "KASSA2");
  EXPECT_EQ(list.receipts(0).by(1).amount_ore(), 250);
}

TEST_F(Cited, AReceiptCitedTwiceElsewhereIsListed) {
  take_back(two_, "KASSA1", 7, 100);
  take_back(two_, "KASSA1", 7, 100);
  count(two_);
  EXPECT_EQ(read().receipts_size(), 1);
}

TEST_F(Cited, ANumberThatBecameNothingIsKnownAsSoonAsItsVoidIsHeld) {
  sell(one_, 1, 1000);
  auto body = one_.body(v1::KIND_VOID);
  body.mutable_void_()->set_series(v1::SERIES_SALE);
  body.mutable_void_()->set_number(2);
  one_.append(body);
  take_back(two_, "KASSA1", 2, 1);
  count(one_);
  count(two_);
  auto list = read();
  ASSERT_EQ(list.receipts_size(), 1);
  EXPECT_TRUE(list.receipts(0).more_than_sold());
  EXPECT_TRUE(list.receipts(0).sale_is_held());
}

TEST_F(Cited, AReceiptReturnedOnceForMoreThanWasSoldIsListed) {
  for (std::uint64_t number = 1; number <= 40; ++number) {
    if (number != 20) // A void: no receipt.
      sell(one_, number, 1000, 2000);
    one_.append_plain(number % 3);
  }
  take_back(two_, "KASSA1", 7, 1000);             // All of it.
  take_back(two_, "KASSA1", 8, 1001);             // A sum that is more.
  take_goods_back(two_, "KASSA1", 9, 900, 2001);  // Goods that are more.
  take_goods_back(two_, "KASSA1", 10, 1, 1, "7"); // Others than were sold.
  take_back(two_, "KASSA1", 20, 1);               // Nothing was sold.
  take_back(two_, "KASSA1", 41, 5000);            // Not heard of yet.
  take_back(two_, "NOWHERE", 7, 5000);
  count(one_);
  count(two_);
  auto list = read();
  ASSERT_EQ(list.receipts_size(), 4);
  const std::uint64_t numbers[]{8, 9, 10, 20};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(list.receipts(i).number(), numbers[i]);
    EXPECT_TRUE(list.receipts(i).more_than_sold());
    EXPECT_FALSE(list.receipts(i).twice());
    EXPECT_TRUE(list.receipts(i).sale_is_held());
  }
  EXPECT_EQ(list.receipts(0).sold_ore(), 1000);
  EXPECT_EQ(list.receipts(0).returned_ore(), 1001);
  EXPECT_EQ(list.receipts(3).sold_ore(), 0);
}

TEST_F(Cited, OwnReturnsCountWithThoseOfOthers) {
  sell(one_, 1, 1000, 2000);
  sell(one_, 2, 1000, 2000);
  take_goods_back(one_, "KASSA1", 1, 500, 1000);
  take_goods_back(two_, "KASSA1", 1, 500, 1000);
  take_goods_back(one_, "KASSA1", 2, 500, 1000);
  take_goods_back(two_, "KASSA1", 2, 500, 1001);
  count(one_);
  count(two_);
  auto list = read();
  ASSERT_EQ(list.receipts_size(), 2);
  EXPECT_TRUE(list.receipts(0).twice());
  EXPECT_FALSE(list.receipts(0).more_than_sold());
  EXPECT_TRUE(list.receipts(1).twice());
  EXPECT_TRUE(list.receipts(1).more_than_sold());
}

TEST_F(Cited, ATerminalsOwnReturnsAreNeverJudged) {
  sell(one_, 1, 1000);
  take_back(one_, "KASSA1", 1, 2000);
  count(one_);
  EXPECT_EQ(read().receipts_size(), 0);
}

TEST_F(Cited, AKassabeteckningStandsForItsTerminal) {
  take_back(one_, "KASSA1", 7, 100, "EX-0001");
  take_back(two_, "EX-0001", 7, 100);
  count(one_);
  count(two_);
  ASSERT_EQ(read().receipts_size(), 1);
  EXPECT_EQ(read().receipts(0).terminal(), "KASSA1");
}

TEST_F(Cited, CountedAgainTheListIsTheSame) {
  take_back(one_, "KASSA1", 7, 100);
  take_back(two_, "KASSA1", 7, 250);
  count(one_);
  count(two_);
  auto before = read().SerializeAsString();
  for (;;) {
    auto part = next_drop(*storage_, "bageri", 3);
    ASSERT_TRUE(part);
    if (!*part)
      break;
    ASSERT_TRUE(storage_->commit({&**part, 1}).front());
  }
  EXPECT_EQ(read().receipts_size(), 0);
  count(two_);
  count(one_);
  EXPECT_EQ(read().SerializeAsString(), before);
}

} // namespace

} // namespace kassa::hub
