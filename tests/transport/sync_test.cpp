#include "tests/transport/sync_fixture.hpp"

#include <atomic>
#include <future>
#include <thread>

namespace kassa::transport {

namespace {

class SyncStreams : public sync_fixture {};

} // namespace

TEST_F(SyncStreams, MessagesGoBothWaysInOrder) {
  hub_.on_upload = [](auto& session, const v1::UploadUp& message) {
    session.peer.send(down(message.confirm().n()));
  };
  heard<v1::UploadDown> on;
  auto session = open(on);
  for (std::uint64_t n = 1; n <= 500; ++n)
    link_->upload().send(up(n));
  for (std::uint64_t n = 1; n <= 500; ++n) {
    ASSERT_EQ(session->received.take()->confirm().n(), n);
    ASSERT_EQ(on.received.take()->ack().durable().seq(), n);
  }
  EXPECT_EQ(on.closed.size(), 0u);
  EXPECT_NE(session->peer.address.find("127.0.0.1"), std::string::npos);
}

TEST_F(SyncStreams, TheThreeStreamsAreIndependent) {
  heard<v1::UploadDown> upload;
  auto uploading = open(upload);
  mailbox<v1::DownloadDown> from_download;
  mailbox<v1::ReportDown> from_report;
  mailbox<error> ended;
  auto end = [&](error why) { ended.put(std::move(why)); };
  link_->download().open(
    {[&](v1::DownloadDown x) { from_download.put(std::move(x)); }, end});
  link_->report().open(
    {[&](v1::ReportDown x) { from_report.put(std::move(x)); }, end});
  auto downloading = *hub_.downloads.take();
  auto reporting = *hub_.reports.take();
  ASSERT_TRUE(from_download.take() && from_report.take());
  link_->upload().close();
  ASSERT_TRUE(uploading->closed.take());
  v1::DownloadUp applied;
  applied.mutable_applied()->set_detail("x");
  link_->download().send(applied);
  EXPECT_EQ(downloading->received.take()->applied().detail(), "x");
  v1::ReportUp told;
  told.mutable_status()->set_program("p");
  link_->report().send(told);
  EXPECT_EQ(reporting->received.take()->status().program(), "p");
  EXPECT_EQ(ended.size(), 0u);
  link_->download().close();
  link_->report().close();
}

TEST_F(SyncStreams, TheHubsCloseComesAfterWhatItSentBefore) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  for (std::uint64_t n = 1; n <= 300; ++n)
    session->peer.send(down(n));
  session->peer.close({errc::fenced, {{"reason", "two holders"}}, "proof"});
  session->peer.send(down(301));
  for (std::uint64_t n = 1; n <= 300; ++n)
    ASSERT_EQ(on.received.take()->ack().durable().seq(), n);
  EXPECT_EQ(*on.closed.take(),
            (error{errc::fenced, {{"reason", "two holders"}}, "proof"}));
  EXPECT_TRUE(session->closed.take());
  EXPECT_EQ(on.received.size(), 0u);
}

TEST_F(SyncStreams, TheTerminalsCloseReachesTheHubOnce) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  link_->upload().close();
  EXPECT_TRUE(session->closed.take());
  // Nothing of it is left that could come later.
  link_ = nullptr;
  server_->stop();
  EXPECT_EQ(session->closed.size(), 0u);
  EXPECT_EQ(on.closed.size(), 0u);
}

TEST_F(SyncStreams, CallsOnAPeerThatIsGoneDoNothing) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  link_->upload().close();
  ASSERT_TRUE(session->closed.take());
  session->peer.send(down(1));
  session->peer.close(error{errc::busy});
  link_->upload().send(up(1));
  link_->upload().close();
}

TEST_F(SyncStreams, NoCallbackRunsAfterClose) {
  link_ = dial_hub();
  for (int round = 0; round < 50; ++round) {
    auto silent = std::make_shared<std::atomic<bool>>(false);
    auto late = std::make_shared<std::atomic<int>>(0);
    mailbox<int> some;
    link_->upload().open({[&, silent, late](const v1::UploadDown&) {
                            *late += *silent;
                            if (!*silent)
                              some.put(1);
                          },
                          [silent, late](const error&) { *late += *silent; }});
    auto session = *hub_.uploads.take();
    std::thread flood{[session] {
      for (std::uint64_t n = 0; n < 200; ++n)
        session->peer.send(down(n));
    }};
    ASSERT_TRUE(some.take());
    link_->upload().close();
    *silent = true;
    flood.join();
    ASSERT_TRUE(session->closed.take());
    ASSERT_EQ(*late, 0);
  }
}

