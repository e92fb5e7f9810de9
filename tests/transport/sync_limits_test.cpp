#include "tests/transport/sync_fixture.hpp"

#include <atomic>
#include <future>

namespace kassa::transport {

namespace {

class SyncLimits : public sync_fixture {};

} // namespace

TEST_F(SyncLimits, AMessageTooLargeForTheHubIsRefusedCleanly) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  auto big = up(1);
  big.mutable_batch()->set_head_signature(std::string(3u << 20, 'x'));
  link_->upload().send(std::move(big));
  auto why = on.closed.take();
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::too_large) << to_string(*why);
  EXPECT_TRUE(session->closed.take());
  EXPECT_EQ(session->received.size(), 0u);
}

TEST_F(SyncLimits, AMessageTooLargeForTheTerminalIsRefusedCleanly) {
  heard<v1::UploadDown> on;
  auto session = open(on);
  auto big = down(1);
  big.mutable_ack()->set_countersignature(std::string(3u << 20, 'x'));
  session->peer.send(std::move(big));
  auto why = on.closed.take();
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::too_large) << to_string(*why);
  EXPECT_TRUE(session->closed.take());
  EXPECT_EQ(on.received.size(), 0u);
}

TEST_F(SyncLimits, ATerminalThatDoesNotReadIsClosedAsBusy) {
  link_ = dial_hub();
  std::promise<void> go;
  auto gone = go.get_future().share();
  mailbox<error> closed;
  link_->upload().open({[gone](const v1::UploadDown&) { gone.wait(); },
                        [&](error why) { closed.put(std::move(why)); }});
  auto session = *hub_.uploads.take();
  auto large = down(1);
  large.mutable_ack()->set_countersignature(std::string(1u << 20, 'x'));
  for (int i = 0; i < 32; ++i)
    session->peer.send(large);
  go.set_value();
  auto why = closed.take();
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::busy) << to_string(*why);
  EXPECT_TRUE(session->closed.take());
}

TEST_F(SyncLimits, ASlowHubHoldsTheTerminalBack) {
  std::promise<void> go;
  auto gone = go.get_future().share();
  std::atomic<int> begun = 0;
  hub_.on_upload = [&](auto&, const v1::UploadUp&) {
    ++begun;
    gone.wait();
  };
  heard<v1::UploadDown> on;
  auto session = open(on);
  auto large = up(1);
  large.mutable_batch()->set_head_signature(std::string(1u << 20, 'x'));
  // More than a stream's queue holds, so not all of it can be under way.
  for (int i = 0; i < 64; ++i)
    link_->upload().send(large);
  auto why = on.closed.take();
  go.set_value();
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::busy) << to_string(*why);
  EXPECT_TRUE(session->closed.take());
  EXPECT_LT(begun, 64);
}

TEST_F(SyncLimits, AHubMayRefuseAtOnce) {
  struct refusing_hub : fake_hub {
    sync::stream_handler<v1::UploadUp>
    upload(sync::stream_peer<v1::UploadDown> peer) override {
      peer.send(down(1));
      peer.close(error{errc::busy});
      return {{}, [this] { ended.put(1); }};
    }
    mailbox<int> ended;
  } refusing;
  auto service = make_sync_service(refusing);
  auto other = serve("127.0.0.1:0", {service.get()}, secured());
  ASSERT_TRUE(other);
  auto link = grpc_hub_link::make((*other)->address(), *certificate_);
  ASSERT_TRUE(link);
  heard<v1::UploadDown> on;
  (*link)->upload().open(on.events());
  EXPECT_EQ(on.received.take()->ack().durable().seq(), 1u);
  EXPECT_EQ(on.closed.take()->code, errc::busy);
  EXPECT_TRUE(refusing.ended.take());
}

} // namespace kassa::transport
