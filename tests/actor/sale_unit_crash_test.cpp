// The sale actor and the control unit, when things break in between.

#include "tests/actor/sale_unit_kit.hpp"

#include <set>

namespace {

using namespace kassa;
using namespace kassa::testing;
using std::chrono::seconds;

struct sale_unit_crash_test : sale_unit_test {};

TEST_F(sale_unit_crash_test, L2_AnOpenIntentIsFoundAfterACrashAndAskedAgain) {
  fill();
  pay_in_vain();
  crash();
  expect_asked_again();
  EXPECT_EQ(refused<v1::ReceiptView>(pay_call("other")), errc::payment_pending);
  unit.answer(scripted_unit::code("CODE"));
  settle();
  auto view = must<v1::ReceiptView>(paid);
  EXPECT_EQ(view.receipt().number(), 1U);
  EXPECT_EQ(view.receipt().unit().code(), "CODE");
  EXPECT_EQ(view.receipt().cashier(), "Anna");
  EXPECT_EQ(records(v1::KIND_RECEIPT).size(), 1U);
  EXPECT_EQ(sale().sale().lines_size(), 0);
  expect_verified();
}

TEST_F(sale_unit_crash_test,
       AnIntentOfAUnitThatIsNoLongerThereWaitsForAManager) {
  fill();
  pay_in_vain();
  stop(till);
  till.unit = nullptr;
  begin();
  EXPECT_EQ(status().pending().number(), 1U);
  EXPECT_EQ(refused<v1::ReceiptView>(pay_call("other")), errc::payment_pending);
  v1::VoidPendingRequest end;
  end.set_reason("enheten är såld");
  must<v1::Done>(end);
  EXPECT_EQ(must<v1::ReceiptView>(pay_call("again")).receipt().number(), 2U);
  expect_verified();
}

TEST_F(sale_unit_crash_test, L2_AManagersWordEndsADoubtfulNumber) {
  v1::VoidPendingRequest end;
  end.set_reason("enheten är trasig");
  EXPECT_EQ(refused<v1::Done>(end), errc::nothing_pending);
  fill();
  auto told = pay_while(pay_call(), [this, &end] {
    auto bo = log_in(till, "bo");
    std::swap(session, bo);
    EXPECT_EQ(refused<v1::Done>(end), errc::forbidden);
    std::swap(session, bo);
    EXPECT_EQ(refused<v1::Done>(v1::VoidPendingRequest{}), errc::invalid);
    must<v1::Done>(end);
  });
  ASSERT_FALSE(told);
  EXPECT_EQ(told.why().code, errc::number_voided);
  EXPECT_EQ(unit.abandoned, std::vector{unit.asks.front().id});
  auto kept = records(v1::KIND_VOID).front().void_();
  EXPECT_EQ(kept.by(), "anna");
  EXPECT_EQ(kept.reason(), "enheten är trasig");
  EXPECT_TRUE(kept.in_doubt());
  // What comes after it is a record, and no receipt.
  unit.say({unit.asks.front().id, "code", "LATE", "", true});
  settle();
  EXPECT_TRUE(records(v1::KIND_RECEIPT).empty());
  EXPECT_EQ(records(v1::KIND_UNIT_ANSWERED).back().unit_answered().code(),
            "LATE");
  unit.script = {scripted_unit::code("CODE")};
  EXPECT_EQ(must<v1::ReceiptView>(pay_call("pay-2")).receipt().number(), 2U);
  expect_verified();
}

TEST_F(sale_unit_crash_test, L13_AFenceLetsThePromisedNumberEnd) {
  fill();
  pay_in_vain();
  v1::RecordBody fence;
  fence.mutable_fenced()->set_reason("copied");
  journal::append_request request;
  request.drafts.push_back(fence);
  ASSERT_TRUE(ask<journal::appended>(till.journal, atom::append_v, request));
  unit.answer(scripted_unit::code("CODE"));
  settle();
  EXPECT_EQ(must<v1::ReceiptView>(paid).receipt().number(), 1U);
}

TEST_F(sale_unit_crash_test, L2_AnyUnitAndAnyCrashEndEachNumberOnce) {
  auto seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937_64 dice{seed};
  std::uint64_t calls = 0;
  for (int i = 0; i < 60; ++i) {
    if (sale().sale().lines_size() == 0)
      fill();
    const std::vector<kassa::unit::outcome> all{
      scripted_unit::code("C" + std::to_string(i)),
      kassa::unit::buffered{"", scripted_unit::number},
      kassa::unit::refused{kassa::unit::refusal::bad_data, "no", false},
      kassa::unit::unknown{"lost"}, kassa::unit::unavailable{"no line"}};
    anon_send(till.sale, pay_call("c" + std::to_string(++calls)));
    settle();
    for (int step = 0; step < 8 && sale().has_pending(); ++step) {
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
  std::multiset<std::uint64_t> numbers;
  for (const auto& x : records(v1::KIND_RECEIPT))
    numbers.insert(x.receipt().number());
  for (const auto& x : records(v1::KIND_VOID))
    numbers.insert(x.void_().number());
  std::uint64_t due = 0;
  for (auto number : numbers)
    EXPECT_EQ(number, ++due);
  EXPECT_EQ(till.ledger().next_sale(), due + 1);
  EXPECT_EQ(records(v1::KIND_INTENT).size(), numbers.size());
  expect_verified();
}

} // namespace
