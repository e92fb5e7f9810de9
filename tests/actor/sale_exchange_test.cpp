// The sale actor and the two receipts of an exchange, with and without a
// control unit, when things break in between.

#include "tests/actor/sale_unit_kit.hpp"

#include <iostream>
#include <map>
#include <random>
#include <set>

namespace {

using namespace kassa;
using namespace kassa::testing;
using std::chrono::seconds;

struct sale_exchange_test : sale_unit_test {
  v1::BeginExchangeRequest exchange_of(std::uint64_t number) {
    v1::BeginExchangeRequest by;
    by.set_number(number);
    return by;
  }

  /// Soap comes back and bread goes; the rest is paid out by card.
  void fill_exchange(const std::string& code = "SOLD") {
    unit.script = {scripted_unit::code(code)};
    auto number = sell("3").receipt().number();
    must<v1::SaleView>(exchange_of(number));
    must<v1::SaleView>(line("2"));
    must<v1::SaleView>(by_card());
  }

  /// As far as between the receipts: the unit is gone when the sale is due.
  void settle_return() {
    fill_exchange();
    paid = pay_call();
    auto told = pay_while(paid, [this] {
      unit.become(kassa::unit::state::down, "no line");
      unit.answer(scripted_unit::code("BACK"));
    });
    ASSERT_FALSE(told);
    EXPECT_EQ(told.why().code, errc::unit_down);
  }

  std::vector<v1::Receipt> receipts() {
    std::vector<v1::Receipt> out;
    for (const auto& body : records(v1::KIND_RECEIPT))
      out.push_back(body.receipt());
    return out;
  }
};

TEST_F(sale_exchange_test, WithoutAUnitBothAreOneWriteAndTheSaleAnswers) {
  stop(till);
  till.unit = nullptr;
  begin();
  auto number = sell("3").receipt().number();
  must<v1::SaleView>(exchange_of(number));
  must<v1::SaleView>(line("2"));
  must<v1::SaleView>(by_card());
  auto by = pay_call();
  auto view = must<v1::ReceiptView>(by);
  EXPECT_EQ(view.receipt().series(), v1::SERIES_SALE);
  EXPECT_EQ(view.receipt().counterpart().number(), 1U);
  auto all = records(v1::KIND_RECEIPT);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].receipt().series(), v1::SERIES_RETURN);
  EXPECT_EQ(all[1].receipt().counterpart().number(), view.receipt().number());
  EXPECT_EQ(all[1].seq() + 1, all[2].seq());
  EXPECT_EQ(till.heard->jobs,
            (std::vector{all[0].seq(), all[1].seq(), all[2].seq()}));
  EXPECT_EQ(must<v1::ReceiptView>(by).seq(), view.seq());
  restart();
  by.mutable_call()->set_session(session);
  EXPECT_EQ(must<v1::ReceiptView>(by).seq(), view.seq());
  EXPECT_EQ(records(v1::KIND_RECEIPT).size(), 3U);
  expect_verified();
}

TEST_F(sale_exchange_test, L2_TheUnitRegistersTheReturnAndThenTheSale) {
  fill_exchange();
  unit.script = {scripted_unit::code("BACK"), scripted_unit::code("GONE")};
  paid = pay_call();
  auto view = must<v1::ReceiptView>(paid);
  EXPECT_EQ(view.receipt().series(), v1::SERIES_SALE);
  EXPECT_EQ(view.receipt().unit().code(), "GONE");
  ASSERT_EQ(unit.asks.size(), 3U);
  EXPECT_EQ(unit.asks[1].receipt.return_amount, 4950);
  EXPECT_EQ(unit.asks[2].receipt.return_amount, 0);
  EXPECT_EQ(unit.asks[2].receipt.sale_amount, 3990);
  EXPECT_NE(unit.asks[1].id, unit.asks[2].id);
  auto all = records(v1::KIND_RECEIPT);
  EXPECT_EQ(till.heard->jobs,
            (std::vector{all[0].seq(), all[1].seq(), all[2].seq()}));
  EXPECT_EQ(must<v1::ReceiptView>(paid).seq(), view.seq());
  must<v1::ReportView>(v1::MakeZRequest{});
  expect_verified();
}

TEST_F(sale_exchange_test, L2_ACrashBeforeTheReturnLosesNeitherReceipt) {
  fill_exchange();
  pay_in_vain();
  crash();
  unit.script = {scripted_unit::code("GONE")};
  unit.answer(scripted_unit::code("BACK"));
  settle();
  auto view = must<v1::ReceiptView>(paid);
  EXPECT_EQ(view.receipt().series(), v1::SERIES_SALE);
  EXPECT_EQ(view.receipt().unit().code(), "GONE");
  EXPECT_EQ(view.receipt().cashier(), "Anna");
  EXPECT_EQ(receipts().size(), 3U);
  expect_verified();
}

