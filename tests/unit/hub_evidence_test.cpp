#include "hub/closing.hpp"
#include "hub/evidence.hpp"
#include "hub/keys.hpp"
#include "proto/base/head_signature.hpp"
#include "tests/support/hub_records.hpp"

#include <gtest/gtest.h>

namespace kassa::hub {
namespace {

using testing::made_journal;

/// A journal of ten records, of which the hub holds three and 4 to 6 are lost.
class HubEvidence : public ::testing::Test {
protected:
  HubEvidence() {
    till_.append_plain(6);
    till_.append_receipt(1000);
    till_.append_receipt(-200);
    till_.append_plain(2);
  }

  v1::Evidence piece(seq_t hole_first, seq_t first, seq_t last) {
    v1::Evidence out;
    if (hole_first != 0) {
      out.set_hole_first(hole_first);
      out.set_hole_last(first - 1);
    }
    if (first <= last)
      out.set_run(till_.batch(first, last).run());
    *out.mutable_head()
      = first <= last ? till_.head(last) : make_head(first - 1, zero_hash());
    out.set_last(out.head().seq() == till_.last());
    return sign(std::move(out));
  }

  v1::Evidence sign(v1::Evidence x) {
    sign_evidence(x, till_.of(), till_.key());
    return x;
  }

  std::string refusal(const v1::Evidence& x) {
    auto s = check_evidence(till_.of(), till_.key().public_key, tip_, x);
    return s ? "" : std::string{row_of(s.why().code).name};
  }

  void keep(const v1::Evidence& x, std::int64_t received_ms) {
    auto state = read_evidence_state(*data_, till_.of());
    ASSERT_TRUE(state);
    auto what = keep_evidence(till_.of(), x, received_ms, *state);
    ASSERT_TRUE(data_->commit({&what, 1}).front());
    tip_ = x.head();
  }

