// Exchanges and corrected payments through kassa-node and kassa.

#include "tests/support/shop.hpp"
#include "tests/support/xml_reader.hpp"

#include <gtest/gtest.h>

#include <map>

namespace kassa::testing {
namespace {

class Exchanges : public ::testing::Test {
protected:
  static shop::options alone() {
    shop::options out;
    out.terminals = 0;
    out.clock = "system";
    return out;
  }

  Exchanges() {
    all.add_till();
    all.kill_hub(); // L5: nothing here needs it.
    all.start_all();
    all.log_in(0);
    all.must_at(0, {"float", "500"});
    all.must_at(0, {"sell", "group:moms-25@125", "--card"});
    all.must_at(0, {"sell", "group:moms-12@39,90", "--cash"});
  }

  std::string printed() { return content_of(all.at(0).printout); }
  bool prints(const std::string& what) {
    return eventually(
      [&] { return printed().find(what) != std::string::npos; });
  }
  void expect_refused(const words_t& words, const std::string& code) {
    const auto told = all.kassa_at(0, words);
    EXPECT_EQ(told.code, 3) << told.out << told.err;
    EXPECT_NE(told.err.find("[" + code + "]"), std::string::npos) << told.err;
  }
  std::string exported(const std::string& format, const std::string& day) {
    all.must_at(0, {"export", format, "--from", day, "--to", day, "--out",
                    all.path(format)});
    return content_of(all.path(format));
  }

  shop all{alone()};
};

TEST_F(Exchanges, L3_AreTwoReceiptsThatSettleEachOtherUpToTheBooks) {
  const auto shown
    = all.must_at(0, {"--lang", "sv", "exchange", "1", "--article",
                      "group:moms-25@100", "--cash"});
  EXPECT_NE(shown.find("Returkvitto 1"), std::string::npos) << shown;
  EXPECT_TRUE(prints("ihop med returkvitto 1")) << printed();
  EXPECT_LT(printed().find("ihop med kvitto 3"),
            printed().find("ihop med returkvitto 1"));
  all.must_at(0, {"correct", "2", "--swish"});
  EXPECT_TRUE(prints("ihop med returkvitto 2")) << printed();
  expect_refused({"correct", "2", "--card"}, "not_correctable");
  expect_refused({"correct", "3", "--card"}, "not_correctable");
  expect_refused({"exchange", "1", "--line", "1"}, "already_returned");
  EXPECT_EQ(all.status(0).receipts(), 6u);

  // An exchange may stay open, be added to, and be paid when it is even.
  all.must_at(0, {"exchange", "3", "--line", "1"});
  all.must_at(0, {"sell", "group:moms-25@100"});
  all.must_at(0, {"pay"});

  all.must_at(0, {"z"});
  const auto z = all.zs(0).reports(0).report();
  std::map<std::string, std::int64_t> means;
  for (const auto& row : z.period().means())
    means[row.name()] = row.amount_ore();
  EXPECT_EQ(
    means,
    (std::map<std::string, std::int64_t>{
      {"Kontant", -2500}, {"Kort", 12500}, {"Kvittning", 0}, {"Swish", 3990}}));
  EXPECT_EQ(z.period().receipts(), 5u);
  EXPECT_EQ(z.period().returns(), 3u);
  EXPECT_EQ(z.period().sales_ore() - z.period().returns_ore(), 13990);

  const auto root = xml_reader::read(exported("xml", z.business_date()));
  std::map<std::string, int> events;
  for (const auto& event : root.at("RegistreringLISTA").children)
    ++events[event.children.back().name];
  EXPECT_EQ(events["Kassakvitto"], 5);
  EXPECT_EQ(events["Returkvitto"], 3);
  const auto sie = exported("sie", z.business_date());
  EXPECT_NE(sie.find("#TRANS 1910 {} -25.00\r\n"), std::string::npos) << sie;
  EXPECT_NE(sie.find("#TRANS 1930 {} 39.90\r\n"), std::string::npos) << sie;
  EXPECT_NE(exported("csv", z.business_date()).find("Kvittning"),
            std::string::npos);
  all.must_at(0, {"verify"});
}

TEST_F(Exchanges, ThatCannotBePaidLeaveNothingBehind) {
  expect_refused(
    {"exchange", "1", "--article", "group:moms-25@100", "--card", "30"},
    "over_paid");
  expect_refused({"exchange", "1", "--article", "nothing", "--card"},
                 "unknown_article");
  expect_refused({"correct", "1", "--card", "1000"}, "over_paid");
  const auto open = all.must_at(0, {"--lang", "en", "sale"});
  EXPECT_NE(open.find("No sale is open"), std::string::npos) << open;
  EXPECT_EQ(all.status(0).receipts(), 2u);
  all.must_at(0, {"correct", "1", "--cash"});
}

} // namespace
} // namespace kassa::testing
