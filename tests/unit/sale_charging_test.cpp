#include "actors/sale/charging.hpp"
#include "tests/unit/sale_kit.hpp"

namespace {

using namespace kassa;
using namespace kassa::sale;
using kassa::sale::testing::till;

constexpr auto name = "emulated tcp 127.0.0.1:1";

struct card_till : till {
  explicit card_till(const std::string& terminal = name) {
    with.card = card_side{terminal, {card::state::ready, "T1", ""}};
    add("2"); // 39,90
  }

  /// Asks for the rest by card.
  v1::CardAsked ask() {
    auto body = must(payment(v1::MEANS_CARD));
    EXPECT_TRUE(body.has_card_asked());
    return body.card_asked();
  }

  void take(const drafts& all) {
    for (auto body : all) {
      body.set_seq(++seq);
      evolve(now, body);
      written.push_back(body);
    }
  }

  card_verdict hear(card::outcome what, bool stray = false) {
    auto id = now.card ? now.card->asked.ask() : std::string{"gone"};
    auto out = judge(now, {id, what, proof, "words", stray});
    take(out.all);
    return out;
  }

  result<drafts> answer(bool approved, const std::string& by = "anna") {
    with.user = by;
    v1::AnswerCardRequest request;
    request.set_ask(now.card ? now.card->asked.ask() : "gone");
    request.set_approved(approved);
    request.set_reference("1234");
    auto out = decide(now, request, with);
    with.user = "anna";
    if (out)
      take(*out);
    return out;
  }

