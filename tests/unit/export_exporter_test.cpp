#include "actors/journal/export/closing.hpp"
#include "actors/journal/export/totals.hpp"
#include "proto/base/crypto.hpp"
#include "tests/unit/export_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;
namespace ex = kassa::journal::exporting;

struct exporter_test : ::testing::Test, export_world {
  void sell(ore_t price = 1000) {
    must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, price, 2500)}));
  }
  result<std::string> lines(const std::vector<v1::Record>& from) {
    return run(with_all(), ex::make_json_lines(), from);
  }
  /// Changes a record and chains what follows anew, as a forger would.
  template <class Change>
  std::vector<v1::Record> forged(std::size_t from, Change change) {
    auto all = records();
    auto before = from == 0 ? zero_hash() : all[from - 1].hash();
    for (std::size_t i = from; i < all.size(); ++i) {
      v1::RecordBody body;
      EXPECT_TRUE(body.ParseFromString(all[i].body()));
      if (i == from)
        change(body);
      all[i].set_body(body.SerializeAsString());
      all[i].set_hash(record_hash(before, all[i].body()));
      before = all[i].hash();
    }
    return all;
  }
};

TEST_F(exporter_test, RefusesAJournalWhoseChainBreaks) {
  sell();
  sell();
  auto all = records();
  auto body = all[1].body();
  body.back() = static_cast<char>(body.back() ^ 1);
  all[1].set_body(body);
  auto out = lines(all);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::journal_damaged);
  EXPECT_EQ(out.why().fields.at("seq"), "2");
}

TEST_F(exporter_test, RefusesAJournalWithAHole) {
  sell();
  sell();
  auto all = records();
  all.erase(all.begin() + 1);
  auto out = lines(all);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::journal_damaged);
}

TEST_F(exporter_test, L1_RefusesARecordOfAnotherTerminal) {
  sell();
  auto out = lines(forged(1, [](auto& body) { body.set_terminal("KASSA2"); }));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::journal_damaged);
}

TEST_F(exporter_test, L3_RefusesAZThatIsNotTheSumOfItsReceipts) {
  sell();
  must(make_z());
  auto out = lines(forged(2, [](v1::RecordBody& body) {
    auto& period = *body.mutable_z_report()->mutable_period();
    period.set_sales_ore(period.sales_ore() - 100);
  }));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::journal_damaged);
  EXPECT_NE(out.why().detail.find("L3"), std::string::npos);
}

TEST_F(exporter_test, SaysThatNothingWasChosen) {
  sell();
  auto out = run(with("2001-01-01", "2001-12-31"), ex::make_json_lines());
  ASSERT_FALSE(out);
  EXPECT_EQ(out.why().code, errc::nothing_to_export);
  EXPECT_EQ(out.why().fields.at("from"), "2001-01-01");
}

TEST_F(exporter_test, ChoosesByBusinessDateBothEndsIncluded) {
  std::vector<std::string> days;
  for (int i = 0; i < 4; ++i) {
    sell();
    days.push_back(today());
    must(make_z());
    clock.advance(86'400'000);
  }
  ASSERT_TRUE(run(with(days[1], days[2]), ex::make_json_lines()));
  EXPECT_EQ(summary.records(), 4u);
  EXPECT_EQ(summary.first_seq(), 4u);
  EXPECT_EQ(summary.last_seq(), 7u);
  EXPECT_EQ(summary.head_seq(), 9u);
}

TEST_F(exporter_test, TakesTheZByTheDayThatItCloses) {
  sell();
  const auto day = today();
  clock.advance(86'400'000); // Closed the day after.
  auto z = must(make_z());
  EXPECT_EQ(ex::business_date_of(z), day);
  EXPECT_NE(today(), day);
}

