#include "tests/transport/register_fixture.hpp"

#include <gmock/gmock.h>

namespace kassa::node {

namespace {

using testing::patience;

v1::Event sync_event(std::uint64_t acked) {
  v1::Event event;
  event.mutable_sync()->set_acked_seq(acked);
  return event;
}

/// A client's Watch that is read an event at a time.
class watcher {
public:
  watcher(v1::Register::Stub& stub, std::uint64_t after,
          const std::string& session = "good") {
    v1::WatchRequest request;
    request.set_session(session);
    request.set_after(after);
    transport::set_deadline(context_, patience);
    reader_ = stub.Watch(&context_, request);
  }

  ~watcher() {
    context_.TryCancel();
    if (reader_)
      (void)reader_->Finish();
  }

  std::optional<v1::Event> next() {
    v1::Event event;
    if (reader_->Read(&event))
      return event;
    return std::nullopt;
  }

  /// @pre there is nothing left to read
  error end() {
    auto why = transport::from_grpc(reader_->Finish(), "kassa-node");
    reader_ = nullptr;
    return why;
  }

private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::Event>> reader_;
};

class Watch : public testing::register_fixture {};

} // namespace

TEST(EventBoard, NumbersEventsFromWhereItWasTold) {
  event_board board{100};
  std::vector<std::uint64_t> seen;
  board.publish({});
  auto name = board.subscribe(
    100, [&](const event_board::event_ptr& e) { seen.push_back(e->number()); });
  EXPECT_NE(name, 0u);
  board.publish({});
  EXPECT_THAT(seen, ::testing::ElementsAre(101, 102));
  board.unsubscribe(name);
  board.publish({});
  EXPECT_EQ(seen.size(), 2u);
  EXPECT_EQ(board.last(), 103u);
}

TEST(EventBoard, CoversOnlyWhatItStillHas) {
  event_board board{100};
  EXPECT_TRUE(board.covers(100));
  EXPECT_FALSE(board.covers(0));
  EXPECT_FALSE(board.covers(99));
  EXPECT_FALSE(board.covers(101));
  for (std::size_t i = 0; i < event_board::ring_max + 5; ++i)
    board.publish({});
  EXPECT_FALSE(board.covers(104));
  EXPECT_TRUE(board.covers(105));
  EXPECT_EQ(board.subscribe(104, [](const auto&) {}), 0u);
}

TEST(EventBoard, IsBoundedByBytesToo) {
  event_board board{100};
  v1::Event large;
  large.mutable_sync()->set_state(std::string(100'000, 'x'));
  for (int i = 0; i < 100; ++i)
    board.publish(large);
  EXPECT_FALSE(board.covers(150));
  EXPECT_TRUE(board.covers(190));
}

TEST_F(Watch, BeginsWithTheSaleAsItIs) {
  world_->revision = 17;
  watcher it{*stub_, 0};
  auto first = it.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->sale().revision(), 17u);
  EXPECT_EQ(first->number(), before);
  board_->publish(sync_event(1));
  EXPECT_EQ(it.next()->number(), before + 1);
}

TEST_F(Watch, GoesOnWhereTheWatcherWas) {
  for (std::uint64_t n = 1; n <= 5; ++n)
    board_->publish(sync_event(n));
  watcher it{*stub_, before + 2};
  for (std::uint64_t n = 3; n <= 5; ++n) {
    auto event = it.next();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->number(), before + n);
    EXPECT_EQ(event->sync().acked_seq(), n);
  }
}

TEST_F(Watch, OneWhoMissedTooMuchGetsTheSaleAnew) {
  for (std::uint64_t n = 1; n <= event_board::ring_max + 10; ++n)
    board_->publish(sync_event(n));
  watcher it{*stub_, before + 2};
  auto first = it.next();
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->has_sale());
  EXPECT_EQ(first->number(), board_->last());
  auto again = first->number();
  board_->publish(sync_event(1));
  EXPECT_EQ(it.next()->number(), again + 1);
}

TEST_F(Watch, OneFromAnEarlierStartGetsTheSaleAnew) {
  board_->publish(sync_event(1));
  watcher it{*stub_, before - 7};
  EXPECT_TRUE(it.next()->has_sale());
}

TEST_F(Watch, EventsComeThroughTheActor) {
  auto events = spawn<events_state>(sys_, board_);
  watcher it{*stub_, 0};
  ASSERT_TRUE(it.next());
  caf::anon_send(events, sync_event(9));
  EXPECT_EQ(it.next()->sync().acked_seq(), 9u);
  caf::anon_send_exit(events, caf::exit_reason::kill);
}

TEST_F(Watch, NeedsALogIn) {
  watcher it{*stub_, 0, "bad"};
  EXPECT_FALSE(it.next());
  EXPECT_EQ(it.end().code, errc::not_logged_in);
}

TEST_F(Watch, AWatcherWhoDoesNotReadIsDropped) {
  watcher it{*stub_, 0};
  ASSERT_TRUE(it.next());
  auto large = sync_event(1);
  large.mutable_sync()->set_state(std::string(100'000, 'x'));
  for (int i = 0; i < 500; ++i)
    board_->publish(large);
  int got = 0;
  while (it.next())
    ++got;
  EXPECT_LT(got, 500);
  EXPECT_EQ(it.end().code, errc::busy);
}

TEST_F(Watch, TooManyWatchersAreBusy) {
  run({.watchers = 1});
  watcher first{*stub_, 0};
  ASSERT_TRUE(first.next());
  watcher second{*stub_, 0};
  EXPECT_FALSE(second.next());
  EXPECT_EQ(second.end().code, errc::busy);
}

TEST_F(Watch, EndsWhenTheServiceCloses) {
  watcher it{*stub_, 0};
  ASSERT_TRUE(it.next());
  service_->close();
  EXPECT_FALSE(it.next());
  EXPECT_EQ(it.end().code, errc::unavailable);
  // Nobody is left to wait for.
  server_->stop(patience);
}

} // namespace kassa::node
