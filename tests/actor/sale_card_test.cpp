// The sale actor and the card terminal.

#include "actors/journal/verify.hpp"
#include "tests/actor/sale_kit.hpp"
#include "tests/support/scripted_card.hpp"

namespace {

using namespace kassa;
using namespace kassa::testing;
using card::outcome;
using std::chrono::seconds;

/// A terminal with a card terminal that does what a test says.
struct sale_card_test : sale_fixture {
  sale_card_test() {
    till.card = &card;
    begin();
  }
  ~sale_card_test() override { stop(till); }

  /// The call, the same each time that it is sent.
  v1::AddPaymentRequest card_call(const std::string& id = "card-1") {
    auto by = by_card();
    by.mutable_call()->set_client_id(id);
    by.mutable_call()->set_session(session);
    by.mutable_call()->set_revision(revision());
    return by;
  }

  /// Pays; `meanwhile` runs once the terminal has been asked.
  template <class Meanwhile>
  result<v1::SaleView> pay_while(const v1::AddPaymentRequest& by,
                                 Meanwhile meanwhile) {
    result<v1::SaleView> out = errc::unavailable;
    auto pending = self_->request(till.sale, caf::infinite, by);
    settle();
    meanwhile();
    settle();
    pending.receive([&](v1::SaleView& x) { out = std::move(x); },
                    [&](caf::error& e) { out = from_caf(e); });
    return out;
  }

  void say(outcome what, const std::string& id = {}, bool stray = false) {
    card.say(what, id, stray);
    settle();
  }

  template <class Answer, class Request>
  errc refused(const Request& by) {
    auto answer = call<Answer>(by);
    return answer ? errc::internal : answer.why().code;
  }

  std::vector<v1::RecordBody> records(v1::Kind kind) {
    std::vector<v1::RecordBody> out;
    for (seq_t seq = 1; seq <= till.ledger().seq(); ++seq)
      if (auto body = journal::read_body(till.world.disk, till.world.of, seq);
          body && body->kind() == kind)
        out.push_back(*std::move(body));
    return out;
  }

  v1::NodeStatus status() {
    return *ask<v1::NodeStatus>(till.sale, v1::GetStatusRequest{});
  }

  v1::AnswerCardRequest answer(bool approved) {
    v1::AnswerCardRequest by;
    by.set_ask(sale().pending_card().ask());
    by.set_approved(approved);
    by.set_reference("1234");
    return by;
  }