  card::proof proof{"T1", "****1", "Visa", "A9", "R7"};
};

TEST(SaleCharging, ACardPaymentBeginsAsARecordOfItsAsk) {
  card_till at;
  auto before = view_of(at.now);
  auto asked = at.ask();
  EXPECT_EQ(asked.terminal(), name);
  EXPECT_EQ(asked.ask().size(), 32U);
  EXPECT_EQ(asked.payment().tendered_ore(), 3990);
  auto view = view_of(at.now);
  EXPECT_EQ(view.revision(), before.revision() + 1);
  EXPECT_EQ(view.remaining_ore(), 3990);
  EXPECT_EQ(view.pending_card().amount_ore(), 3990);
  EXPECT_FALSE(view.pending_card().by_hand());
  EXPECT_EQ(request_of(asked, true), (card::request{asked.ask(), 3990, true}));
}

TEST(SaleCharging, RefusesEveryChangeOfASaleThatWaits) {
  card_till at;
  at.ask();
  EXPECT_EQ(at.refused(v1::PayRequest{}), errc::card_unknown);
  EXPECT_EQ(at.refused(v1::AbortRequest{}), errc::card_unknown);
  EXPECT_EQ(at.refused(v1::ParkRequest{}), errc::card_unknown);
  EXPECT_EQ(at.refused(v1::AddLineRequest{}), errc::card_unknown);
  EXPECT_EQ(at.refused(v1::SetDiscountRequest{}), errc::card_unknown);
  EXPECT_EQ(at.refused(at.payment(v1::MEANS_CASH)), errc::card_unknown);
  EXPECT_EQ(at.refused(v1::MakeZRequest{}), errc::sale_open);
  EXPECT_TRUE(at.call(v1::MakeXRequest{}));
  EXPECT_TRUE(at.call(v1::PrintProFormaRequest{}));
}

TEST(SaleCharging, AnApprovalIsThePaymentWithItsProof) {
  card_till at;
  at.ask();
  auto verdict = at.hear(card::outcome::approved);
  EXPECT_TRUE(verdict.final);
  EXPECT_FALSE(verdict.why);
  ASSERT_EQ(verdict.all.size(), 2U);
  EXPECT_EQ(verdict.all[0].card_answered().outcome(),
            v1::CARD_OUTCOME_APPROVED);
  auto view = view_of(at.now);
  EXPECT_FALSE(view.has_pending_card());
  EXPECT_EQ(view.remaining_ore(), 0);
  auto receipt = at.pay();
  ASSERT_EQ(receipt.payments_size(), 1);
  EXPECT_EQ(receipt.payments(0).card().masked_card(), "****1");
  EXPECT_EQ(receipt.payments(0).card().reference(), "R7");
}

TEST(SaleCharging, ADeclinedCardLeavesTheSaleAsItWas) {
  card_till at;
  auto first = at.ask();
  auto verdict = at.hear(card::outcome::declined);
  EXPECT_TRUE(verdict.final);
  ASSERT_TRUE(verdict.why);
  EXPECT_EQ(verdict.why->code, errc::card_declined);
  EXPECT_EQ(view_of(at.now).remaining_ore(), 3990);
  // The next ask is another one.
  EXPECT_NE(at.ask().ask(), first.ask());
}

TEST(SaleCharging, WhatWasNeverAskedIsDownAndNotPaid) {
  card_till at;
  at.ask();
  auto verdict = at.hear(card::outcome::unavailable);
  EXPECT_TRUE(verdict.final);
  EXPECT_EQ(verdict.why->code, errc::card_down);
  EXPECT_FALSE(at.now.card);
}

TEST(SaleCharging, UnknownIsJournaledOnceAndWaits) {
  card_till at;
  at.ask();
  auto verdict = at.hear(card::outcome::unknown);
  EXPECT_FALSE(verdict.final);
  EXPECT_EQ(verdict.all.size(), 1U);
  EXPECT_TRUE(view_of(at.now).pending_card().unknown());
  EXPECT_TRUE(at.hear(card::outcome::unknown).all.empty());
  EXPECT_EQ(at.hear(card::outcome::approved).all.size(), 2U);
  EXPECT_EQ(view_of(at.now).remaining_ore(), 0);
}

TEST(SaleCharging, PutsAsideWhatAnswersNothing) {
  card_till at;
  at.ask();
  at.hear(card::outcome::approved);
  auto late = at.hear(card::outcome::approved);
  ASSERT_EQ(late.all.size(), 1U);
  EXPECT_TRUE(late.all[0].card_answered().stray());
  EXPECT_EQ(late.all[0].card_answered().proof().reference(), "R7");
  EXPECT_EQ(at.now.sale->payments_size(), 1);
}

TEST(SaleCharging, ATakenPaymentIsPaidBackBeforeTheSaleIsAborted) {
  card_till at;
  auto first = at.ask();
  at.hear(card::outcome::approved);
  EXPECT_EQ(at.refused(v1::AbortRequest{}), errc::card_paid);
  v1::RemovePaymentRequest by;
  by.set_payment_no(1);
  auto back = at.must(by).card_asked();
  EXPECT_EQ(back.payment().tendered_ore(), -3990);
  EXPECT_FALSE(back.payment().has_card());
  EXPECT_NE(back.ask(), first.ask());
  // Not paid back: it stays.
  at.hear(card::outcome::declined);
  EXPECT_EQ(at.now.sale->payments_size(), 1);
  at.must(by);
  auto gone = at.hear(card::outcome::approved);
  ASSERT_TRUE(gone.all.at(1).has_payment_removed());
  EXPECT_EQ(gone.all[1].payment_removed().payment().tendered_ore(), 3990);
  EXPECT_EQ(at.now.sale->payments_size(), 0);
  at.must(v1::AbortRequest{});
}

TEST(SaleCharging, AParkedSaleKeepsWhatWasTakenForIt) {
  card_till at;
  at.ask();
  at.hear(card::outcome::approved);
  v1::ParkRequest park;
  park.set_parking("bord 4");
  at.must(park);
  v1::RemoveParkedRequest remove;
  remove.set_parking("bord 4");
  EXPECT_EQ(at.refused(remove), errc::card_paid);
  v1::FetchRequest fetch;
  fetch.set_parking("bord 4");
  at.must(fetch);
  EXPECT_TRUE(at.now.sale->payments(0).has_card());
  EXPECT_EQ(at.pay().payments_size(), 1);
}

TEST(SaleCharging, AReturnAsksForANegativeAmount) {
  card_till at;
  at.ask();
  at.hear(card::outcome::approved);
  auto number = at.pay().number();
  at.must(at.return_of(number));
  EXPECT_EQ(at.ask().payment().tendered_ore(), -3990);
  at.hear(card::outcome::approved);
  EXPECT_EQ(at.pay().payments(0).card().reference(), "R7");
}

TEST(SaleCharging, WithoutATerminalOrInTrainingNobodyIsAsked) {
  card_till at;
  at.with.card.reset();
  EXPECT_TRUE(at.must(at.payment(v1::MEANS_CARD)).has_payment_added());
  card_till practised;
  practised.must(v1::AbortRequest{});
  practised.now.training = true;
  practised.add("2");
  EXPECT_TRUE(
    practised.must(practised.payment(v1::MEANS_CARD)).has_payment_added());
  card_till cash;
  EXPECT_TRUE(cash.must(cash.payment(v1::MEANS_CASH)).has_payment_added());
  EXPECT_TRUE(
    card_till{}.must(till::payment(v1::MEANS_SWISH)).has_payment_added());
}

TEST(SaleCharging, ATerminalThatIsDownTakesNoAsk) {
  card_till at;
  at.with.card->now = {card::state::down, "", "no line"};
  EXPECT_EQ(at.refused(at.payment(v1::MEANS_CARD)), errc::card_down);
  at.with.card->now = {card::state::ready, "", ""};
  at.ask();
  at.hear(card::outcome::approved);
  at.with.card.reset();
  v1::RemovePaymentRequest by;
  by.set_payment_no(1);
  EXPECT_EQ(at.refused(by), errc::card_down);
}

TEST(SaleCharging, TakesNoMoneyForASaleThatCannotBeCompleted) {
  card_till at;
  at.with.gate = error{errc::folder_moved};
  at.with.gate_stops_all = true;
  EXPECT_EQ(at.refused(at.payment(v1::MEANS_CARD)), errc::folder_moved);
}

TEST(SaleCharging, TheCashierAnswersForATerminalReadByHand) {
  card_till at{"manual"};
  EXPECT_EQ(at.answer(true).why().code, errc::no_card_payment);
  at.ask();
  EXPECT_TRUE(view_of(at.now).pending_card().by_hand());
  EXPECT_EQ(at.refused(v1::PayRequest{}), errc::card_by_hand);
  EXPECT_EQ(at.answer(true, "cilla").why().code, errc::forbidden);
  auto all = at.answer(true, "bo");
  ASSERT_TRUE(all);
  EXPECT_EQ((*all)[0].card_answered().by(), "bo");
  EXPECT_EQ(at.now.sale->payments(0).card().reference(), "1234");
  EXPECT_EQ(at.answer(true).why().code, errc::no_card_payment);
  card_till declined{"manual"};
  declined.ask();
  ASSERT_TRUE(declined.answer(false));
  EXPECT_EQ(view_of(declined.now).remaining_ore(), 3990);
  EXPECT_FALSE(declined.now.card);
}

TEST(SaleCharging, OnlyAManagerAnswersForATerminalThatCouldNotTell) {
  card_till at;
  at.ask();
  EXPECT_EQ(at.answer(true).why().code, errc::card_unknown);
  at.hear(card::outcome::unknown);
  EXPECT_EQ(at.answer(true, "bo").why().code, errc::forbidden);
  EXPECT_TRUE(at.answer(false));
  EXPECT_FALSE(at.now.card);
  // Or for one that is not asked any more.
  at.ask();
  at.with.card.reset();
  EXPECT_EQ(at.answer(true, "bo").why().code, errc::forbidden);
  EXPECT_TRUE(at.answer(true));
  EXPECT_EQ(at.now.sale->payments_size(), 1);
}

TEST(SaleCharging, KeepsWhatADeviceSaysWithinBoundsAndReadable) {
  card_till at;
  at.ask();
  at.proof.issuer = std::string(1'000, 'x');
  at.proof.reference = "a\xff\n";
  at.hear(card::outcome::approved);
  const auto& proof = at.now.sale->payments(0).card();
  EXPECT_EQ(proof.issuer().size(), 100U);
  EXPECT_EQ(proof.reference(), "a??");
}

} // namespace
