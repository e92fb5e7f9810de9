#include "actors/journal/receipt_filter.hpp"
#include "tests/support/journal_world.hpp"

namespace kassa::journal {

namespace {

using testing::journal_world;
using testing::make_line;

/// Sales 1 to 6 on two days: 10,00 kr of A1 each, but sale 3 with A2 too, and
/// sale 4 in cash for 9,60 (10 paid); return 1 of sale 1.
struct ReceiptFilter : journal_world, ::testing::Test {
  ReceiptFilter() {
    for (int i = 1; i <= 6; ++i) {
      if (i == 5)
        clock.advance(86'400'000);
      std::vector<v1::Line> lines{
        make_line(1, 1000, i == 4 ? 960 : 1000, 1200)};
      if (i == 3)
        lines.push_back(make_line(2, 1000, 500, 600));
      must(testing::make_receipt(v1::SERIES_SALE, lines,
                                 i == 4 ? v1::MEANS_CASH : v1::MEANS_CARD));
      if (i == 4 || i == 6)
        must(testing::make_z());
    }
    must(testing::make_return(1, make_line(1, 1000, 1000, 1200)));
  }

  std::vector<std::uint64_t> numbers(const receipt_filter& by) {
    auto found = find_receipts(disk, of, by);
    EXPECT_TRUE(found) << to_string(found.why());
    std::vector<std::uint64_t> out;
    if (found)
      for (const auto& x : found->receipts())
        out.push_back(x.number());
    return out;
  }

  using list = std::vector<std::uint64_t>;
};

TEST_F(ReceiptFilter, FindsAllWhereNothingIsAskedFor) {
  EXPECT_EQ(numbers({}), (list{1, 2, 3, 4, 5, 6, 1}));
}

TEST_F(ReceiptFilter, FindsANumberInBothSeriesOrOne) {
  receipt_filter by;
  by.number = 1;
  EXPECT_EQ(numbers(by), (list{1, 1}));
  by.series = v1::SERIES_RETURN;
  auto found = find_receipts(disk, of, by);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->receipts_size(), 1);
  EXPECT_EQ(found->receipts(0).series(), v1::SERIES_RETURN);
  by.number = 77;
  EXPECT_EQ(numbers(by), list{});
}

TEST_F(ReceiptFilter, FindsWhatWasPaidAsWellAsWhatTheGoodsCameTo) {
  receipt_filter by;
  by.series = v1::SERIES_SALE;
  by.amount_ore = 960;
  EXPECT_EQ(numbers(by), list{4});
  by.amount_ore = 1000; // Sale 4 was rounded to it.
  EXPECT_EQ(numbers(by), (list{1, 2, 4, 5, 6}));
  by.amount_ore = 1500;
  EXPECT_EQ(numbers(by), list{3});
}

TEST_F(ReceiptFilter, FindsReturnsByTheAmountWithoutItsSign) {
  receipt_filter by;
  by.series = v1::SERIES_RETURN;
  by.amount_ore = 1000;
  EXPECT_EQ(numbers(by), list{1});
}

TEST_F(ReceiptFilter, TakesOnlyWhatFitsInAll) {
  receipt_filter by;
  by.article_no = "A2";
  EXPECT_EQ(numbers(by), list{3});
  by.amount_ore = 1000;
  EXPECT_EQ(numbers(by), list{});
  by = {};
  by.article_no = "A1";
  by.from_date = "2026-05-05";
  by.series = v1::SERIES_SALE;
  EXPECT_EQ(numbers(by), (list{5, 6}));
  by.number = 2; // Of the day before.
  EXPECT_EQ(numbers(by), list{});
}

TEST_F(ReceiptFilter, GoesOnWhereAPageEnded) {
  receipt_filter by;
  by.article_no = "A1";
  by.limit = 2;
  list seen;
  for (;;) {
    auto page = find_receipts(disk, of, by);
    ASSERT_TRUE(page);
    EXPECT_LE(page->receipts_size(), 2);
    for (const auto& x : page->receipts())
      seen.push_back(x.number());
    if (page->next_after_seq() == 0)
      break;
    by.after_seq = page->next_after_seq();
  }
  EXPECT_EQ(seen, (list{1, 2, 3, 4, 5, 6, 1}));
}

TEST_F(ReceiptFilter, RefusesWhatIsNoDate) {
  receipt_filter by;
  by.number = 1;
  by.to_date = "2026-02-30";
  EXPECT_EQ(find_receipts(disk, of, by).why().code, errc::invalid);
}

} // namespace

} // namespace kassa::journal
