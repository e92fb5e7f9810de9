#include "actors/sync/proof.hpp"
#include "hub/token_rule.hpp"
#include "tests/support/fakes.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kassa::hub {

namespace {

class Tokens : public ::testing::Test {
protected:
  token_judgement judge(const v1::TokenState& known,
                        const std::optional<v1::Token>& shown) {
    return judge_token(known, shown ? &*shown : nullptr, of_,
                       {key_, incarnation_, random_bytes(random_, 16)});
  }

  v1::Token made(std::uint64_t n) {
    v1::Token out;
    out.set_n(n);
    out.set_incarnation(incarnation_);
    out.set_random(random_bytes(random_, 16));
    sync::sign_token(out, of_, key_);
    return out;
  }

  testing::seeded_random random_{3};
  key_pair key_ = make_key_pair(random_);
  scope of_{"bageri", "KASSA1"};
  std::string incarnation_ = std::string(16, 'a');
};

TEST_F(Tokens, L13_BeginAtOneWithoutAnAlarm) {
  auto first = judge({}, std::nullopt);
  ASSERT_EQ(first.verdict, token_verdict::accepted);
  EXPECT_EQ(first.next.issued().n(), 1U);
  EXPECT_TRUE(sync::token_holds(first.next.issued(), of_, key_.public_key));
}

TEST_F(Tokens, L13_TheSameIssuedOneIsSentUntilItIsShown) {
  auto first = judge({}, std::nullopt);
  auto again = judge(first.next, std::nullopt);
  EXPECT_EQ(again.next.issued().random(), first.next.issued().random());
  auto shown = judge(again.next, first.next.issued());
  EXPECT_EQ(shown.next.confirmed().n(), 1U);
  EXPECT_EQ(shown.next.issued().n(), 2U);
}

// At each step the terminal or the hub may crash before the next one.
TEST_F(Tokens, L13_NoCrashOfOneHolderRaisesAnAlarm) {
  auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 luck{seed};
  v1::TokenState hub;
  std::optional<v1::Token> terminal;
  for (int i = 0; i < 2000; ++i) {
    auto judged = judge(hub, terminal);
    ASSERT_EQ(judged.verdict, token_verdict::accepted) << "session " << i;
    if (luck() % 5 == 0)
      continue; // The hub died before the state was durable.
    hub = judged.next;
    if (luck() % 5 == 0)
      continue; // The welcome was lost.
    terminal = hub.issued();
    if (luck() % 3 == 0)
      continue; // The confirmation was lost.
    hub = confirm_token(hub, terminal->n());
  }
}

TEST_F(Tokens, L13_ALowerNumberIsASecondHolder) {
  v1::TokenState known;
  auto old = made(4);
  *known.mutable_confirmed() = made(5);
  EXPECT_EQ(judge(known, old).verdict, token_verdict::second_holder);
  EXPECT_EQ(judge(known, std::nullopt).verdict, token_verdict::second_holder);
}

TEST_F(Tokens, L13_AnotherTokenOfTheConfirmedNumberIsASecondHolder) {
  v1::TokenState known;
  *known.mutable_confirmed() = made(5);
  EXPECT_EQ(judge(known, made(5)).verdict, token_verdict::second_holder);
  EXPECT_EQ(judge(known, known.confirmed()).verdict, token_verdict::accepted);
}

TEST_F(Tokens, L13_AClonesHolderIsFoundWhoeverComesFirst) {
  auto first = judge({}, std::nullopt).next;
  auto both = first.issued();
  auto hub = confirm_token(first, 1);
  hub = judge(hub, both).next;
  hub = confirm_token(hub, 2);
  EXPECT_EQ(judge(hub, both).verdict, token_verdict::second_holder);
}

TEST_F(Tokens, L6_AHigherSignedNumberMeansThatTheHubWasRestored) {
  v1::TokenState restored;
  *restored.mutable_confirmed() = made(5);
  *restored.mutable_issued() = made(6);
  auto later = made(9);
  auto judged = judge(restored, later);
  ASSERT_EQ(judged.verdict, token_verdict::accepted);
  EXPECT_EQ(judged.next.confirmed().n(), 9U);
  EXPECT_EQ(judged.next.issued().n(), 10U);
  EXPECT_EQ(judge({}, later).verdict, token_verdict::accepted);
}

TEST_F(Tokens, AForgedOneIsNoEvidence) {
  v1::TokenState known;
  *known.mutable_confirmed() = made(5);
  auto forged = made(9);
  forged.set_n(10);
  EXPECT_EQ(judge(known, forged).verdict, token_verdict::forged);
  auto older = made(2);
  older.set_signature(std::string(64, 'x'));
  EXPECT_EQ(judge(known, older).verdict, token_verdict::forged);
}

TEST_F(Tokens, AConfirmationOfAnotherNumberChangesNothing) {
  auto state = judge({}, std::nullopt).next;
  EXPECT_FALSE(confirm_token(state, 7).has_confirmed());
}

} // namespace

} // namespace kassa::hub
