#include "actors/journal/articles.hpp"
#include "actors/journal/period.hpp"
#include "actors/journal/summary.hpp"
#include "actors/journal/verify.hpp"
#include "tests/support/journal_world.hpp"

#include <iostream>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

constexpr std::int64_t hour = 3'600'000;

v1::RecordBody sale_of(ore_t price) {
  return make_receipt(v1::SERIES_SALE, {make_line(1, 1000, price, 2500)});
}

v1::RecordBody open_day(ore_t float_ore) {
  v1::RecordBody draft;
  draft.mutable_day_opened()->set_float_ore(float_ore);
  return draft;
}

v1::RecordBody cash(ore_t amount) {
  v1::RecordBody draft;
  draft.mutable_cash_moved()->set_amount_ore(amount);
  draft.mutable_cash_moved()->set_reason("bank");
  return draft;
}

v1::RecordBody training(bool on) {
  v1::RecordBody draft;
  draft.mutable_training_switched()->set_on(on);
  return draft;
}

v1::RecordBody attempt(const std::string& user, errc why) {
  v1::RecordBody draft;
  draft.mutable_log_in()->set_user(user);
  draft.mutable_log_in()->set_refused(true);
  draft.mutable_log_in()->set_reason(std::string{row_of(why).name});
  return draft;
}

