#include "actors/sale/day.hpp"
#include "actors/sale/people.hpp"
#include "proto/base/time.hpp"
#include "tests/unit/sale_kit.hpp"

namespace kassa::sale::testing {

namespace {

constexpr std::int64_t hour = 3'600'000;

v1::AddLineRequest coffee() {
  v1::AddLineRequest by;
  by.set_article_no("1");
  return by;
}

v1::ChangeFloatRequest float_of(ore_t amount) {
  v1::ChangeFloatRequest by;
  by.set_float_ore(amount);
  return by;
}

/// A till whose day began with its float on 2026-05-04 at 13:05.
struct day_till : till {
  day_till() {
    with.rules.float_required = true;
    auto body = must(float_of(150'000));
    EXPECT_TRUE(body.has_day_opened());
    now.day = {"2026-05-04", true}; // As the journal dates it.
  }

  void later(std::int64_t ms) {
    with.wall_ms += ms;
    with.catalog_ms += ms;
  }

  void training(bool on) {
    v1::SetTrainingRequest by;
    by.set_on(on);
    must(by);
  }
};

TEST(SaleDay, NoSaleBeginsBeforeTheFloat) {
  till t;
  t.with.rules.float_required = true;
  EXPECT_TRUE(day_of(t.now, t.with).float_missing());
  EXPECT_EQ(t.refused(coffee()), errc::float_needed);
  t.with.user = "bo"; // Who sells may open the day.
  EXPECT_TRUE(t.must(float_of(100)).has_day_opened());
  t.now.day.date = "2026-05-04";
  t.must(coffee());
}

/// A till whose clock stands behind what the journal has seen.
struct late_till : day_till {
  late_till() {
    with.rules.clock_behind_minutes = 10;
    now.clock_high_ms = with.wall_ms + hour;
  }
};

TEST(SaleDay, NoSaleAndNoDayBeginsWhileTheClockIsBehindTheJournal) {
  late_till t;
  auto refusal = t.call(coffee());
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.why().code, errc::clock_behind);
  EXPECT_EQ(refusal.why().fields.at("now"), "2026-05-04 13:05");
  EXPECT_EQ(refusal.why().fields.at("last"), "2026-05-04 14:05");
  EXPECT_EQ(t.refused(t.return_of(1)), errc::clock_behind);
  t.now.day = {};
  EXPECT_EQ(t.refused(float_of(100)), errc::clock_behind);
  t.later(50 * hour / 60); // Ten minutes behind, and no more.
  t.must(float_of(100));
  t.now.day = {"2026-05-04", true};
  t.must(coffee());
}

TEST(SaleDay, AClockBehindStopsNoOpenSaleAndNoZ) {
  late_till t;
  t.now.clock_high_ms = 0;
  t.must(coffee());
  t.now.clock_high_ms = t.with.wall_ms + hour;
  t.must(coffee());
  t.pay_part(v1::MEANS_CARD);
  EXPECT_TRUE(t.must(v1::PayRequest{}).has_receipt());
  EXPECT_TRUE(t.must(v1::MakeZRequest{}).has_z_report());
}

TEST(SaleDay, AClockBehindStopsNothingWhereTheShopWantsSo) {
  late_till t;
  t.with.rules.clock_behind_minutes = 0;
  t.must(coffee());
  late_till replayed;
  replayed.with.replay = true;
  replayed.must(coffee());
}

TEST(SaleDay, AManagersWordTakesTheLatestTimeBack) {
  late_till t;
  t.with.user = "bo";
  EXPECT_EQ(t.refused(v1::ConfirmClockRequest{}), errc::forbidden);
  t.with.user = "anna";
  auto all = decide(t.now, v1::ConfirmClockRequest{}, t.with);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  auto said = all->front();
  EXPECT_EQ(said.clock_stepped().step_ms(), -hour);
  EXPECT_EQ(said.clock_stepped().by(), "anna");
  said.set_wall_ms(t.with.wall_ms); // As the journal dates it.
  evolve(t.now, said);
  EXPECT_EQ(t.now.clock_high_ms, t.with.wall_ms);
  t.must(coffee());
  all = decide(t.now, v1::ConfirmClockRequest{}, t.with);
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->empty());
}

TEST(SaleDay, AReplayIsNotAskedForAFloat) {
  till t;
  t.with.rules.float_required = true;
  t.with.replay = true;
  t.must(coffee());
}

TEST(SaleDay, ALaterFloatIsAChange) {
  day_till t;
  t.memory.state.mutable_period()->set_float_ore(150'000);
  auto changed = t.must(float_of(200'000)).float_changed();
  EXPECT_EQ(changed.before_ore(), 150'000);
  EXPECT_EQ(changed.after_ore(), 200'000);
}

TEST(SaleDay, GoesOnPastMidnightUntilTheShopsHour) {
  day_till t;
  t.later(11 * hour); // 00:05
  EXPECT_TRUE(day_of(t.now, t.with).past_midnight());
  EXPECT_FALSE(day_of(t.now, t.with).z_forced());
  t.must(coffee());
  t.must(v1::AbortRequest{});
  t.later(8 * hour + 54 * 60'000); // 08:59
  t.must(coffee());
  t.later(60'000); // 09:00: the sale that is open may still end.
  t.add("1");
  t.must(v1::AbortRequest{});
  EXPECT_TRUE(day_of(t.now, t.with).z_forced());
  EXPECT_EQ(t.refused(coffee()), errc::z_due);
  EXPECT_EQ(t.refused(t.return_of(1)), errc::z_due);
  t.must(v1::MakeZRequest{});
  EXPECT_EQ(t.now.day.date, "");
  EXPECT_EQ(t.refused(coffee()), errc::float_needed);
}

TEST(SaleDay, TheShopsHourIsStoreTimeInBothNightsOfAClockChange) {
  for (auto [date, due] :
       {std::pair{"2026-03-28", "2026-03-29"}, {"2026-10-24", "2026-10-25"}}) {
    till t;
    t.now.day = {date, true};
    auto at = *from_local(due, "09:00", t.with.rules.zone);
    t.with.wall_ms = t.with.catalog_ms = at - 1;
    EXPECT_FALSE(day_of(t.now, t.with).z_forced()) << due;
    t.with.wall_ms = t.with.catalog_ms = at;
    EXPECT_TRUE(day_of(t.now, t.with).z_forced()) << due;
  }
}

TEST(SaleDay, AReplayedDayIsWatchedOnlyWhereItWasOpened) {
  till t;
  t.with.replay = true;
  t.now.day = {"2026-05-01", false};
  t.must(coffee());
  t.must(v1::AbortRequest{});
  t.now.day.opened = true;
  EXPECT_EQ(t.refused(coffee()), errc::z_due);
}

TEST(SaleDay, CashMovesWithAReason) {
  day_till t;
  v1::MoveCashRequest by;
  by.set_amount_ore(-50'000);
  EXPECT_EQ(t.refused(by), errc::invalid);
  by.set_reason("Bankpåse");
  EXPECT_EQ(t.must(by).cash_moved().amount_ore(), -50'000);
  by.set_amount_ore(0);
  EXPECT_EQ(t.refused(by), errc::invalid);
  by.set_amount_ore(-amount_max - 1);
  EXPECT_EQ(t.refused(by), errc::invalid);
}

TEST(SaleDay, CountsTheDrawerBetweenSales) {
  day_till t;
  v1::CountDrawerRequest by;
  auto& note = *by.add_denominations();
  note.set_value_ore(50'000);
  note.set_count(3);
  auto& coin = *by.add_denominations();
  coin.set_value_ore(100);
  coin.set_count(7);
  EXPECT_EQ(t.must(by).drawer_counted().counted_ore(), 150'700);
  coin.set_count(~std::uint64_t{0});
  EXPECT_EQ(t.refused(by), errc::invalid);
  coin.set_count(0);
  coin.set_value_ore(0);
  EXPECT_EQ(t.refused(by), errc::invalid);
  coin.set_value_ore(1);
  t.must(coffee());
  EXPECT_EQ(t.refused(by), errc::sale_open);
}

TEST(SaleDay, L12_TrainingHasItsOwnSeriesAndKeepsOffWhatIsReal) {
  day_till t;
  auto sold = t.sell({{"1", 1000}});
  t.training(true);
  t.add("1");
  EXPECT_TRUE(t.now.sale->training());
  v1::SetTrainingRequest off;
  EXPECT_EQ(t.refused(off), errc::sale_open);
  v1::ParkRequest park;
  park.set_parking("bord 4");
  EXPECT_EQ(t.refused(park), errc::training_on);
  t.pay_part(v1::MEANS_CARD);
  auto practised = t.pay();
  EXPECT_EQ(practised.series(), v1::SERIES_TRAINING);
  EXPECT_EQ(practised.number(), 1U);
  v1::CopyReceiptRequest copy;
  copy.set_number(sold);
  v1::MoveCashRequest cash;
  cash.set_amount_ore(100);
  EXPECT_EQ(t.refused(copy), errc::training_on);
  EXPECT_EQ(t.refused(cash), errc::training_on);
  EXPECT_EQ(t.refused(t.return_of(sold)), errc::training_on);
  EXPECT_EQ(t.refused(v1::MakeZRequest{}), errc::training_on);
  EXPECT_EQ(t.refused(v1::OpenDrawerRequest{}), errc::training_on);
  EXPECT_EQ(t.refused(v1::CountDrawerRequest{}), errc::training_on);
  EXPECT_EQ(t.refused(float_of(1)), errc::training_on);
  t.training(false);
  copy.set_number(practised.number());
  copy.set_series(v1::SERIES_TRAINING);
  EXPECT_EQ(t.refused(copy), errc::invalid);
}

TEST(SaleDay, L12_AnAbortedPractiseIsNoUnfinishedSale) {
  day_till t;
  t.training(true);
  t.add("1");
  EXPECT_TRUE(t.must(v1::AbortRequest{}).sale_aborted().training());
}

TEST(SaleDay, PractisesBeforeTheFloatAndWhenAZIsDue) {
  till t;
  t.with.rules.float_required = true;
  t.now.training = true;
  t.must(coffee());
}

TEST(SaleDay, PrintsAProFormaOfTheOpenOrAParkedSale) {
  day_till t;
  v1::PrintProFormaRequest by;
  EXPECT_EQ(t.refused(by), errc::no_open_sale);
  t.add("1", 2000);
  auto open = t.must(by).pro_forma();
  EXPECT_EQ(open.receipt().total_ore(), 6000);
  EXPECT_EQ(open.receipt().series(), v1::SERIES_UNSPECIFIED);
  EXPECT_EQ(open.receipt().company(), "Exempelbutiken AB");
  v1::ParkRequest park;
  park.set_parking("bord 4");
  t.must(park);
  by.set_parking("bord 4");
  EXPECT_EQ(t.must(by).pro_forma().receipt().total_ore(), 6000);
  EXPECT_EQ(t.must(by).pro_forma().parking(), "bord 4");
  by.set_parking("bord 5");
  EXPECT_EQ(t.refused(by), errc::unknown_parking);
}

TEST(SaleDay, ReprintsAZThatThereIs) {
  day_till t;
  v1::ReprintZRequest by;
  by.set_number(17);
  EXPECT_EQ(t.refused(by), errc::not_found);
  v1::RecordBody z;
  z.set_seq(400);
  z.mutable_z_report()->set_number(17);
  t.memory.zs[17] = z;
  auto again = t.must(by).z_reprinted();
  EXPECT_EQ(again.number(), 17U);
  EXPECT_EQ(again.z_seq(), 400U);
}

TEST(SaleDay, AReportByArticleNamesThem) {
  day_till t;
  t.memory.rows.emplace_back().set_article_no("1");
  v1::MakeXRequest by;
  EXPECT_EQ(t.must(by).x_report().articles_size(), 0);
  by.set_by_article(true);
  EXPECT_EQ(t.must(by).x_report().articles(0).article_no(), "1");
}

TEST(SaleDiscount, UpToTheLimitIsAnyones) {
  till t;
  t.with.rules.free_discount = 2000;
  t.with.user = "bo";
  auto by = coffee();
  by.mutable_discount()->set_basis_points(2000);
  t.must(by);
  by.mutable_discount()->set_basis_points(2100);
  EXPECT_EQ(t.refused(by), errc::forbidden);
  v1::SetDiscountRequest more; // On top of the line's: above it in all.
  more.mutable_discount()->set_basis_points(100);
  EXPECT_EQ(t.refused(more), errc::forbidden);
  t.with.user = "anna";
  t.must(more);
}

TEST(SaleDiscount, KronorOffFewerGoodsAreAskedForAgain) {
  till t;
  t.with.rules.free_discount = 1000;
  t.with.user = "bo";
  auto by = coffee();
  by.set_quantity_milli(10'000);
  by.mutable_discount()->set_amount_ore(3000);
  t.must(by);
  v1::ChangeLineRequest fewer;
  fewer.set_line_no(1);
  fewer.set_quantity_milli(1000);
  EXPECT_EQ(t.refused(fewer), errc::forbidden);
  fewer.set_quantity_milli(11'000);
  t.must(fewer);
}

TEST(SalePeople, ALockOutOutlivesARestart) {
  v1::LockOut kept;
  kept.set_user("bo");
  kept.set_wrong(6); // A minute.
  kept.set_wall_ms(1'000'000);
  kept.set_monotonic_ms(500'000);
  kept.set_boot_id("boot");
  lock_outs same_boot;
  same_boot.restore(kept, 9'000'000, 520'000, "boot");
  EXPECT_FALSE(same_boot.check("bo", 559'999));
  EXPECT_TRUE(same_boot.check("bo", 560'000));
  lock_outs other_boot;
  other_boot.restore(kept, 1'010'000, 1000, "other");
  EXPECT_FALSE(other_boot.check("bo", 50'999));
  EXPECT_TRUE(other_boot.check("bo", 51'000));
  lock_outs set_back;
  set_back.restore(kept, 0, 1000, "other");
  EXPECT_TRUE(set_back.check("bo", 61'000)) << "never longer than it was";
  set_back.wrong("bo", 61'000);
  EXPECT_FALSE(set_back.check("bo", 61'000 + 119'999)) << "and it doubles on";
}

} // namespace

} // namespace kassa::sale::testing