  made_journal till_{{"bageri", "KASSA1"}};
  v1::Head tip_ = till_.head(0);
  std::unique_ptr<store::hub_storage> data_ = store::make_memory_hub_storage();
};

TEST_F(HubEvidence, L4_TakesWhatChainsBeyondASignedHole) {
  tip_ = till_.head(3);
  EXPECT_EQ(refusal(piece(4, 7, 10)), "");
  EXPECT_EQ(refusal(piece(4, 7, 8)), "") << "more follows";
  EXPECT_EQ(refusal(piece(4, 11, 10)), "") << "nothing is left";
  tip_ = till_.head(8);
  EXPECT_EQ(refusal(piece(0, 9, 10)), "") << "what follows a piece";
}

TEST_F(HubEvidence, RefusesWhatDoesNotHoldTogether) {
  tip_ = till_.head(3);
  EXPECT_EQ(refusal(piece(5, 7, 10)), "protocol") << "nobody spoke of 4";
  auto forged = piece(4, 7, 10);
  forged.set_hole_last(8);
  EXPECT_EQ(refusal(forged), "bad_signature");
  EXPECT_EQ(refusal(sign(forged)), "corrupt") << "9 begins with 7";
  auto torn = piece(4, 7, 10);
  torn.mutable_run()->at(torn.run().size() / 2) ^= 1;
  EXPECT_NE(refusal(torn), "");
  auto quiet = piece(4, 11, 10);
  quiet.set_last(false);
  EXPECT_EQ(refusal(sign(quiet)), "protocol");
  auto head = piece(4, 7, 9);
  *head.mutable_head() = till_.head(10);
  EXPECT_EQ(refusal(sign(head)), "protocol");
  auto other = piece(4, 7, 10);
  sign_evidence(other, {"bageri", "KASSA2"}, till_.key());
  EXPECT_EQ(refusal(other), "bad_signature");
  tip_ = till_.head(7);
  EXPECT_EQ(refusal(piece(0, 9, 10)), "corrupt") << "8 is missing";
}

TEST_F(HubEvidence, KnowsWhatItHolds) {
  tip_ = till_.head(8);
  EXPECT_TRUE(is_held(tip_, piece(4, 7, 10)));
  EXPECT_FALSE(is_held(tip_, piece(9, 10, 10)));
  EXPECT_FALSE(is_held(tip_, piece(0, 9, 10)));
}

TEST_F(HubEvidence, L9_IsInTheStatementAndInNoSum) {
  tip_ = till_.head(3);
  keep(piece(4, 7, 8), 100);
  EXPECT_EQ(read_evidence_state(*data_, till_.of())->now.delivered_seq(), 0u);
  keep(piece(0, 9, 10), 200);
  auto state = read_evidence_state(*data_, till_.of());
  EXPECT_EQ(state->now.delivered_seq(), 10u);
  EXPECT_EQ(state->now.tip().seq(), 10u);
  auto all = sum_evidence(*data_, till_.of(), 3);
  ASSERT_TRUE(all);
  closing_facts facts;
  facts.held = till_.head(3);
  facts.contact.set_announced_seq(9);
  auto said = state_closing(facts, {}, *all);
  EXPECT_EQ(said.announced_seq(), 10u);
  EXPECT_EQ(said.missing(), 3u);
  ASSERT_EQ(said.holes_size(), 1);
  EXPECT_EQ(said.holes(0).first(), 4u);
  EXPECT_EQ(said.holes(0).last(), 6u);
  EXPECT_EQ(said.evidence_records(), 4u);
  EXPECT_EQ(said.evidence_sale(), 7u);
  EXPECT_EQ(said.evidence_return(), 8u);
  EXPECT_EQ(said.grand().net_ore(), 0);
}

// A disk that reads again delivers as a journal what came as evidence before.
TEST_F(HubEvidence, L9_WhatTheJournalHoldsIsNoEvidence) {
  tip_ = till_.head(3);
  keep(piece(4, 7, 8), 100);
  keep(piece(0, 9, 10), 200);
  auto some = sum_evidence(*data_, till_.of(), 7);
  ASSERT_TRUE(some);
  EXPECT_TRUE(some->holes.empty());
  EXPECT_EQ(some->records, 3u);
  EXPECT_EQ(some->last_sale, 0u) << "7 is in the journal";
  closing_facts facts;
  facts.held = till_.head(10);
  auto none = sum_evidence(*data_, till_.of(), 10);
  ASSERT_TRUE(none);
  EXPECT_EQ(state_closing(facts, {}, *none).missing(), 0u);
  auto part = sum_evidence(*data_, till_.of(), 5);
  ASSERT_TRUE(part);
  ASSERT_EQ(part->holes.size(), 1u);
  EXPECT_EQ(part->holes[0].first(), 6u);
}

TEST_F(HubEvidence, GoesOnAfterAJournalOfWhichNothingVerified) {
  tip_ = till_.head(3);
  keep(piece(4, 9, 8), 100);
  EXPECT_EQ(refusal(piece(0, 9, 10)), "");
}

TEST_F(HubEvidence, TakesNoRecordThatNoJournalReaches) {
  tip_ = till_.head(3);
  v1::Evidence x;
  x.set_hole_first(4);
  x.set_hole_last(UINT64_MAX);
  *x.mutable_head() = make_head(UINT64_MAX, zero_hash());
  x.set_last(true);
  EXPECT_EQ(refusal(sign(x)), "protocol");
}

TEST_F(HubEvidence, AStatementThatWasChangedIsNotTheHubs) {
  v1::ClosingStatement what;
  what.set_last_sale(7);
  auto said = sign_closing(what, till_.key());
  auto read = read_closing(said, till_.key().public_key);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->last_sale(), 7u);
  what.set_last_sale(6);
  said.set_statement(what.SerializeAsString());
  EXPECT_EQ(read_closing(said, till_.key().public_key).why().code,
            errc::bad_signature);
}

} // namespace
} // namespace kassa::hub