TEST(JournalDay, KeepsItsDatePastMidnightUntilTheZ) {
  journal_world world;
  EXPECT_EQ(world.must(open_day(150'000)).day_opened().business_date(),
            "2026-05-04");
  world.clock.advance(12 * hour); // 01:05 on the fifth.
  EXPECT_EQ(world.must(sale_of(1000)).receipt().business_date(), "2026-05-04");
  EXPECT_EQ(world.must(make_z()).z_report().business_date(), "2026-05-04");
  EXPECT_EQ(world.must(sale_of(1000)).receipt().business_date(), "2026-05-05");
}

TEST(JournalDay, KeepsTheDateOfItsFirstReceiptWithoutAFloat) {
  journal_world world;
  world.must(sale_of(1000));
  world.clock.advance(12 * hour);
  EXPECT_EQ(world.must(sale_of(1000)).receipt().business_date(), "2026-05-04");
}

TEST(JournalDay, TakesEachReceiptsOwnDateInReplay) {
  journal_world world;
  world.at.replay = true;
  auto draft = sale_of(1000);
  draft.set_business_ms(world.clock.wall);
  world.must(draft);
  draft.set_business_ms(world.clock.wall + 24 * hour);
  EXPECT_EQ(world.must(draft).receipt().business_date(), "2026-05-05");
}

TEST(JournalDay, StaysInOrderWhenTheClockStepsBack) {
  journal_world world;
  world.must(open_day(0));
  world.clock.wall -= 48 * hour;
  auto sold = world.must(sale_of(1000));
  EXPECT_EQ(sold.receipt().business_date(), "2026-05-04");
  auto z = world.must(make_z()).z_report();
  EXPECT_EQ(z.business_date(), "2026-05-04");
  EXPECT_EQ(z.period().clock_steps(), 1u);
}

TEST(JournalDay, OpensOnceAPeriod) {
  journal_world world;
  world.must(open_day(100));
  EXPECT_FALSE(world.write(open_day(200)));
  EXPECT_EQ(world.ledger().period().float_ore(), 100);
  world.must(make_z());
  world.must(open_day(200));
  EXPECT_EQ(world.ledger().period().float_ore(), 200);
}

TEST(JournalDay, KnowsWhatMustLieInTheDrawer) {
  journal_world world;
  world.must(open_day(150'000));
  world.must(sale_of(1040)); // In cash: 10 kr.
  world.must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 700, 2500)},
                          v1::MEANS_CARD));
  world.must(make_return(1, make_line(1, 1000, 1040, 2500)));
  world.must(cash(50'000));
  world.must(cash(-30'000));
  world.must(cash(-100));
  v1::RecordBody draft;
  draft.mutable_float_changed()->set_before_ore(150'000);
  draft.mutable_float_changed()->set_after_ore(160'000);
  world.must(draft);
  auto period = world.ledger().period();
  EXPECT_EQ(period.cash_ins(), 1u);
  EXPECT_EQ(period.cash_outs(), 2u);
  EXPECT_EQ(period.cash_out_ore(), 30'100);
  EXPECT_EQ(period.float_changes(), 1u);
  EXPECT_EQ(expected_cash(period), 160'000 + 50'000 - 30'100);
}

TEST(JournalDay, ACountStandsBesideTheZAndChangesNoSum) {
  journal_world world;
  world.must(open_day(100'000));
  world.must(sale_of(1000));
  auto before = world.ledger();
  v1::RecordBody draft;
  draft.mutable_drawer_counted()->set_counted_ore(100'900);
  auto count = world.must(draft).drawer_counted();
  EXPECT_EQ(count.expected_ore(), 101'000);
  EXPECT_EQ(count.difference_ore(), -100);
  EXPECT_EQ(world.ledger().period().SerializeAsString(),
            before.period().SerializeAsString());
  auto z = world.must(make_z()).z_report();
  EXPECT_EQ(z.count().difference_ore(), -100);
  EXPECT_EQ(z.grand().SerializeAsString(), before.grand().SerializeAsString());
  EXPECT_FALSE(world.must(make_z()).z_report().has_count());
}

TEST(JournalDay, L12_TrainingTouchesNothingButItsOwnCounters) {
  journal_world world;
  world.must(sale_of(1000));
  auto before = world.ledger();
  world.must(training(true));
  auto practised
    = make_receipt(v1::SERIES_TRAINING, {make_line(1, 2000, 990, 1200)});
  EXPECT_EQ(world.must(practised).receipt().number(), 1u);
  EXPECT_EQ(world.must(practised).receipt().number(), 2u);
  v1::RecordBody draft;
  draft.mutable_sale_aborted()->set_amount_ore(5000);
  draft.mutable_sale_aborted()->set_training(true);
  world.must(draft);
  EXPECT_TRUE(world.ledger().training());
  world.must(training(false));
  auto after = world.ledger();
  EXPECT_EQ(after.period().training(), 2u);
  EXPECT_EQ(after.period().training_ore(), 2 * 1980);
  after.mutable_period()->set_training(0);
  after.mutable_period()->set_training_ore(0);
  EXPECT_EQ(after.period().SerializeAsString(),
            before.period().SerializeAsString());
  EXPECT_EQ(after.grand().SerializeAsString(),
            before.grand().SerializeAsString());
  EXPECT_EQ(after.next_sale(), before.next_sale());
  EXPECT_EQ(after.receipts_ever(), before.receipts_ever());
  EXPECT_EQ(world.must(sale_of(1000)).receipt().number(), 2u);
}

TEST(JournalDay, L12_AProFormaTakesNoNumberAndCountsNowhere) {
  journal_world world;
  auto before = world.ledger();
  v1::RecordBody draft;
  *draft.mutable_pro_forma()->mutable_receipt() = sale_of(1000).receipt();
  draft.mutable_pro_forma()->mutable_receipt()->clear_series();
  auto made = world.must(draft);
  EXPECT_EQ(made.pro_forma().receipt().number(), 0u);
  EXPECT_EQ(made.pro_forma().receipt().company(), "Bageriet AB");
  auto after = world.ledger();
  EXPECT_EQ(after.next_sale(), before.next_sale());
  EXPECT_EQ(after.grand().SerializeAsString(),
            before.grand().SerializeAsString());
  EXPECT_EQ(after.period().receipts(), 0u);
  auto jobs = print_jobs(world.disk, world.of);
  ASSERT_TRUE(jobs && jobs->size() == 1);
  EXPECT_EQ(jobs->front().job_seq(), made.seq());
}

TEST(JournalDay, PrintsAnEarlierZAgainWithoutANumber) {
  journal_world world;
  auto z = world.must(make_z());
  v1::RecordBody draft;
  draft.mutable_z_reprinted()->set_number(1);
  draft.mutable_z_reprinted()->set_z_seq(z.seq());
  auto reprint = world.must(draft);
  EXPECT_EQ(world.ledger().next_z(), 2u);
  EXPECT_TRUE(*find_print_job(world.disk, world.of, reprint.seq()));
}

TEST(JournalDay, CountsWrongPasswordsUntilARightOneOrAManagersWord) {
  journal_world world;
  for (int i = 0; i < 3; ++i)
    world.must(attempt("bo", errc::wrong_password));
  world.must(attempt("bo", errc::locked_out));
  world.must(attempt("cilla", errc::wrong_password));
  ASSERT_EQ(world.ledger().lock_outs_size(), 2);
  EXPECT_EQ(world.ledger().lock_outs(0).user(), "bo");
  EXPECT_EQ(world.ledger().lock_outs(0).wrong(), 3u);
  v1::RecordBody draft;
  draft.mutable_log_in()->set_user("cilla");
  world.must(draft);
  EXPECT_EQ(world.ledger().lock_outs_size(), 1);
  draft.mutable_lock_out_lifted()->set_user("bo");
  world.must(draft);
  EXPECT_EQ(world.ledger().lock_outs_size(), 0);
}

TEST(JournalDay, RemembersTheSettingsThatWereJournaledLast) {
  journal_world world;
  v1::RecordBody draft;
  draft.mutable_setting_changed()->set_name("z_due");
  draft.mutable_setting_changed()->set_after("06:00");
  world.must(draft);
  draft.mutable_setting_changed()->set_after("07:00");
  world.must(draft);
  ASSERT_EQ(world.ledger().settings_size(), 1);
  EXPECT_EQ(world.ledger().settings(0).value(), "07:00");
}

TEST(JournalDay, L3_ArticlesSumToTheNetOfThePeriod) {
  journal_world world;
  world.must(sale_of(9000)); // Of the day before.
  world.must(make_z());
  world.must(make_receipt(v1::SERIES_SALE, {make_line(1, 2000, 1000, 2500),
                                            make_line(2, 500, 990, 1200)}));
  world.must(make_receipt(v1::SERIES_TRAINING, {make_line(1, 1000, 1, 2500)}));
  world.must(make_return(2, make_line(1, 1000, 1000, 2500)));
  auto rows = article_rows(world.disk, world.of, world.ledger());
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].article_no(), "A1");
  EXPECT_EQ((*rows)[0].quantity_milli(), 1000);
  EXPECT_EQ((*rows)[0].gross_ore(), 1000);
  EXPECT_EQ((*rows)[1].gross_ore(), 495);
  auto z = make_z();
  z.mutable_z_report()->set_by_article(true);
  EXPECT_FALSE(world.write(z)) << "the articles are missing";
  for (const auto& row : *rows)
    *z.mutable_z_report()->add_articles() = row;
  world.must(z);
}

TEST(JournalDay, PutsTheLeastSoldArticlesTogetherWhereARecordIsTooSmall) {
  journal_world world;
  for (int receipt = 0; receipt < 40; ++receipt) {
    std::vector<v1::Line> lines;
    for (std::uint32_t no = 1; no <= 100; ++no) {
      auto line = make_line(no, 1000, 100 + no, 2500);
      line.set_article_no(std::to_string(receipt) + "-" + std::to_string(no));
      line.set_name(std::string(60, 'n'));
      lines.push_back(line);
    }
    world.must(make_receipt(v1::SERIES_SALE, lines));
  }
  auto rows = article_rows(world.disk, world.of, world.ledger());
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->back().name(), "Övriga artiklar");
  auto z = make_z();
  z.mutable_z_report()->set_by_article(true);
  for (const auto& row : *rows)
    *z.mutable_z_report()->add_articles() = row;
  world.must(z); // It fits, and adds up.
}

TEST(JournalDay, L3_SumsTheZsOfSomeDaysAsTheyStand) {
  journal_world world;
  std::vector<v1::RecordBody> zs;
  for (int day = 0; day < 5; ++day) {
    world.must(open_day(100));
    world.must(sale_of(1000 * (day + 1)));
    world.must(cash(-100));
    zs.push_back(world.must(make_z()));
    world.clock.advance(24 * hour);
  }
  auto sum = sum_period(world.disk, world.of, "2026-05-05", "2026-05-07");
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->zs(), 3u);
  EXPECT_EQ(sum->first_z(), 2u);
  EXPECT_EQ(sum->last_z(), 4u);
  EXPECT_EQ(sum->sum().sales_ore(), 2000 + 3000 + 4000);
  EXPECT_EQ(sum->sum().cash_outs(), 3u);
  EXPECT_EQ(sum->sum().vat_size(), 1);
  EXPECT_TRUE(check_period(sum->sum()));
  EXPECT_EQ(sum->first_seq(), zs[0].seq() + 1);
  EXPECT_EQ(sum->last_seq(), zs[3].seq());
  EXPECT_EQ(sum->grand().net_ore(), zs[3].z_report().grand().net_ore());
  auto all = sum_period(world.disk, world.of, "", "");
  EXPECT_EQ(all->sum().sales_ore(), world.ledger().grand().sales_ore());
  EXPECT_EQ(sum_period(world.disk, world.of, "2027-01-01", "")->zs(), 0u);
  EXPECT_FALSE(sum_period(world.disk, world.of, "i dag", ""));
}

/// Days as they come.
struct random_days : journal_world {
  explicit random_days(std::uint64_t seed) : draw(seed) {}

  std::uint64_t up_to(std::uint64_t n) { return 1 + draw() % n; }

  void practise(ore_t price) {
    must(training(true));
    auto made = must(
      make_receipt(v1::SERIES_TRAINING, {make_line(1, 1000, price, 2500)}));
    practised += made.receipt().total_ore();
    must(training(false));
  }

  void give_back() {
    if (sold.empty())
      return;
    const auto& back = sold.back().receipt();
    must(make_return(back.number(), back.lines(0)));
    sold.pop_back();
  }

  void swap() {
    if (sold.empty())
      return;
    auto back = sold.back().receipt();
    sold.pop_back();
    append_request both;
    both.drafts = make_exchange(back.number(), back.lines(0));
    both.how = store::durability::synced;
    auto made = write(both);
    ASSERT_TRUE(made) << to_string(made.why());
    sold.push_back(made->bodies.back());
  }

  void close() {
    auto z = make_z();
    z.mutable_z_report()->set_by_article(true);
    auto rows = article_rows(disk, of, ledger());
    ASSERT_TRUE(rows);
    for (auto& row : *rows)
      *z.mutable_z_report()->add_articles() = row;
    auto made = must(z).z_report();
    by_zs += made.period().sales_ore() - made.period().returns_ore();
    EXPECT_EQ(by_zs, made.grand().net_ore());
    clock.advance(static_cast<std::int64_t>(up_to(30)) * hour);
  }

  void sell(ore_t price) {
    sold.push_back(must(make_receipt(
      v1::SERIES_SALE,
      {make_line(1, static_cast<std::int64_t>(up_to(3000)), price, 2500),
       make_line(2, 1000, price / 2, 1200)},
      up_to(2) == 1 ? v1::MEANS_CASH : v1::MEANS_CARD)));
  }

  void something() {
    auto price = static_cast<ore_t>(up_to(30'000));
    switch (up_to(12)) {
    case 1:
      if (!ledger().period().day_opened())
        must(open_day(price));
      break;
    case 2: must(cash(up_to(2) == 1 ? price : -price)); break;
    case 3: practise(price); break;
    case 4: give_back(); break;
    case 5: close(); break;
    case 6: swap(); break;
    default: sell(price);
    }
  }

  std::mt19937_64 draw;
  std::vector<v1::RecordBody> sold;
  ore_t practised = 0;
  ore_t by_zs = 0;
};

TEST(JournalDay, L2_L3_L12_HoldOverRandomDays) {
  auto seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  SCOPED_TRACE(seed);
  random_days world(seed);
  for (int i = 0; i < 400; ++i)
    world.something();
  world.close();
  auto report = verify(world.disk, world.of, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->findings, std::vector<finding>{});
  auto sum = sum_period(world.disk, world.of, "", "");
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->sum().training_ore(), world.practised);
  EXPECT_EQ(sum->sum().sales_ore() - sum->sum().returns_ore(),
            world.ledger().grand().net_ore());
  EXPECT_EQ(sum->zs(), world.ledger().next_z() - 1);
}

} // namespace
