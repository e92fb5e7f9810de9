#include "actors/journal/articles.hpp"
#include "actors/journal/ledger.hpp"
#include "tests/support/journal_world.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace kassa;
using namespace kassa::journal;
using namespace kassa::testing;

/// Random trade: sales, returns, discounts, copies, X and Z. What it sold it
/// may return once.
struct random_trade {
  explicit random_trade(std::uint64_t seed) : engine(seed) {}

  std::uint64_t up_to(std::uint64_t most) { return 1 + engine() % most; }

  v1::RecordBody sale() {
    constexpr std::uint32_t rates[] = {2500, 1200, 600, 0};
    std::vector<v1::Line> lines;
    for (std::uint32_t no = 1; no <= up_to(6); ++no) {
      auto price = static_cast<ore_t>(up_to(20'000));
      auto milli = static_cast<std::int64_t>(up_to(5'000));
      auto discount = up_to(4) == 1 ? price_of(milli, price) / 10 : 0;
      lines.push_back(
        make_line(no, milli, price, rates[engine() % 4], discount));
    }
    auto means = up_to(2) == 1 ? v1::MEANS_CASH : v1::MEANS_CARD;
    return make_receipt(v1::SERIES_SALE, lines, means);
  }

  std::mt19937_64 engine;
};

std::uint64_t seed_of_today() {
  auto seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  return seed;
}

TEST(Ledger, L3_SumsOfAllZsAndTheOpenPeriodAreTheGrandTotals) {
  auto seed = seed_of_today();
  SCOPED_TRACE(seed);
  random_trade trade{seed};
  journal_world world;
  std::vector<v1::RecordBody> sold;
  v1::GrandTotals zs;
  std::uint64_t z_count = 0;
  for (int i = 0; i < 400; ++i) {
    auto dice = trade.up_to(20);
    if (dice == 1) {
      auto z = world.must(make_z()).z_report();
      EXPECT_EQ(z.number(), ++z_count);
      zs.set_sales_ore(zs.sales_ore() + z.period().sales_ore());
      zs.set_returns_ore(zs.returns_ore() + z.period().returns_ore());
      EXPECT_EQ(z.grand().sales_ore(), zs.sales_ore());
    } else if (dice == 2) {
      auto x = world.must(make_x()).x_report();
      EXPECT_EQ(x.number(), 0u);
      EXPECT_EQ(zs.sales_ore() + x.period().sales_ore(), x.grand().sales_ore());
    } else if (dice <= 5 && !sold.empty()) {
      auto back = sold.back();
      sold.pop_back();
      world.must(make_return(back.receipt().number(), back.receipt().lines(0)));
    } else {
      sold.push_back(world.must(trade.sale()));
    }
  }
  auto state = world.ledger();
  EXPECT_EQ(zs.sales_ore() + state.period().sales_ore(),
            state.grand().sales_ore());
  EXPECT_EQ(zs.returns_ore() + state.period().returns_ore(),
            state.grand().returns_ore());
  EXPECT_EQ(state.grand().sales_ore() - state.grand().returns_ore(),
            state.grand().net_ore());
}

TEST(Ledger, L3_RefusesAReceiptThatDoesNotAddUp) {
  journal_world world;
  auto draft = make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)});
  draft.mutable_receipt()->mutable_vat(0)->set_gross_ore(999);
  auto before = world.ledger();
  auto batch = world.write(draft);
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.why().code, errc::internal);
  EXPECT_EQ(world.ledger().SerializeAsString(), before.SerializeAsString());
}

TEST(Ledger, L3_RefusesAZOverCountersThatWereChanged) {
  journal_world world;
  world.must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  world.must(make_z());
  auto state = world.ledger();
  state.mutable_grand()->set_sales_ore(state.grand().sales_ore() + 1);
  store::write_set change;
  change.put(store::family::state, store::ledger_key(world.of),
             state.SerializeAsString());
  ASSERT_TRUE(world.disk.commit(change, store::durability::synced));
  EXPECT_FALSE(world.write(make_z()));
}

TEST(Ledger, ClosesADayOverADamagedZBefore) {
  journal_world world;
  auto seq = world.must(make_z()).seq();
  world.disk.in(store::family::journal)[store::journal_key(world.of, seq)]
    = "x";
  EXPECT_EQ(world.must(make_z()).z_report().number(), 2u);
}

