#include "tests/actor/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;

struct sale_day_test : sale_fixture {
  sale_day_test() {
    till.rules.float_required = true;
    begin();
  }

  void open_day() {
    v1::ChangeFloatRequest by;
    by.set_float_ore(150'000);
    must<v1::Done>(by);
  }

  v1::SalesDay day() {
    auto status = ask<v1::NodeStatus>(till.sale, v1::GetStatusRequest{});
    return status ? status->day() : v1::SalesDay{};
  }

  void training(bool on) {
    v1::SetTrainingRequest by;
    by.set_on(on);
    must<v1::Done>(by);
  }

  errc refused(const v1::AddLineRequest& by) {
    auto answer = call<v1::SaleView>(by);
    return answer ? errc::internal : answer.why().code;
  }
};

TEST_F(sale_day_test, RunsFromItsFloatToItsZ) {
  EXPECT_TRUE(day().float_missing());
  EXPECT_EQ(refused(line("1")), errc::float_needed);
  open_day();
  EXPECT_EQ(day().business_date(), "2026-05-04");
  sell("1");
  till.world.clock.advance(20 * 3'600'000); // 09:05 on the fifth.
  EXPECT_TRUE(day().z_forced());
  EXPECT_EQ(refused(line("1")), errc::z_due);
  restart();
  EXPECT_EQ(refused(line("1")), errc::z_due) << "and a restart opens nothing";
  auto z = must<v1::ReportView>(v1::MakeZRequest{});
  EXPECT_EQ(z.report().business_date(), "2026-05-04");
  EXPECT_EQ(refused(line("1")), errc::float_needed);
  open_day();
  EXPECT_EQ(sell("1").receipt().business_date(), "2026-05-05");
}

TEST_F(sale_day_test, AsksAboutADayThatWasNeverClosedAtLogIn) {
  open_day();
  till.world.clock.advance(24 * 3'600'000);
  auto answer = try_log_in(till, "bo");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->day().business_date(), "2026-05-04");
  EXPECT_TRUE(answer->day().z_forced());
}

TEST_F(sale_day_test, L12_PractisesOverARestartAndCountsNothing) {
  open_day();
  sell("1");
  auto before = till.ledger();
  training(true);
  must<v1::SaleView>(line("1"));
  restart();
  EXPECT_TRUE(day().training());
  EXPECT_TRUE(sale().sale().training());
  must<v1::SaleView>(by_card());
  auto paid = must<v1::ReceiptView>(v1::PayRequest{});
  EXPECT_EQ(paid.receipt().series(), v1::SERIES_TRAINING);
  training(false);
  auto after = till.ledger();
  EXPECT_EQ(after.grand().SerializeAsString(),
            before.grand().SerializeAsString());
  EXPECT_EQ(after.period().receipts(), before.period().receipts());
  EXPECT_EQ(after.period().training(), 1U);
  EXPECT_EQ(sell("1").receipt().number(), 2U);
}

TEST_F(sale_day_test, CountsMovesAndClosesTheDrawer) {
  open_day();
  v1::MoveCashRequest out;
  out.set_amount_ore(-50'000);
  out.set_reason("bank");
  must<v1::Done>(out);
  v1::CountDrawerRequest by;
  auto& note = *by.add_denominations();
  note.set_value_ore(50'000);
  note.set_count(2);
  by.mutable_call()->set_client_id("count");
  auto counted = must<v1::CountView>(by);
  EXPECT_EQ(counted.count().expected_ore(), 100'000);
  EXPECT_EQ(counted.count().difference_ore(), 0);
  auto again = must<v1::CountView>(by);
  EXPECT_EQ(again.seq(), counted.seq()) << "a repeat gets the first answer";
  auto z = must<v1::ReportView>(v1::MakeZRequest{});
  EXPECT_EQ(z.report().count().counted_ore(), 100'000);
}

TEST_F(sale_day_test, PrintsProFormaAndAnEarlierZ) {
  open_day();
  must<v1::SaleView>(line("1"));
  auto bill = must<v1::ReceiptView>(v1::PrintProFormaRequest{});
  EXPECT_TRUE(bill.pro_forma());
  EXPECT_EQ(bill.receipt().total_ore(), 3000);
  EXPECT_EQ(till.heard->jobs.back(), bill.seq());
  EXPECT_EQ(sale().total_ore(), 3000) << "the sale goes on";
  must<v1::SaleView>(v1::AbortRequest{});
  must<v1::ReportView>(v1::MakeZRequest{});
  auto again = must<v1::ReportView>(v1::ReprintZRequest{});
  EXPECT_TRUE(again.copy());
  EXPECT_EQ(again.report().number(), 1U);
  EXPECT_EQ(till.heard->jobs.back(), till.ledger().seq());
}

TEST_F(sale_day_test, L3_ReportsByArticle) {
  open_day();
  sell("1");
  sell("2");
  v1::MakeXRequest x;
  x.set_by_article(true);
  auto made = must<v1::ReportView>(x).report();
  ASSERT_EQ(made.articles_size(), 2);
  EXPECT_EQ(made.articles(0).gross_ore() + made.articles(1).gross_ore(),
            made.period().sales_ore());
  v1::MakeZRequest z;
  z.set_by_article(true);
  EXPECT_EQ(must<v1::ReportView>(z).report().articles_size(), 2);
}

TEST_F(sale_day_test, SumsUpItsZs) {
  open_day();
  sell("1");
  must<v1::ReportView>(v1::MakeZRequest{});
  v1::SumPeriodRequest by;
  by.set_session(session);
  auto sum = ask<v1::PeriodSummary>(till.sale, by);
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->zs(), 1U);
  EXPECT_EQ(sum->sum().sales_ore(), 3000);
}

TEST_F(sale_day_test, KeepsALockOutOverARestartUntilAManagerLiftsIt) {
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(try_log_in(till, "bo", "fel"));
  restart();
  auto refused = try_log_in(till, "bo");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::locked_out);
  v1::LiftLockOutRequest lift;
  lift.set_user("bo");
  must<v1::Done>(lift);
  EXPECT_TRUE(try_log_in(till, "bo"));
}

TEST_F(sale_day_test, TheRecoveryCodeLiftsALockOutWithoutALogIn) {
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(try_log_in(till, "anna", "fel"));
  v1::LiftLockOutRequest lift;
  lift.set_user("anna");
  lift.set_recovery_code("ABCD-EFGX");
  auto wrong = ask<v1::Done>(till.sale, lift);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.why().code, errc::wrong_password);
  EXPECT_FALSE(try_log_in(till, "anna"));
  lift.set_recovery_code("ABCD-EFGH");
  EXPECT_TRUE(ask<v1::Done>(till.sale, lift));
  EXPECT_TRUE(try_log_in(till, "anna"));
}

TEST_F(sale_day_test, WrongRecoveryCodesLockTheCodeOutOverARestart) {
  v1::LiftLockOutRequest lift;
  lift.set_user("bo");
  lift.set_recovery_code("guess");
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(ask<v1::Done>(till.sale, lift));
  restart();
  lift.set_recovery_code("ABCD-EFGH");
  auto refused = ask<v1::Done>(till.sale, lift);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.why().code, errc::locked_out);
}

} // namespace
