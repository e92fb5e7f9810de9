#include "tests/unit/sync_upload_kit.hpp"

namespace kassa::sync::testing {
namespace {

/// A retired terminal that cannot read record 4 of its 6, and has sent three.
class UploadBeyondAHole : public Upload {
protected:
  UploadBeyondAHole() {
    machine_.emplace(machine::settings{till(), {}, false, true});
    start();
    challenged();
    stand(6);
    welcome(head(0));
    step(token_kept{life_});
    EXPECT_EQ(answer(0, 3), "batch:1x3 wait:30000+0 read:3");
  }

  std::string damaged() {
    return step(failed{life_, {errc::journal_damaged, {{"seq", "4"}}}});
  }
  std::string beyond(seq_t hole_first, seq_t first, seq_t last) {
    v1::Evidence x;
    x.set_hole_first(hole_first);
    x.set_hole_last(hole_first == 0 ? 0 : first - 1);
    record_run run;
    for (auto i = first; i <= last; ++i)
      run.push(journal_[i - 1].SerializeAsString());
    x.set_run(run.bytes);
    *x.mutable_head() = head(last);
    return step(beyond_read{life_, x});
  }
  std::string taken(seq_t seq) {
    v1::UploadDown x;
    x.mutable_evidence_taken()->set_seq(seq);
    return step(arrived{life_, x});
  }
  void reach_hole() {
    damaged();
    ack(head(3));
    ASSERT_EQ(damaged(), "read-beyond:3");
  }
};

TEST_F(UploadBeyondAHole, L6_SendsWhatVerifiesOnceAllBeforeIsAcknowledged) {
  EXPECT_EQ(damaged(), "");
  EXPECT_EQ(ack(head(3)), "acked:3 witness:3 read:3");
  EXPECT_EQ(damaged(), "read-beyond:3");
  EXPECT_EQ(beyond(4, 5, 5), "evidence:4-4>5 wait:30000+0");
  auto said = last<send>(last_)->message.evidence();
  EXPECT_TRUE(evidence_holds(said, till().of, till().device.public_key));
  EXPECT_EQ(taken(5), "read-beyond:5");
  EXPECT_EQ(beyond(0, 6, 6), "evidence:0-0>6 wait:30000+0");
  EXPECT_EQ(taken(6), "");
  EXPECT_EQ(machine_->standing(), "connected");
  EXPECT_EQ(step(grown{7}), "read-beyond:6") << "an X after that";
}

TEST_F(UploadBeyondAHole, GoesOnWhereTheHubHasItAlready) {
  reach_hole();
  beyond(4, 5, 5);
  EXPECT_EQ(taken(6), "");
}

TEST_F(UploadBeyondAHole, EndsWhenTheHubIsSilentOrTalksNonsense) {
  reach_hole();
  EXPECT_EQ(taken(5), "") << "nothing was sent";
  beyond(4, 5, 5);
  EXPECT_EQ(taken(3), "close ended:protocol wait:120000+12000 tell:protocol");
  step(due{timer_});
  challenged();
  stand(6);
  welcome(head(3));
  step(token_kept{life_});
  EXPECT_EQ(damaged(), "read-beyond:3");
  beyond(4, 5, 5);
  EXPECT_EQ(step(due{timer_}), "close ended:unavailable wait:0+1000 "
                               "tell:offline");
}

TEST_F(UploadBeyondAHole, IsClosedByTheHub) {
  reach_hole();
  beyond(4, 5, 6);
  taken(6);
  EXPECT_EQ(refuse(refusal(errc::retired)), "ended:retired tell:retired close");
}

TEST_F(Upload, L4_OneThatIsNotRetiredStopsAtTheHole) {
  make(0);
  connect(0);
  step(grown{3});
  EXPECT_EQ(step(failed{life_, {errc::journal_damaged, {{"seq", "1"}}}}),
            "close ended:journal_damaged wait:120000+12000 "
            "tell:journal_damaged");
}

} // namespace
} // namespace kassa::sync::testing
