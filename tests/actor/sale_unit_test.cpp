// The sale actor and the control unit.

#include "tests/actor/sale_unit_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;
using std::chrono::seconds;

TEST_F(sale_unit_test, PrintsTheCodeOfTheUnit) {
  unit.script = {scripted_unit::code("CODE-1")};
  auto view = sell("2");
  EXPECT_EQ(view.receipt().number(), 1U);
  EXPECT_EQ(view.receipt().unit().code(), "CODE-1");
  EXPECT_EQ(view.receipt().unit().unit(), scripted_unit::number);
  EXPECT_EQ(till.heard->jobs, std::vector{view.seq()});
  ASSERT_EQ(unit.asks.size(), 1U);
  const auto& asked = unit.asks.front();
  EXPECT_FALSE(asked.asked_before);
  EXPECT_EQ(asked.receipt.number, 1U);
  EXPECT_EQ(asked.receipt.register_name, "KASSA1");
  EXPECT_EQ(asked.receipt.sale_amount, 3990);
  EXPECT_EQ(asked.receipt.return_amount, 0);
  ASSERT_EQ(asked.receipt.vat.size(), 1U);
  EXPECT_EQ(asked.receipt.vat.front(), (kassa::unit::vat_sum{600, 226, 3990}));
  EXPECT_EQ(records(v1::KIND_INTENT).size(), 1U);
  EXPECT_EQ(records(v1::KIND_RECEIPT).front().business_ms(),
            records(v1::KIND_INTENT).front().business_ms());
  expect_verified();
}

TEST_F(sale_unit_test, L4_TheUnitSeesOnlyADurableIntent) {
  unit.script = {scripted_unit::code("CODE")};
  EXPECT_NE(durable_intent_during([this] { sell("2"); }), 0U);
}

TEST_F(sale_unit_test, ASaleWithoutAUnitCostsOneSync) {
  stop(till);
  till.unit = nullptr;
  begin();
  fill();
  auto syncs = till.world.disk.syncs;
  must<v1::ReceiptView>(pay_call());
  EXPECT_EQ(till.world.disk.syncs, syncs + 1);
  EXPECT_TRUE(records(v1::KIND_INTENT).empty());
  EXPECT_EQ(status().unit(), "none");
  EXPECT_FALSE(status().has_unit_status());
}

TEST_F(sale_unit_test, ABufferedReceiptStands) {
  unit.script = {kassa::unit::buffered{"", scripted_unit::number}};
  auto view = sell("2");
  EXPECT_TRUE(view.receipt().unit().buffered());
  EXPECT_EQ(view.receipt().unit().unit(), scripted_unit::number);
}

TEST_F(sale_unit_test, AReturnIsRegisteredToo) {
  unit.script = {scripted_unit::code("SALE"), scripted_unit::code("RETURN")};
  sell("2");
  v1::BeginReturnRequest back;
  back.set_number(1);
  must<v1::SaleView>(back);
  must<v1::SaleView>(by_card());
  auto view = must<v1::ReceiptView>(pay_call());
  EXPECT_EQ(view.receipt().series(), v1::SERIES_RETURN);
  EXPECT_EQ(view.receipt().unit().code(), "RETURN");
  EXPECT_EQ(unit.asks.back().receipt.return_amount, 3990);
  EXPECT_EQ(unit.asks.back().receipt.sale_amount, -3990);
  EXPECT_NE(unit.asks.front().id, unit.asks.back().id);
}

TEST_F(sale_unit_test, L2_ARefusedNumberIsVoidAndTheSaleIsOpenAgain) {
  unit.script
    = {kassa::unit::refused{kassa::unit::refusal::bad_data, "NAK 3", false},
       scripted_unit::code("CODE")};
  fill();
  paid = pay_call();
  auto told = call<v1::ReceiptView>(paid);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.why().code, errc::unit_refused);
  EXPECT_EQ(told.why().fields.at("number"), "1");
  EXPECT_EQ(sale().sale().lines_size(), 1);
  EXPECT_FALSE(sale().has_pending());
  ASSERT_EQ(records(v1::KIND_VOID).size(), 1U);
  auto end = records(v1::KIND_VOID).front().void_();
  EXPECT_EQ(end.number(), 1U);
  EXPECT_EQ(end.reason(), "refused");
  EXPECT_FALSE(end.in_doubt());
  EXPECT_EQ(end.intent_seq(), records(v1::KIND_INTENT).front().seq());
  auto again = call<v1::ReceiptView>(paid);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.why().code, errc::number_voided);
  EXPECT_EQ(must<v1::ReceiptView>(pay_call("pay-2")).receipt().number(), 2U);
  EXPECT_NE(unit.asks[0].id, unit.asks[1].id);
  expect_verified();
}

TEST_F(sale_unit_test, L2_AUnitThatHeardNothingLeavesAVoid) {
  unit.script = {kassa::unit::unavailable{"no line"}};
  fill();
  EXPECT_EQ(refused<v1::ReceiptView>(pay_call()), errc::unit_silent);
  EXPECT_EQ(records(v1::KIND_VOID).front().void_().reason(), "unavailable");
  EXPECT_EQ(sale().sale().payments_size(), 1);
}