TEST(Ledger, L2_EndsEachNumberInOneRecordAcrossPowerCuts) {
  auto seed = seed_of_today();
  SCOPED_TRACE(seed);
  random_trade trade{seed};
  journal_world world;
  world.disk.keep_durable = true;
  ASSERT_TRUE(world.disk.sync());
  for (int i = 0; i < 200; ++i) {
    append_request request;
    request.how = trade.up_to(3) == 1 ? store::durability::synced
                                      : store::durability::lazy;
    request.drafts.push_back(trade.sale());
    if (trade.up_to(10) == 1)
      request.drafts.push_back(make_z());
    ASSERT_TRUE(world.write(request));
    if (trade.up_to(9) == 1)
      world.disk.cut_power();
  }
  std::uint64_t receipts = 0;
  std::uint64_t zs = 0;
  auto state = world.ledger();
  for (seq_t seq = 1; seq <= state.seq(); ++seq) {
    auto body = read_body(world.disk, world.of, seq);
    ASSERT_TRUE(body);
    ASSERT_EQ(body->seq(), seq);
    if (body->has_receipt()) {
      EXPECT_EQ(body->receipt().number(), ++receipts);
    }
    if (body->has_z_report()) {
      EXPECT_EQ(body->z_report().number(), ++zs);
    }
  }
  EXPECT_EQ(state.next_sale(), receipts + 1);
  EXPECT_EQ(state.next_z(), zs + 1);
}

TEST(Ledger, L12_NeverWritesAJournalKeyTwiceNorErasesOne) {
  auto seed = seed_of_today();
  SCOPED_TRACE(seed);
  random_trade trade{seed};
  journal_world world;
  std::set<std::string> written{store::journal_key(world.of, 1)};
  for (int i = 0; i < 200; ++i) {
    auto batch = world.write(trade.up_to(9) == 1 ? make_z() : trade.sale());
    ASSERT_TRUE(batch);
    for (const auto& op : batch->changes.ops) {
      if (op.where != store::family::journal)
        continue;
      EXPECT_EQ(op.kind, store::write_op::what::put);
      EXPECT_TRUE(written.insert(op.key).second);
    }
  }
}

TEST(Ledger, CountsWhatTheLawAsksAZToName) {
  journal_world world;
  v1::RecordBody draft;
  draft.mutable_float_changed()->set_after_ore(100'000);
  world.must(draft);
  draft.mutable_drawer_opened()->set_reason("no sale");
  world.must(draft);
  draft.mutable_drawer_opened()->set_reason("sale");
  world.must(draft);
  draft.mutable_price_inquired()->set_name("Bulle");
  world.must(draft);
  draft.mutable_sale_aborted()->set_amount_ore(700);
  world.must(draft);
  auto sold = world.must(
    make_receipt(v1::SERIES_SALE, {make_line(1, 2000, 1000, 2500, 100),
                                   make_line(2, 1000, 2000, 1200)}));
  draft.mutable_copy()->set_original_series(v1::SERIES_SALE);
  draft.mutable_copy()->set_original_number(sold.receipt().number());
  draft.mutable_copy()->set_original_seq(sold.seq());
  draft.mutable_copy()->set_amount_ore(3900);
  EXPECT_EQ(world.must(draft).copy().number(), 1u);
  auto z = world.must(make_z()).z_report();
  const auto& period = z.period();
  EXPECT_EQ(period.float_ore(), 100'000);
  EXPECT_EQ(period.drawer_openings(), 1u);
  EXPECT_EQ(period.price_inquiries(), 1u);
  EXPECT_EQ(period.unfinished(), 1u);
  EXPECT_EQ(period.unfinished_ore(), 700);
  EXPECT_EQ(period.receipts(), 1u);
  EXPECT_EQ(period.goods_milli(), 3000);
  EXPECT_EQ(period.discounts(), 1u);
  EXPECT_EQ(period.discounts_ore(), 100);
  EXPECT_EQ(period.copies(), 1u);
  EXPECT_EQ(period.copies_ore(), 3900);
  EXPECT_EQ(period.sales_ore(), 3900);
  EXPECT_EQ(period.vat(0).basis_points(), 2500u);
  EXPECT_EQ(period.vat(1).basis_points(), 1200u);
  EXPECT_EQ(z.manufacturing_number(), "KASSA1");
  EXPECT_EQ(z.company(), "Bageriet AB");
  EXPECT_EQ(z.business_date(), "2026-05-04");
  EXPECT_EQ(world.ledger().period().float_ore(), 0);
}

TEST(Ledger, KeepsWhatWasReturnedOfEachLine) {
  journal_world world;
  auto line = make_line(1, 3000, 1000, 2500);
  auto sold = world.must(make_receipt(v1::SERIES_SALE, {line}));
  auto back = make_line(1, 1000, 1000, 2500);
  world.must(make_return(sold.receipt().number(), back));
  world.must(make_return(sold.receipt().number(), back));
  auto found = find_receipt(world.disk, world.of, v1::SERIES_SALE, 1);
  ASSERT_TRUE(found && *found);
  ASSERT_EQ((*found)->entry.returned_size(), 1);
  EXPECT_EQ((*found)->entry.returned(0).quantity_milli(), 2000);
  EXPECT_EQ((*found)->entry.returned(0).gross_ore(), 2000);
  EXPECT_EQ(world.ledger().next_return(), 3u);
}

TEST(Ledger, L11_RefusesASecondCopyAndACopyOfNothing) {
  journal_world world;
  world.must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  v1::RecordBody draft;
  draft.mutable_copy()->set_original_series(v1::SERIES_SALE);
  draft.mutable_copy()->set_original_number(1);
  world.must(draft);
  auto second = world.write(draft);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.why().code, errc::already_copied);
  draft.mutable_copy()->set_original_number(2);
  auto nothing = world.write(draft);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.why().code, errc::unknown_receipt);
}

