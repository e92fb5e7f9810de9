#include "tests/unit/sync_upload_kit.hpp"

// How an upload stops for good, and what damage does to it.

namespace kassa::sync::upload {
namespace {

using namespace testing;

TEST_F(Upload, L13_StopsWhenTheHubHoldsAnotherRecord) {
  make(2);
  start();
  challenged();
  stand(5);
  EXPECT_EQ(welcome(head_of(records(9, 20, 'x'), 4)), "read:3");
  EXPECT_EQ(answer(3, 1), "fence:fork tell:fenced head:4 wait:10000+0");
  EXPECT_EQ(start(), "");
  EXPECT_EQ(step(due{timer_}), "close");
  EXPECT_EQ(start(), "");
}

TEST_F(Upload, L13_StaysUntilTheHubHasHeardOfTheSecondHolder) {
  make(2);
  start();
  challenged();
  stand(5);
  welcome(head_of(records(9, 20, 'x'), 4));
  answer(3, 1);
  ASSERT_TRUE(last<send>(last_));
  auto said = v1::SignedHead{last<send>(last_)->message.head()};
  EXPECT_TRUE(head_holds(said.head(), till().of, till().device.public_key,
                         said.signature()));
  EXPECT_EQ(said.head().hash(), head(4).hash());
  // Nothing else is said or believed meanwhile.
  EXPECT_EQ(step(grown{7}), "");
  EXPECT_EQ(ack(head(5)), "");
  EXPECT_EQ(step(failed{life_, errc::io}), "");
  auto why = refusal(errc::fenced);
  *why.mutable_fence() = make_fence(till().of, "clone", 1, till().device);
  EXPECT_EQ(refuse(why), "");
  *why.mutable_fence() = make_fence(till().of, "clone", 1, hub_keys());
  EXPECT_EQ(refuse(why), "close");
  EXPECT_EQ(machine_->standing(), "fenced");
  EXPECT_EQ(step(due{timer_}), "");
}

TEST_F(Upload, L13_StopsForGoodWhenTheStreamIsLostWithTheEvidence) {
  make(0);
  connect(0);
  step(grown{3});
  answer(0, 3);
  ack(head_of(records(3, 20, 'x'), 3));
  EXPECT_EQ(step(closed{life_, errc::unavailable}), "");
  EXPECT_EQ(step(due{timer_}), "");
  EXPECT_EQ(machine_->standing(), "fenced");
}

TEST_F(Upload, L13_StopsWhenTheHubIsAhead) {
  make(2);
  start();
  challenged();
  stand(5);
  EXPECT_EQ(welcome(head(6)), "fence:older_than_witness tell:fenced close");
}

TEST_F(Upload, L13_StopsAtAnAcknowledgementOfAnotherHash) {
  make(0);
  connect(0);
  step(grown{3});
  answer(0, 3);
  EXPECT_EQ(ack(head_of(records(3, 20, 'x'), 3)),
            "fence:fork tell:fenced head:3 wait:10000+0");
}

TEST_F(Upload, L6_LooksForDamageThatTheHubHasFound) {
  make(0);
  connect(0);
  step(grown{3});
  EXPECT_FALSE(last<read>(last_)->followed) << "the hub follows the chain";
  answer(0, 3);
  EXPECT_EQ(refuse(refusal(errc::corrupt)),
            "close ended:unavailable wait:0+1000 tell:offline");
  step(due{timer_});
  challenged();
  stand(3);
  welcome(head(0));
  step(token_kept{life_});
  ASSERT_TRUE(last<read>(last_));
  EXPECT_TRUE(last<read>(last_)->followed);
  EXPECT_EQ(step(failed{life_, {errc::journal_damaged, {{"seq", "2"}}}}),
            "close ended:journal_damaged wait:120000+12000 "
            "tell:journal_damaged");
  EXPECT_FALSE(machine_->fenced());
}

TEST_F(Upload, L13_BelievesAFenceOnlyFromItsHub) {
  make(0);
  connect(0);
  auto why = refusal(errc::fenced);
  *why.mutable_fence() = make_fence(till().of, "clone", 1, till().device);
  EXPECT_EQ(refuse(why),
            "close ended:bad_signature wait:120000+12000 tell:bad_signature");
  make(0);
  connect(0);
  auto other = till().of;
  other.terminal = "TILL2";
  *why.mutable_fence() = make_fence(other, "clone", 1, hub_keys());
  EXPECT_EQ(refuse(why),
            "close ended:bad_signature wait:120000+12000 tell:bad_signature");
  make(0);
  connect(0);
  *why.mutable_fence() = make_fence(till().of, "clone", 1, hub_keys());
  EXPECT_EQ(refuse(why), "fence:fenced tell:fenced close");
}

TEST_F(Upload, L13_StaysFencedAfterARestart) {
  make(0, /*fenced=*/true);
  EXPECT_EQ(start(), "");
  EXPECT_EQ(machine_->standing(), "fenced");
}

TEST_F(Upload, EndsTheStreamBeforeAHole) {
  make(0);
  connect(0);
  step(grown{3});
  journal_[1].set_body("damaged");
  EXPECT_EQ(answer(0, 1), "batch:1x1 wait:30000+0 read:1");
  EXPECT_EQ(answer(1, 2), "");
  EXPECT_EQ(ack(head(1)), "acked:1 witness:1 read:1");
  EXPECT_EQ(answer(1, 2), "close ended:journal_damaged wait:120000+12000 "
                          "tell:journal_damaged");
}

TEST_F(Upload, SendsNewRecordsOverDamageAtTheHubsHead) {
  make(5);
  start();
  challenged();
  stand(6);
  // Records 4 and 5 cannot be read: nobody asks for them.
  EXPECT_EQ(welcome(head(5)), "keep-token:3");
  EXPECT_EQ(step(token_kept{life_}), "confirm:3 vouched tell:connected read:5");
  EXPECT_EQ(answer(5, 1), "batch:6x1 wait:30000+0");
}

TEST_F(Upload, GoesOnFromARestoredHubOverDamageBelowIt) {
  for (auto unread : {true, false}) {
    make(5);
    start();
    incarnation_ = "two";
    challenged();
    stand(6);
    EXPECT_EQ(welcome(head(4)), "read:3");
    EXPECT_EQ(unread ? step(failed{life_, errc::journal_damaged})
                     : answer(99, 1),
              "keep-token:3");
    EXPECT_EQ(step(token_kept{life_}),
              "confirm:3 vouched tell:connected rewound:5>4 acked:4 read:4");
    EXPECT_EQ(answer(4, 2), "batch:5x2 wait:30000+0");
  }
}

TEST_F(Upload, L13_TrustsNoHeadAboveItsAcknowledgementUnread) {
  make(2);
  start();
  challenged();
  stand(6);
  EXPECT_EQ(welcome(head(4)), "read:3");
  EXPECT_EQ(step(failed{life_, errc::journal_damaged}),
            "close ended:journal_damaged wait:120000+12000 "
            "tell:journal_damaged");
}

TEST_F(Upload, GoesOnOverDamageUnderACountersignedHead) {
  for (auto unread : {true, false}) {
    make(2);
    start();
    challenged();
    stand(6);
    // The hub holds 3 and 4; their acknowledgement was lost.
    EXPECT_EQ(welcome(head(4), 0, &hub_keys()), "read:3");
    EXPECT_EQ(unread ? step(failed{life_, errc::journal_damaged})
                     : answer(99, 1),
              "keep-token:3");
    EXPECT_EQ(step(token_kept{life_}),
              "confirm:3 vouched tell:connected acked:4 witness:4 read:4");
    EXPECT_EQ(answer(4, 2), "batch:5x2 wait:30000+0");
  }
}

TEST_F(Upload, L13_ACountersignedHeadCoversDamageAloneAndNoOtherRecord) {
  const auto other = head_of(records(9, 20, 'x'), 4);
  make(2);
  start();
  challenged();
  stand(6);
  EXPECT_EQ(welcome(other, 0, &hub_keys()), "read:3");
  EXPECT_EQ(answer(3, 1), "fence:fork tell:fenced head:4 wait:10000+0");
  // Unread here, it was another record there: what follows does not chain.
  make(2);
  start();
  challenged();
  stand(6);
  welcome(other, 0, &hub_keys());
  step(failed{life_, errc::journal_damaged});
  step(token_kept{life_});
  EXPECT_EQ(answer(4, 2), "close ended:journal_damaged wait:120000+12000 "
                          "tell:journal_damaged");
  // Another trouble than damage is not covered.
  make(2);
  start();
  challenged();
  stand(6);
  welcome(head(4), 0, &hub_keys());
  EXPECT_NE(step(failed{life_, errc::unavailable}).find("ended:unavailable"),
            std::string::npos);
}

TEST_F(Upload, BelievesNoCountersignatureButItsHubs) {
  make(2);
  start();
  challenged();
  stand(6);
  const auto someone = till().device;
  EXPECT_EQ(welcome(head(4), 0, &someone),
            "close ended:bad_signature wait:120000+12000 tell:bad_signature");
}

TEST_F(Upload, L13_ComparesAHeadOfAnotherHashThanItWasAcknowledged) {
  make(4);
  start();
  challenged();
  stand(6);
  EXPECT_EQ(welcome(head_of(records(9, 20, 'x'), 4)), "read:3");
  EXPECT_EQ(answer(3, 1), "fence:fork tell:fenced head:4 wait:10000+0");
}

} // namespace
} // namespace kassa::sync::upload