  void expect_verified() {
    auto report = journal::verify(till.world.disk, till.world.of, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().words;
  }

  scripted_card card;
};

TEST_F(sale_card_test, SellsByCardAndKeepsItsProof) {
  card.script = {outcome::approved};
  auto view = sell("2");
  ASSERT_EQ(card.asks.size(), 1U);
  EXPECT_EQ(card.asks[0].amount, 3990);
  EXPECT_FALSE(card.asks[0].asked_before);
  EXPECT_EQ(view.receipt().payments(0).card().authorisation(), "A9");
  EXPECT_EQ(records(v1::KIND_CARD_ASKED).size(), 1U);
  EXPECT_EQ(records(v1::KIND_CARD_ANSWERED).size(), 1U);
  expect_verified();
}

TEST_F(sale_card_test, L4_TheTerminalSeesOnlyADurableAsk) {
  till.world.disk.keep_durable = true;
  ASSERT_TRUE(till.world.disk.sync());
  card.script = {outcome::approved};
  std::string held;
  card.on_ask = [this, &held] {
    auto left = till.world.disk;
    left.cut_power();
    held = journal::read_ledger(left, till.world.of)->open_card().ask();
  };
  sell("2");
  EXPECT_EQ(held, card.asks[0].id);
}

TEST_F(sale_card_test, TheCallLastsUntilTheTerminalAnswers) {
  must<v1::SaleView>(line("2"));
  auto told = pay_while(card_call(), [this] { say(outcome::approved); });
  ASSERT_TRUE(told);
  EXPECT_FALSE(told->has_pending_card());
  EXPECT_EQ(told->remaining_ore(), 0);
}

TEST_F(sale_card_test, ADeclinedCardIsAnErrorAndTheSaleIsAsItWas) {
  card.script = {outcome::declined};
  must<v1::SaleView>(line("2"));
  auto by = card_call();
  for (int i = 0; i < 2; ++i) { // A repeat is told the same.
    auto told = call<v1::SaleView>(by);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.why().code, errc::card_declined);
    EXPECT_EQ(told.why().fields.at("what"), "words");
  }
  EXPECT_EQ(card.asks.size(), 1U);
  EXPECT_EQ(sale().remaining_ore(), 3990);
  expect_verified();
}

TEST_F(sale_card_test, ATerminalThatWasNeverReachedIsDown) {
  card.script = {outcome::unavailable};
  must<v1::SaleView>(line("2"));
  EXPECT_EQ(refused<v1::SaleView>(card_call()), errc::card_down);
  card.become(card::state::down, "no line");
  settle();
  EXPECT_EQ(refused<v1::SaleView>(card_call("card-2")), errc::card_down);
  EXPECT_EQ(card.asks.size(), 1U);
  EXPECT_EQ(till.heard->events.back().card().state(), "down");
  EXPECT_EQ(status().card(), "scripted");
  EXPECT_EQ(status().card_status().detail(), "no line");
}

TEST_F(sale_card_test, AnswersWithAPendingPaymentWhenTheCustomerIsSlow) {
  must<v1::SaleView>(line("2"));
  auto by = card_call();
  auto told = pay_while(by, [this] { advance(seconds{10}); });
  ASSERT_TRUE(told);
  EXPECT_EQ(told->pending_card().amount_ore(), 3990);
  EXPECT_FALSE(told->pending_card().unknown());
  EXPECT_EQ(refused<v1::SaleView>(line("1")), errc::card_unknown);
  EXPECT_EQ(refused<v1::ReceiptView>(v1::PayRequest{}), errc::card_unknown);
  // The same call waits again, and hears the outcome.
  told = pay_while(by, [this] { say(outcome::approved); });
  ASSERT_TRUE(told);
  EXPECT_EQ(told->remaining_ore(), 0);
  EXPECT_EQ(card.asks.size(), 1U);
  told = call<v1::SaleView>(by);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->sale().payments_size(), 1);
}

TEST_F(sale_card_test, AnUnknownOutcomeStopsTheSaleUntilItIsKnown) {
  must<v1::SaleView>(line("2"));
  auto told = pay_while(card_call(), [this] { say(outcome::unknown); });
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->pending_card().unknown());
  say(outcome::unknown);
  EXPECT_EQ(records(v1::KIND_CARD_ANSWERED).size(), 1U);
  EXPECT_EQ(refused<v1::SaleView>(v1::AbortRequest{}), errc::card_unknown);
  must<v1::ReportView>(v1::MakeXRequest{});
  say(outcome::approved);
  EXPECT_FALSE(sale().has_pending_card());
  EXPECT_EQ(must<v1::ReceiptView>(v1::PayRequest{}).receipt().number(), 1U);
  expect_verified();
}

TEST_F(sale_card_test, AsksAgainUnderTheSameIdAfterARestart) {
  must<v1::SaleView>(line("2"));
  (void)pay_while(card_call(), [this] { advance(seconds{10}); });
  auto first = card.asks.back();
  for (int i = 0; i < 3; ++i) {
    restart();
    EXPECT_EQ(card.asks.back().id, first.id);
    EXPECT_EQ(card.asks.back().amount, first.amount);
    EXPECT_TRUE(card.asks.back().asked_before);
    EXPECT_TRUE(sale().has_pending_card());
  }
  EXPECT_EQ(card.asks.size(), 4U);
  say(outcome::approved);
  EXPECT_EQ(must<v1::ReceiptView>(v1::PayRequest{}).receipt().payments_size(),
            1);
  restart();
  EXPECT_EQ(card.asks.size(), 4U);
  expect_verified();
}

TEST_F(sale_card_test, APowerCutAfterTheApprovalLosesNoPayment) {
  till.world.disk.keep_durable = true;
  ASSERT_TRUE(till.world.disk.sync());
  must<v1::SaleView>(line("2"));
  ASSERT_TRUE(till.world.disk.sync());
  auto told = pay_while(card_call(), [this] { say(outcome::approved); });
  ASSERT_TRUE(told);
  stop(till);
  till.world.disk.cut_power(); // The approval was synced: nothing is lost.
  begin();
  EXPECT_EQ(card.asks.size(), 1U);
  EXPECT_EQ(sale().sale().payments_size(), 1);
  EXPECT_EQ(sale().remaining_ore(), 0);
}