TEST_F(exporter_test, KeepsTheSalesDayPastMidnight) {
  v1::RecordBody opened;
  opened.set_kind(v1::KIND_DAY_OPENED);
  const auto day = today();
  opened.mutable_day_opened()->set_business_date(day);
  must(opened);
  clock.advance(86'400'000);
  v1::RecordBody drawer;
  drawer.set_kind(v1::KIND_DRAWER_OPENED);
  drawer.mutable_drawer_opened();
  must(drawer);
  must(make_z());
  must(drawer); // Of the next day, which nobody has opened.
  ASSERT_TRUE(run(with(day, day), ex::make_json_lines()));
  EXPECT_EQ(summary.last_seq() - summary.first_seq(), 3u);
}

TEST_F(exporter_test, L3_TiesItsSumsToTheZsOfThePeriod) {
  sell(1050);
  auto sold = must(make_receipt(
    v1::SERIES_SALE, {make_line(1, 1000, 3000, 1200)}, v1::MEANS_CARD));
  must(make_z());
  must(make_return(sold.receipt().number(), sold.receipt().lines(0)));
  must(make_z());
  sell(700);
  all_of(ex::make_json_lines());
  EXPECT_EQ(summary.zs(), 2u);
  EXPECT_EQ(summary.first_z(), 1u);
  EXPECT_EQ(summary.last_z(), 2u);
  EXPECT_EQ(summary.z_sales_ore(), 4050);
  EXPECT_EQ(summary.z_returns_ore(), 3000);
  EXPECT_EQ(summary.grand().net_ore(), 1050);
  EXPECT_EQ(summary.open_receipts(), 1u);
  EXPECT_EQ(summary.sales_ore(), summary.z_sales_ore() + 700);
  EXPECT_EQ(summary.returns_ore(), summary.z_returns_ore());
  EXPECT_EQ(summary.head_hash(), records().back().hash());
}

TEST(ExportPeriod, IsTwoDatesInOrder) {
  EXPECT_TRUE(ex::make_period("2026-05-01", "2026-05-01"));
  EXPECT_FALSE(ex::make_period("2026-05-01", "2026-04-30"));
  EXPECT_FALSE(ex::make_period("2026-02-30", "2026-03-01"));
  EXPECT_FALSE(ex::make_period("", "2026-03-01"));
}

TEST(ExportNumbers, HaveADotAndNoPlus) {
  EXPECT_EQ(ex::dotted(0), "0.00");
  EXPECT_EQ(ex::dotted(5), "0.05");
  EXPECT_EQ(ex::dotted(-5), "-0.05");
  EXPECT_EQ(ex::dotted(123'456'789), "1234567.89");
  EXPECT_EQ(ex::dotted(-100), "-1.00");
  EXPECT_EQ(ex::dotted_rate(2500), "25");
  EXPECT_EQ(ex::dotted_rate(1250), "12.5");
  EXPECT_EQ(ex::dotted_rate(0), "0");
  EXPECT_EQ(ex::dotted_quantity(345), "0.345");
}

TEST(ExportVat, L3_OfTheLinesIsTheVatOfTheReceiptToTheOre) {
  const auto draft = make_receipt(
    v1::SERIES_SALE,
    {make_line(1, 1000, 333, 1200), make_line(2, 1000, 333, 1200),
     make_line(3, 1000, 334, 1200), make_line(4, 1000, 999, 2500)});
  auto vat = ex::vat_of_lines(draft.receipt());
  ASSERT_TRUE(vat);
  EXPECT_EQ((*vat)[0] + (*vat)[1] + (*vat)[2], vat_of_gross(1000, 1200));
  EXPECT_EQ((*vat)[3], vat_of_gross(999, 2500));
}

TEST(ExportVat, RefusesAReceiptWhoseLinesAndRatesDiffer) {
  auto draft = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 333, 1200)});
  draft.mutable_receipt()->mutable_vat(0)->set_gross_ore(334);
  EXPECT_FALSE(ex::vat_of_lines(draft.receipt()));
  draft.mutable_receipt()->clear_vat();
  EXPECT_FALSE(ex::vat_of_lines(draft.receipt()));
}

} // namespace
