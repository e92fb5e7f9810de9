#include "proto/base/time.hpp"
#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

/// Coffee (1) is 12 % eaten in and 6 % taken away; bread (2) is 6 % always.
struct cafe_till : till {
  cafe_till() {
    auto& served = *shop.add(v1::ROW_KIND_GROUP, "kok").mutable_group();
    served.set_vat_code_eat_in("12");
    served.set_vat_code_take_away("6");
    use(shop, 1);
  }

  static v1::SetModeRequest mode(v1::SalesMode to) {
    v1::SetModeRequest by;
    by.set_mode(to);
    return by;
  }

  std::uint32_t rate(int i) const {
    return now.sale->lines(i).vat_basis_points();
  }
};

TEST(SaleModes, RateTheLinesThatAreThereAndThoseThatCome) {
  cafe_till t;
  t.add("1");
  t.add("2");
  EXPECT_EQ(t.rate(0), 1200U);
  auto set = t.must(cafe_till::mode(v1::SALES_MODE_TAKE_AWAY)).mode_set();
  EXPECT_EQ(set.lines_size(), 2);
  EXPECT_EQ(t.rate(0), 600U);
  EXPECT_EQ(t.rate(1), 600U);
  EXPECT_EQ(t.add("1").vat_basis_points(), 600U);
  EXPECT_EQ(revision_of(t.now), 14U);
  t.must(cafe_till::mode(v1::SALES_MODE_EAT_IN));
  EXPECT_EQ(t.rate(2), 1200U);
  t.must(cafe_till::mode(v1::SALES_MODE_UNSPECIFIED));
  EXPECT_EQ(t.rate(0), 1200U) << "the group's general code";
}

TEST(SaleModes, L3_OnlyTheRateMovesNeverThePrice) {
  cafe_till t;
  t.add("1", 3000);
  auto before = view_of(t.now);
  t.must(cafe_till::mode(v1::SALES_MODE_TAKE_AWAY));
  auto after = view_of(t.now);
  EXPECT_EQ(after.total_ore(), before.total_ore());
  ASSERT_EQ(after.vat_size(), 1);
  EXPECT_EQ(after.vat(0).basis_points(), 600U);
  EXPECT_EQ(after.vat(0).vat_ore(), vat_of_gross(9000, 600));
}

TEST(SaleModes, ALinesOwnModeWins) {
  cafe_till t;
  v1::AddLineRequest by;
  by.set_article_no("1");
  by.set_mode(v1::SALES_MODE_EAT_IN);
  t.must(by);
  t.must(cafe_till::mode(v1::SALES_MODE_TAKE_AWAY));
  EXPECT_EQ(t.rate(0), 1200U);
  EXPECT_EQ(t.now.sale->lines(0).mode(), v1::SALES_MODE_EAT_IN);
  by.set_mode(static_cast<v1::SalesMode>(9));
  EXPECT_EQ(t.refused(by), errc::invalid);
  EXPECT_EQ(t.refused(cafe_till::mode(static_cast<v1::SalesMode>(9))),
            errc::invalid);
}

TEST(SaleModes, MayBeginASaleWhichThenReadsItsClockAtTheFirstLine) {
  cafe_till t;
  t.must(cafe_till::mode(v1::SALES_MODE_TAKE_AWAY));
  ASSERT_TRUE(t.now.sale);
  EXPECT_EQ(t.now.sale->first_seq(), 11U);
  t.with.catalog_ms += 60'000;
  EXPECT_EQ(t.add("1").vat_basis_points(), 600U);
  EXPECT_EQ(t.now.sale->catalog_ms(), t.with.catalog_ms);
  EXPECT_EQ(t.now.sale->catalog().version(), 1U);
  t.pay_part(v1::MEANS_CARD);
  EXPECT_EQ(t.pay().mode(), v1::SALES_MODE_TAKE_AWAY);
  t.add("1");
  EXPECT_EQ(t.rate(0), 1200U) << "a mode is one sale's";
}