TEST_F(sale_unit_test, AsksAgainWithTheSameDataUntilTheUnitAnswers) {
  unit.script = {kassa::unit::unknown{"lost"}, kassa::unit::unknown{"lost"},
                 scripted_unit::code("CODE")};
  fill();
  auto view = pay_while(pay_call(), [this] {
    EXPECT_EQ(unit.asks.size(), 1U);
    advance(seconds{2});
    EXPECT_EQ(unit.asks.size(), 2U);
    advance(seconds{4});
  });
  ASSERT_TRUE(view) << to_string(view.why());
  EXPECT_EQ(view->receipt().number(), 1U);
  ASSERT_EQ(unit.asks.size(), 3U);
  for (const auto& x : unit.asks) {
    EXPECT_EQ(x.id, unit.asks.front().id);
    EXPECT_EQ(x.receipt, unit.asks.front().receipt);
    EXPECT_EQ(x.asked_before, &x != &unit.asks.front());
  }
  EXPECT_EQ(records(v1::KIND_RECEIPT).size(), 1U);
  expect_verified();
}

TEST_F(sale_unit_test, WhileANumberWaitsNothingElseMoves) {
  unit.script = {scripted_unit::code("FIRST")};
  sell("2");
  fill();
  pay_in_vain();
  EXPECT_EQ(sale().pending().number(), 2U);
  EXPECT_EQ(status().pending().number(), 2U);
  auto pending = errc::payment_pending;
  EXPECT_EQ(refused<v1::ReceiptView>(paid), pending) << "the same call";
  EXPECT_EQ(refused<v1::ReceiptView>(pay_call("other")), pending);
  EXPECT_EQ(refused<v1::SaleView>(line("1")), pending);
  EXPECT_EQ(refused<v1::SaleView>(by_card()), pending);
  EXPECT_EQ(refused<v1::SaleView>(v1::AbortRequest{}), pending);
  v1::ParkRequest park;
  park.set_parking("bord 4");
  EXPECT_EQ(refused<v1::SaleView>(park), pending);
  EXPECT_EQ(refused<v1::ReportView>(v1::MakeZRequest{}), pending);
  v1::CopyReceiptRequest copy;
  copy.set_number(1);
  EXPECT_EQ(refused<v1::ReceiptView>(copy), pending);
  must<v1::ReportView>(v1::MakeXRequest{});
  stage_dearer("Kaffe", 3500);
  EXPECT_TRUE(records(v1::KIND_CATALOG_SWITCHED).empty());

  unit.answer(scripted_unit::code("SECOND"));
  settle();
  EXPECT_EQ(must<v1::ReceiptView>(paid).receipt().number(), 2U);
  EXPECT_EQ(till.ledger().next_sale(), 3U);
  EXPECT_EQ(unit.asks.size(), 2U);
  EXPECT_EQ(records(v1::KIND_CATALOG_SWITCHED).size(), 1U);
  must<v1::ReportView>(v1::MakeZRequest{});
  expect_verified();
}

TEST_F(sale_unit_test, KeepsWhatTheUnitSaysOfAReceipt) {
  fill();
  auto view = pay_while(pay_call(), [this] {
    unit.say({unit.asks.front().id, "code", "CODE", "", false});
    unit.answer(scripted_unit::code("CODE"));
  });
  ASSERT_TRUE(view);
  ASSERT_EQ(records(v1::KIND_UNIT_ANSWERED).size(), 1U);
  auto said = records(v1::KIND_UNIT_ANSWERED).front().unit_answered();
  EXPECT_EQ(said.ask(), unit.asks.front().id);
  EXPECT_EQ(said.code(), "CODE");
  EXPECT_EQ(said.series(), v1::SERIES_SALE);
  EXPECT_EQ(said.number(), 1U);
}

TEST_F(sale_unit_test, TakesNoMoneyWhileTheUnitIsDown) {
  must<v1::SaleView>(line("2"));
  unit.become(kassa::unit::state::down, "connection refused");
  settle();
  auto told = call<v1::SaleView>(by_card());
  ASSERT_FALSE(told);
  EXPECT_EQ(told.why(),
            (error{errc::unit_down, {{"what", "down: connection refused"}}}));
  EXPECT_NE(words(told.why(), language::sv).find("Ta inte betalt"),
            std::string::npos);
  EXPECT_EQ(status().selling(), "unit_down");
  EXPECT_EQ(status().unit_status().state(), "down");
  v1::ParkRequest park;
  park.set_parking("bord 4");
  must<v1::SaleView>(park);
  must<v1::ReportView>(v1::MakeXRequest{});
  unit.become(kassa::unit::state::blocked, "licence");
  must<v1::SaleView>(line("2"));
  EXPECT_EQ(refused<v1::SaleView>(by_card()), errc::unit_blocked);
  v1::CheckUnitRequest check;
  check.set_session(session);
  const auto before = unit.checks; // A log-in looks, too.
  ASSERT_TRUE(ask<v1::Done>(till.sale, check));
  EXPECT_EQ(unit.checks, before + 1);
  unit.become(kassa::unit::state::ready);
  must<v1::SaleView>(by_card());
  unit.become(kassa::unit::state::degraded);
  EXPECT_EQ(refused<v1::ReceiptView>(pay_call()), errc::unit_down);
  EXPECT_TRUE(records(v1::KIND_INTENT).empty());
  EXPECT_EQ(till.heard->events.back().unit().state(), "degraded");
}

TEST_F(sale_unit_test, L12_PractisingAsksNoUnitWhereItIsToldOfSalesOnly) {
  stop(till);
  till.rules.registers_all = false;
  begin();
  v1::SetTrainingRequest on;
  on.set_on(true);
  must<v1::Done>(on);
  unit.become(kassa::unit::state::down);
  auto view = sell("2");
  EXPECT_EQ(view.receipt().series(), v1::SERIES_TRAINING);
  EXPECT_TRUE(unit.asks.empty());
}

} // namespace