TEST(Ledger, FollowsAPrintJobUntilItIsPrinted) {
  journal_world world;
  auto seq
    = world
        .must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}))
        .seq();
  auto state = [&] {
    auto job = find_print_job(world.disk, world.of, seq);
    return job && *job ? (*job)->state() : v1::PRINT_STATE_PRINTED;
  };
  EXPECT_EQ(state(), v1::PRINT_STATE_QUEUED);
  v1::RecordBody start;
  start.mutable_print_started()->set_job_seq(seq);
  start.mutable_print_started()->set_attempt(1);
  world.must(start);
  EXPECT_EQ(state(), v1::PRINT_STATE_PRINTING);
  v1::RecordBody end;
  end.mutable_print_ended()->set_job_seq(seq);
  end.mutable_print_ended()->set_state(v1::PRINT_STATE_UNKNOWN);
  world.must(end);
  EXPECT_EQ(state(), v1::PRINT_STATE_UNKNOWN);
  EXPECT_EQ(print_jobs(world.disk, world.of)->at(0).attempt(), 1u);
  end.mutable_print_ended()->set_state(v1::PRINT_STATE_PRINTED);
  world.must(end);
  EXPECT_TRUE(print_jobs(world.disk, world.of)->empty());
}

TEST(Ledger, KnowsWhereTheOpenSaleBegins) {
  journal_world world;
  v1::RecordBody line;
  *line.mutable_line_added()->mutable_line() = make_line(1, 1000, 1000, 2500);
  auto first = world.must(line).seq();
  world.must(line);
  EXPECT_EQ(world.ledger().sale_first_seq(), first);
  v1::RecordBody park;
  park.mutable_sale_parked()->set_parking("bord 4");
  *park.mutable_sale_parked()->mutable_sale()->add_lines()
    = make_line(1, 1000, 1000, 2500);
  world.must(park);
  EXPECT_EQ(world.ledger().sale_first_seq(), 0u);
  world.must(make_z());
  ASSERT_EQ(parked(world.disk, world.of)->size(), 1u);
  v1::RecordBody fetch;
  fetch.mutable_parked_fetched()->set_parking("bord 4");
  auto fetched = world.must(fetch).seq();
  EXPECT_EQ(world.ledger().sale_first_seq(), fetched);
  EXPECT_TRUE(parked(world.disk, world.of)->empty());
  world.must(make_receipt(v1::SERIES_SALE, {make_line(1, 1000, 1000, 2500)}));
  EXPECT_EQ(world.ledger().sale_first_seq(), 0u);
  v1::RecordBody mode;
  mode.mutable_mode_set()->set_mode(v1::SALES_MODE_TAKE_AWAY);
  auto begun = world.must(mode).seq();
  world.must(line);
  EXPECT_EQ(world.ledger().sale_first_seq(), begun);
}

TEST(Ledger, L3_WordsBetweenTheGoodsCountNowhere) {
  journal_world world;
  auto sold = make_receipt(v1::SERIES_SALE, {make_line(1, 2000, 1000, 2500)});
  *sold.mutable_receipt()->add_lines() = make_note(2, "Hämtas kl. 15");
  world.must(sold);
  auto period = world.ledger().period();
  EXPECT_EQ(period.groups_size(), 1);
  EXPECT_EQ(period.vat_size(), 1);
  EXPECT_EQ(period.goods_milli(), 2000);
  auto rows = article_rows(world.disk, world.of, world.ledger());
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 1U);
  world.must(make_z());
}

} // namespace