TEST(SaleModes, TheShopsOwnModeComesWithTheFirstLine) {
  cafe_till t;
  t.with.rules.default_mode = v1::SALES_MODE_TAKE_AWAY;
  t.add("1");
  ASSERT_EQ(t.written.size(), 2U);
  EXPECT_EQ(t.written[0].kind(), v1::KIND_MODE_SET);
  EXPECT_EQ(t.written[1].kind(), v1::KIND_LINE_ADDED);
  EXPECT_EQ(t.rate(0), 600U);
  t.add("1");
  EXPECT_EQ(t.written.size(), 3U);
  t.must(v1::AbortRequest{});
  v1::BeginReturnRequest free;
  free.set_free(true);
  t.must(free);
  t.add("1");
  EXPECT_EQ(t.rate(0), 600U);
  // A refusal leaves nothing begun.
  t.must(v1::AbortRequest{});
  v1::AddLineRequest by;
  by.set_article_no("nix");
  EXPECT_EQ(t.refused(by), errc::unknown_article);
  EXPECT_FALSE(t.now.sale);
}

TEST(SaleModes, TheSameModeAgainWritesNothing) {
  cafe_till t;
  t.add("1");
  t.must(cafe_till::mode(v1::SALES_MODE_EAT_IN));
  auto again = decide(t.now, cafe_till::mode(v1::SALES_MODE_EAT_IN), t.with);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
}

TEST(SaleModes, AReturnKeepsTheRateItWasSoldAt) {
  cafe_till t;
  t.must(cafe_till::mode(v1::SALES_MODE_TAKE_AWAY));
  auto number = t.sell({{"1", 1000}});
  t.must(t.return_of(number));
  EXPECT_EQ(t.rate(0), 600U);
  EXPECT_EQ(t.refused(cafe_till::mode(v1::SALES_MODE_EAT_IN)),
            errc::return_mixed);
}

TEST(SaleModes, NeedThePermissionToSell) {
  cafe_till t;
  t.with.user = "cilla";
  EXPECT_EQ(t.refused(cafe_till::mode(v1::SALES_MODE_EAT_IN)), errc::forbidden);
}

/// Prop. 2025/26:55: food as goods 12 %, from 2026-04-01 6 %, from 2028-01-01
/// 12 % again; served food 12 % all along. One catalog, published long before.
TEST(SaleModes, L5_TheFoodRateOf2026And2028HappensByItself) {
  auto at = [](const char* date, const char* time) {
    return *from_local(date, time, "Europe/Stockholm");
  };
  cafe_till t;
  auto& code = *t.shop.add(v1::ROW_KIND_VAT_CODE, "LIVS").mutable_vat_code();
  code.set_name("Livsmedel");
  code.set_basis_points(1200);
  for (auto [date, rate] :
       {std::pair{"2026-04-01", 600U}, {"2028-01-01", 1200U}}) {
    auto row = t.shop.add(v1::ROW_KIND_VAT_CODE, "LIVS");
    row.mutable_key()->set_effective_from_ms(at(date, "00:00"));
    row.mutable_vat_code()->set_basis_points(rate);
    t.shop.add(v1::ROW_KIND_VAT_CODE, std::string("LIVS ") + date) = row;
  }
  auto& served = *t.shop.add(v1::ROW_KIND_GROUP, "kok").mutable_group();
  served.set_vat_code("LIVS");
  served.set_vat_code_eat_in("12");
  served.set_vat_code_take_away("LIVS");
  t.use(t.shop, 7);
  const std::tuple<const char*, const char*, std::uint32_t> days[]{
    {"2026-03-31", "23:59", 1200},
    {"2026-04-01", "00:00", 600},
    {"2027-12-31", "23:59", 600},
    {"2028-01-01", "00:00", 1200}};
  for (const auto& [date, time, rate] : days) {
    SCOPED_TRACE(date);
    t.with.catalog_ms = at(date, time);
    t.must(cafe_till::mode(v1::SALES_MODE_TAKE_AWAY));
    t.add("1");
    t.pay_part(v1::MEANS_CARD);
    auto away = t.pay();
    ASSERT_EQ(away.vat_size(), 1);
    EXPECT_EQ(away.vat(0).basis_points(), rate);
    EXPECT_EQ(away.catalog().version(), 7U) << "nothing was published since";
    t.must(cafe_till::mode(v1::SALES_MODE_EAT_IN));
    t.add("1");
    EXPECT_EQ(t.rate(0), 1200U);
    t.must(v1::AbortRequest{});
  }
}

} // namespace