TEST_F(sale_exchange_test, L2_ACrashBetweenTheReceiptsLeavesTheSaleToBePaid) {
  settle_return();
  crash();
  EXPECT_EQ(receipts().size(), 2U);
  auto open = sale();
  EXPECT_EQ(open.sale().exchange().settled_number(), 1U);
  EXPECT_EQ(open.sale().exchange().settled_ore(), 3990);
  EXPECT_EQ(open.sale().payments_size(), 0);
  EXPECT_EQ(open.remaining_ore(), 0);
  auto repeat = paid;
  EXPECT_EQ(refused<v1::ReceiptView>(repeat), errc::exchange_begun);
  EXPECT_EQ(refused<v1::SaleView>(v1::AbortRequest{}), errc::exchange_begun);
  EXPECT_EQ(refused<v1::ReportView>(v1::MakeZRequest{}), errc::exchange_begun);
  unit.become(kassa::unit::state::ready);
  unit.script = {scripted_unit::code("GONE")};
  auto view = must<v1::ReceiptView>(pay_call("pay-2"));
  EXPECT_EQ(view.receipt().counterpart().number(), 1U);
  EXPECT_EQ(receipts().size(), 3U);
  // Now the first call has its answer, too.
  EXPECT_EQ(must<v1::ReceiptView>(repeat).seq(), view.seq());
  expect_verified();
}

TEST_F(sale_exchange_test, L2_ACrashWhileTheSaleWaitsAsksForItAgain) {
  fill_exchange();
  paid = pay_call();
  auto told = pay_while(paid, [this] {
    unit.answer(scripted_unit::code("BACK"));
    settle();
    advance(seconds{10});
  });
  EXPECT_EQ(told.why().code, errc::payment_pending);
  EXPECT_EQ(refused<v1::ReceiptView>(paid), errc::payment_pending);
  crash();
  ASSERT_EQ(unit.asks.size(), 4U);
  EXPECT_EQ(unit.asks[3].id, unit.asks[2].id);
  EXPECT_TRUE(unit.asks[3].asked_before);
  unit.answer(scripted_unit::code("GONE"));
  settle();
  EXPECT_EQ(must<v1::ReceiptView>(paid).receipt().unit().code(), "GONE");
  expect_verified();
}

TEST_F(sale_exchange_test, AVoidedSaleIsPaidAnewAndTheReturnStands) {
  fill_exchange();
  unit.script
    = {scripted_unit::code("BACK"),
       kassa::unit::refused{kassa::unit::refusal::bad_data, "no", false}};
  EXPECT_EQ(refused<v1::ReceiptView>(pay_call()), errc::unit_refused);
  EXPECT_EQ(refused<v1::SaleView>(v1::AbortRequest{}), errc::exchange_begun);
  unit.script = {scripted_unit::code("GONE")};
  auto view = must<v1::ReceiptView>(pay_call("pay-2"));
  EXPECT_EQ(view.receipt().number(), 3U);
  EXPECT_EQ(view.receipt().counterpart().number(), 1U);
  EXPECT_EQ(till.ledger().next_return(), 2U);
  expect_verified();
}

TEST_F(sale_exchange_test, ACorrectionMakesBothReceiptsByItself) {
  unit.script = {scripted_unit::code("SOLD"), scripted_unit::code("BACK"),
                 scripted_unit::code("GONE")};
  auto number = sell("2").receipt().number();
  v1::CorrectPaymentRequest by;
  by.set_number(number);
  must<v1::SaleView>(by);
  v1::AddPaymentRequest cash;
  cash.set_means(v1::MEANS_CASH);
  must<v1::SaleView>(cash);
  auto view = must<v1::ReceiptView>(v1::PayRequest{});
  EXPECT_EQ(view.receipt().payments(0).means(), v1::MEANS_CASH);
  EXPECT_EQ(receipts()[1].payments(0).means(), v1::MEANS_CARD);
  EXPECT_EQ(receipts()[1].payments(0).tendered_ore(), -3990);
  EXPECT_EQ(refused<v1::SaleView>(by), errc::not_correctable);
  expect_verified();
}

TEST_F(sale_exchange_test, L2_AnyUnitAndAnyCrashEndEachNumberOnce) {
  const auto seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937_64 dice{seed};
  std::uint64_t calls = 0;
  for (int i = 0; i < 40; ++i) {
    if (!sale().sale().has_exchange())
      fill_exchange("S" + std::to_string(i));
    const std::vector<kassa::unit::outcome> all{
      scripted_unit::code("A"),
      scripted_unit::code("B"),
      kassa::unit::buffered{"", scripted_unit::number},
      kassa::unit::refused{kassa::unit::refusal::bad_data, "no", false},
      kassa::unit::unknown{"lost"},
      kassa::unit::unavailable{"no line"}};
    anon_send(till.sale, pay_call("c" + std::to_string(++calls)));
    settle();
    for (int step = 0; step < 12 && sale().has_pending(); ++step) {
      auto what = dice() % 4;
      if (what == 0)
        crash();
      else if (what == 1 || unit.held() == 0)
        advance(seconds{31});
      else
        unit.answer(all[dice() % all.size()]);
      settle();
    }
    if (!sale().has_pending())
      continue;
    v1::VoidPendingRequest end;
    end.set_reason("test");
    must<v1::Done>(end);
  }
  if (sale().sale().has_exchange()) {
    unit.script = {scripted_unit::code("C"), scripted_unit::code("D")};
    must<v1::ReceiptView>(pay_call("last"));
  }
  std::map<v1::Series, std::multiset<std::uint64_t>> numbers;
  for (const auto& x : records(v1::KIND_RECEIPT))
    numbers[x.receipt().series()].insert(x.receipt().number());
  for (const auto& x : records(v1::KIND_VOID))
    numbers[x.void_().series()].insert(x.void_().number());
  for (const auto& [series, taken] : numbers) {
    std::uint64_t due = 0;
    for (auto number : taken)
      EXPECT_EQ(number, ++due) << v1::Series_Name(series);
  }
  must<v1::ReportView>(v1::MakeZRequest{});
  expect_verified();
}

} // namespace
