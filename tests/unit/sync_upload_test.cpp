#include "tests/unit/sync_upload_kit.hpp"

namespace kassa::sync::upload {
namespace {

using namespace testing;

TEST_F(Upload, RunsANormalDay) {
  make(0);
  EXPECT_EQ(start(), "open1 wait:20000+0");
  EXPECT_EQ(challenged(), "survey");
  EXPECT_EQ(stand(3), "hello");
  EXPECT_EQ(welcome(head(0)), "keep-token:3");
  EXPECT_EQ(step(token_kept{life_}), "confirm:3 vouched tell:connected read:0");
  EXPECT_EQ(answer(0, 3), "batch:1x3 wait:30000+0");
  EXPECT_EQ(step(grown{5}), "read:3");
  EXPECT_EQ(answer(3, 2), "batch:4x2");
  EXPECT_EQ(ack(head(3)), "acked:3");
  EXPECT_EQ(ack(head(5)), "acked:5 witness:5");
  EXPECT_EQ(step(grown{6}), "read:5");
  EXPECT_EQ(answer(5, 1), "batch:6x1 wait:30000+0");
}

TEST_F(Upload, SaysHelloWithTheTokenItHas) {
  for (auto kept : {false, true}) {
    make(0);
    start();
    challenged();
    moment now{head(3), {}, {}, {}, 5};
    if (kept)
      now.token = token(2);
    step(stood{life_, now});
    auto hello = std::get<send>(last_[0]).message.hello();
    auto claim = check_hello(stream_kind::upload, challenge().nonce(), hello);
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->head().seq(), 3u);
    EXPECT_EQ(claim->token().n(), kept ? 2u : 0u);
    EXPECT_FALSE(check_hello(stream_kind::report, challenge().nonce(), hello));
  }
}

TEST_F(Upload, SendsNothingBeforeItsTokenIsKept) {
  make(0);
  start();
  challenged();
  stand(3);
  welcome(head(0));
  EXPECT_EQ(step(grown{4}), "");
  EXPECT_EQ(ack(head(2)), "");
  EXPECT_EQ(rewind(head(0)), "");
}

TEST_F(Upload, BelievesNoTokenThatTheHubDidNotSign) {
  make(0);
  start();
  challenged();
  stand(3);
  v1::UploadDown x;
  *x.mutable_welcome()->mutable_held() = head(0);
  *x.mutable_welcome()->mutable_token() = token(3, till().device);
  EXPECT_EQ(step(arrived{life_, x}),
            "close ended:bad_signature wait:120000+12000 tell:bad_signature");
}

TEST_F(Upload, L6_CountsAnAcknowledgementThatWasLost) {
  make(2);
  start();
  challenged();
  stand(5);
  EXPECT_EQ(welcome(head(5)), "read:4");
  EXPECT_EQ(answer(4, 1), "keep-token:3");
  EXPECT_EQ(step(token_kept{life_}),
            "confirm:3 vouched tell:connected acked:5 witness:5");
}

TEST_F(Upload, L6_IgnoresARepeatedAcknowledgement) {
  make(0);
  connect(0);
  step(grown{3});
  answer(0, 3);
  ack(head(3));
  EXPECT_EQ(ack(head(3)), "");
  EXPECT_EQ(ack(head(1)), "");
  EXPECT_EQ(machine_->acked(), 3u);
}

TEST_F(Upload, BelievesNoAcknowledgementThatTheHubDidNotSign) {
  make(0);
  connect(0);
  step(grown{3});
  answer(0, 3);
  EXPECT_EQ(ack(head(3), till().device),
            "close ended:bad_signature wait:120000+12000 tell:bad_signature");
  EXPECT_EQ(machine_->acked(), 0u);
}

TEST_F(Upload, L6_GoesBackWhereTheHubSays) {
  make(0);
  connect(0);
  step(grown{6});
  answer(0, 4);
  answer(4, 2);
  ack(head(2));
  EXPECT_EQ(rewind(head(3)), "read:2");
  EXPECT_EQ(rewind(head(3)), ""); // The next batch did not fit either.
  EXPECT_EQ(answer(2, 1), "acked:3 witness:3 read:3");
  EXPECT_EQ(answer(3, 3), "batch:4x3 wait:30000+0");
}

TEST_F(Upload, DropsAReadThatARewindOvertook) {
  make(0);
  connect(0);
  step(grown{6});
  answer(0, 4); // Asks for what follows 4.
  EXPECT_EQ(rewind(head(2)), "");
  EXPECT_EQ(answer(4, 2), "read:1");
  EXPECT_EQ(answer(1, 1), "acked:2 witness:2 read:2");
}

TEST_F(Upload, L6_JournalsThatTheHubFellBehindAndSendsAgain) {
  make(5);
  start();
  incarnation_ = "two";
  challenged();
  stand(5);
  EXPECT_EQ(welcome(head(2)), "read:1");
  EXPECT_EQ(answer(1, 1), "keep-token:3");
  EXPECT_EQ(step(token_kept{life_}),
            "confirm:3 vouched tell:connected rewound:5>2 acked:2 read:2");
  EXPECT_EQ(answer(2, 3), "batch:3x3 wait:30000+0");
  EXPECT_EQ(last<keep_acked>(machine_->step(grown{5})), std::nullopt);
}

TEST_F(Upload, WaitsAtLeastAsLongAsTheHubAsks) {
  make(0);
  start();
  EXPECT_EQ(refuse(refusal(errc::busy, 5'000)),
            "close ended:busy wait:5000+1000");
  EXPECT_EQ(step(due{timer_}), "open3 wait:20000+0");
  EXPECT_EQ(refuse(refusal(errc::superseded)),
            "close ended:superseded wait:0+1600");
}

TEST_F(Upload, AsksSlowlyWhereOnlyAPersonCanHelp) {
  for (auto code : {errc::unknown_terminal, errc::wrong_key, errc::protocol}) {
    make(0);
    start();
    auto name = std::string{row_of(code).name};
    EXPECT_EQ(refuse(refusal(code)),
              "close ended:" + name + " wait:120000+12000 tell:" + name);
    EXPECT_EQ(step(due{timer_}), "open3 wait:20000+0");
  }
}

TEST_F(Upload, ResetsTheBackoffAtAnAcknowledgementNotAtAConnection) {
  make(0);
  start();
  step(closed{life_, errc::unavailable});
  step(due{timer_});
  EXPECT_EQ(step(closed{life_, errc::unavailable}),
            "ended:unavailable wait:0+1600");
  step(due{timer_});
  challenged();
  stand(0);
  welcome(head(0));
  step(token_kept{life_});
  EXPECT_EQ(step(closed{life_, errc::unavailable}),
            "ended:unavailable wait:0+2560 tell:offline");
  step(due{timer_});
  challenged();
  stand(1);
  welcome(head(0));
  step(token_kept{life_});
  answer(0, 1);
  ack(head(1));
  EXPECT_EQ(step(closed{life_, errc::unavailable}),
            "ended:unavailable wait:0+1000 tell:offline");
}

TEST_F(Upload, GivesUpAStreamThatIsSilent) {
  make(0);
  start();
  EXPECT_EQ(step(due{timer_}), "close ended:unavailable wait:0+1000");
  make(0);
  connect(0);
  step(grown{3});
  answer(0, 2);
  auto armed = timer_;
  ack(head(1));
  EXPECT_EQ(step(due{armed}), "wait:30000+0"); // It spoke meanwhile.
  EXPECT_EQ(step(due{timer_}),
            "close ended:unavailable wait:0+1000 tell:offline");
}

TEST_F(Upload, IgnoresWhatBelongsToAnEarlierStream) {
  make(0);
  connect(0);
  auto old = life_;
  step(closed{life_, errc::unavailable});
  step(due{timer_});
  auto now = std::exchange(life_, old);
  EXPECT_EQ(challenged(), "");
  EXPECT_EQ(ack(head(1)), "");
  EXPECT_EQ(step(closed{old, errc::unavailable}), "");
  EXPECT_EQ(step(failed{old, errc::io}), "");
  EXPECT_EQ(answer(0, 1), "");
  EXPECT_EQ(step(token_kept{old}), "");
  life_ = now;
  EXPECT_EQ(challenged(), "survey");
}

TEST_F(Upload, KeepsWithinTheHubsWindow) {
  journal_ = records(10, 1000);
  make(0);
  connect(0, /*window=*/5000);
  EXPECT_EQ(step(grown{10}), "read:0");
  EXPECT_EQ(answer(0, 2), "batch:1x2 wait:30000+0 read:2");
  EXPECT_EQ(answer(2, 3), "batch:3x2"); // The third does not fit any more,
  EXPECT_EQ(ack(head(1)), "acked:1");   // and a little room is none.
  EXPECT_EQ(ack(head(4)), "acked:4 witness:4 read:4");
  // One batch may always go, however small the window.
  EXPECT_EQ(answer(4, 6), "batch:5x6 wait:30000+0");
}

TEST_F(Upload, CutsABatchAtOneMebibyte) {
  journal_ = records(6, 250 * 1024);
  make(0);
  connect(0);
  step(grown{6});
  EXPECT_EQ(answer(0, 6).substr(0, 9), "batch:1x4");
}

} // namespace
} // namespace kassa::sync::upload