TEST_F(sale_card_test, NeverAsksAnotherTerminalThanTheFirst) {
  must<v1::SaleView>(line("2"));
  (void)pay_while(card_call(), [this] { advance(seconds{10}); });
  card.called = "another";
  restart();
  EXPECT_EQ(card.asks.size(), 1U);
  EXPECT_EQ(must<v1::SaleView>(answer(false)).remaining_ore(), 3990);
}

TEST_F(sale_card_test, PutsALateAnswerAsideAndJournalsIt) {
  card.script = {outcome::approved};
  must<v1::SaleView>(line("2"));
  must<v1::SaleView>(card_call());
  say(outcome::approved, {}, true);
  say(outcome::declined);
  EXPECT_EQ(sale().sale().payments_size(), 1);
  auto all = records(v1::KIND_CARD_ANSWERED);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[1].card_answered().stray());
  EXPECT_TRUE(all[2].card_answered().stray());
}

TEST_F(sale_card_test, PaysBackUnderAnIdOfItsOwn) {
  card.script = {outcome::approved, outcome::approved};
  must<v1::SaleView>(line("2"));
  must<v1::SaleView>(card_call());
  EXPECT_EQ(refused<v1::SaleView>(v1::AbortRequest{}), errc::card_paid);
  v1::RemovePaymentRequest by;
  by.set_payment_no(1);
  EXPECT_EQ(must<v1::SaleView>(by).sale().payments_size(), 0);
  ASSERT_EQ(card.asks.size(), 2U);
  EXPECT_EQ(card.asks[1].amount, -3990);
  EXPECT_NE(card.asks[0].id, card.asks[1].id);
  must<v1::SaleView>(v1::AbortRequest{});
  expect_verified();
}

TEST_F(sale_card_test, TheCashierAnswersForATerminalReadByHand) {
  card.called = "manual";
  card.now = {card::state::by_hand, "", ""};
  restart();
  must<v1::SaleView>(line("2"));
  auto view = must<v1::SaleView>(card_call());
  EXPECT_TRUE(view.pending_card().by_hand());
  EXPECT_EQ(refused<v1::ReceiptView>(v1::PayRequest{}), errc::card_by_hand);
  restart();
  EXPECT_TRUE(sale().pending_card().by_hand());
  EXPECT_EQ(must<v1::SaleView>(answer(true)).remaining_ore(), 0);
  auto receipt = must<v1::ReceiptView>(v1::PayRequest{}).receipt();
  EXPECT_EQ(receipt.payments(0).card().reference(), "1234");
  EXPECT_EQ(refused<v1::SaleView>(answer(true)), errc::no_card_payment);
  expect_verified();
}

TEST_F(sale_card_test, AManagersWordEndsTheAskAndWhoWaitsHearsIt) {
  must<v1::SaleView>(line("2"));
  (void)pay_while(card_call(), [this] { say(outcome::unknown); });
  EXPECT_EQ(must<v1::SaleView>(answer(true)).remaining_ore(), 0);
  EXPECT_EQ(card.abandoned, std::vector{card.asks[0].id});
  say(outcome::approved);
  EXPECT_EQ(sale().sale().payments_size(), 1);
  EXPECT_TRUE(records(v1::KIND_CARD_ANSWERED).back().card_answered().stray());
}

TEST_F(sale_card_test, CheckAsksTheTerminalAtOnce) {
  v1::CheckCardRequest by;
  by.set_session(session);
  EXPECT_TRUE(ask<v1::Done>(till.sale, by));
  EXPECT_EQ(card.checks, 1);
  by.set_session("guess");
  EXPECT_FALSE(ask<v1::Done>(till.sale, by));
}

TEST_F(sale_card_test, ATrainedSaleAsksNobody) {
  v1::SetTrainingRequest on;
  on.set_on(true);
  must<v1::Done>(on);
  sell("2");
  EXPECT_TRUE(card.asks.empty());
}

} // namespace