TEST_F(SyncStreams, AStreamMayBeClosedAndOpenedWithinItsCallbacks) {
  link_ = dial_hub();
  heard<v1::UploadDown> second;
  mailbox<int> after;
  link_->upload().open({[&](const v1::UploadDown&) {
                          link_->upload().close();
                          link_->upload().open(second.events());
                        },
                        [&](const error&) { after.put(1); }});
  ASSERT_TRUE(second.received.take());
  auto first = *hub_.uploads.take();
  EXPECT_TRUE(first->closed.take());
  EXPECT_EQ(after.size(), 0u);
}

TEST_F(SyncStreams, CloseDoesNotDeadlockWithABusyCallback) {
  link_ = dial_hub();
  std::promise<void> entered;
  std::atomic<bool> left = false;
  std::atomic<bool> first = true;
  link_->upload().open({[&](const v1::UploadDown&) {
                          if (!first.exchange(false))
                            return;
                          entered.set_value();
                          // A callback may use its stream while it is closed.
                          for (std::uint64_t n = 0; n < 1000; ++n)
                            link_->upload().send(up(n));
                          left = true;
                        },
                        [](const error&) {}});
  ASSERT_EQ(entered.get_future().wait_for(patience), std::future_status::ready);
  link_->upload().close();
  EXPECT_TRUE(left);
}

TEST_F(SyncStreams, AServerThatGoesIsToldOnce) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  server_->stop(std::chrono::milliseconds{0});
  auto why = on.closed.take();
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::unavailable);
  EXPECT_EQ(why->fields.at("what"), "Web Office");
  EXPECT_TRUE(session->closed.take());
  link_ = nullptr;
  EXPECT_EQ(on.closed.size(), 0u);
  EXPECT_EQ(session->closed.size(), 0u);
}

TEST_F(SyncStreams, AHubThatIsNotThereIsUnavailable) {
  server_->stop();
  link_ = dial_hub();
  heard<v1::UploadDown> on;
  link_->upload().open(on.events());
  auto why = on.closed.take();
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::unavailable);
  EXPECT_EQ(why->fields.at("what"), "Web Office");
}

TEST_F(SyncStreams, TheSameLinkReachesAHubThatCameBack) {
  heard<v1::UploadDown> before;
  open(before);
  server_->stop(std::chrono::milliseconds{0});
  ASSERT_TRUE(before.closed.take());
  start(address_);
  // An attempt may still fail fast while gRPC waits to connect again.
  auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    mailbox<bool> outcome;
    link_->upload().open({[&](const v1::UploadDown&) { outcome.put(true); },
                          [&](const error&) { outcome.put(false); }});
    auto reached = outcome.take();
    link_->upload().close();
    ASSERT_TRUE(reached);
    if (*reached)
      break;
  }
}

TEST_F(SyncStreams, TwoTerminalsSpeakAtOnce) {
  hub_.on_upload = [](auto& session, const v1::UploadUp& message) {
    session.peer.send(down(message.confirm().n()));
  };
  auto one = dial_hub();
  auto two = dial_hub();
  auto play = [](grpc_hub_link& link, std::uint64_t base) {
    heard<v1::UploadDown> on;
    link.upload().open(on.events());
    auto agrees = on.received.take()->has_challenge();
    for (std::uint64_t n = 1; n <= 300; ++n)
      link.upload().send(up(base + n));
    for (std::uint64_t n = 1; n <= 300; ++n)
      agrees = agrees && on.received.take()->ack().durable().seq() == base + n;
    link.upload().close();
    return agrees;
  };
  auto other = std::async(std::launch::async, play, std::ref(*two), 1000);
  EXPECT_TRUE(play(*one, 0));
  EXPECT_TRUE(other.get());
}

} // namespace kassa::transport
