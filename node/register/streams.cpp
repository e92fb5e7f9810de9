#include "node/register/streams.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace kassa::node {

namespace {

/// Launches a stream, and ends it when the door is shut. The stream can be
/// ended by the door from then on.
template <class Stream>
result<gate::ticket> admit(const std::shared_ptr<Stream>& stream, gate& door) {
  stream->launch();
  auto weak = std::weak_ptr<Stream>{stream};
  auto ticket = door.enter([weak] {
    if (auto self = weak.lock())
      self->close(transport::to_grpc(
        {errc::unavailable, {{"what", "kassa-node"}}, "closing"}));
  });
  if (!ticket)
    stream->close(transport::to_grpc(ticket.why()));
  return ticket;
}

/// Calls `then` with the open sale if the session is good, else ends the
/// stream.
template <class Stream, class Then>
void check_session(const std::shared_ptr<Stream>& stream, stream_ports on,
                   const std::string& session, Then then) {
  v1::GetSaleRequest request;
  request.set_session(session);
  on.to_actors->ask<v1::SaleView>(
    on.ports->sale, on.limits->answer_time, then,
    [stream](const error& why) { stream->close(transport::to_grpc(why)); },
    request);
}

} // namespace

// -- ReadJournal
// ----------------------------------------------------------------

journal_stream::journal_stream(grpc::CallbackServerContext& context,
                               stream_ports on,
                               const v1::ReadJournalRequest& request)
  : answer_stream<v1::RecordRun>(context), on_(on), after_(request.after_seq()),
    left_(request.limit() == 0 ? std::numeric_limits<std::uint64_t>::max()
                               : request.limit()) {}

grpc::ServerWriteReactor<v1::RecordRun>*
journal_stream::begin(grpc::CallbackServerContext& context, stream_ports on,
                      const v1::ReadJournalRequest& request) {
  auto stream = std::make_shared<journal_stream>(context, on, request);
  if (auto ticket = admit(stream, *on.door)) {
    stream->ticket_ = *ticket;
    check_session(stream, on, request.session(),
                  [stream](const v1::SaleView&) { stream->next(); });
  }
  return stream.get();
}

std::shared_ptr<journal_stream> journal_stream::me() {
  return std::static_pointer_cast<journal_stream>(shared_from_this());
}

void journal_stream::next() {
  if (left_ == 0)
    return close(grpc::Status::OK);
  on_.to_actors->ask<record_run>(
    on_.ports->journal, on_.limits->answer_time,
    [self = me()](record_run& records) { self->pass(records); },
    [self = me()](const error& why) { self->close(transport::to_grpc(why)); },
    atom::read_v, after_, chunk_bytes, true);
}

void journal_stream::pass(record_run& records) {
  if (records.empty())
    return close(grpc::Status::OK);
  v1::RecordRun run;
  if (!run.ParseFromString(records.bytes))
    return close(transport::to_grpc({errc::internal, {}, "not a run"}));
  if (auto count = static_cast<std::uint64_t>(run.records_size());
      count > left_)
    run.mutable_records()->DeleteSubrange(static_cast<int>(left_),
                                          static_cast<int>(count - left_));
  after_ += static_cast<std::uint64_t>(run.records_size());
  left_ -= static_cast<std::uint64_t>(run.records_size());
  send(std::move(run));
}

// -- Watch
// ------------------------------------------------------------------------

watch_stream::watch_stream(grpc::CallbackServerContext& context,
                           stream_ports on)
  : answer_stream<v1::Event>(
    context, transport::outbox<v1::Event>{2 * event_board::ring_bytes_max,
                                          2 * event_board::ring_max}),
    on_(on) {}

grpc::ServerWriteReactor<v1::Event>*
watch_stream::begin(grpc::CallbackServerContext& context, stream_ports on,
                    const v1::WatchRequest& request) {
  auto stream = std::make_shared<watch_stream>(context, on);
  if (auto ticket = admit(stream, *on.door)) {
    stream->ticket_ = *ticket;
    stream->start(request);
  }
  return stream.get();
}

std::shared_ptr<watch_stream> watch_stream::me() {
  return std::static_pointer_cast<watch_stream>(shared_from_this());
}

void watch_stream::start(const v1::WatchRequest& request) {
  const auto& board = *on_.ports->board;
  auto resumed = board.covers(request.after());
  // Before the sale is asked for: what happens in between comes twice rather
  // than never. A watcher keeps the sale with the higher revision.
  auto after = resumed ? request.after() : board.last();
  check_session(me(), on_, request.session(),
                [self = me(), resumed, after](const v1::SaleView& sale) {
                  if (!resumed) {
                    v1::Event first;
                    first.set_number(after);
                    *first.mutable_sale() = sale;
                    self->send(std::move(first));
                  }
                  self->follow(after);
                });
}

void watch_stream::follow(std::uint64_t after) {
  auto weak = std::weak_ptr<watch_stream>{me()};
  auto& board = *on_.ports->board;
  auto name = board.subscribe(after, [weak](const event_board::event_ptr& e) {
    if (auto self = weak.lock())
      self->send(*e);
  });
  if (name == 0)
    return close(transport::to_grpc({errc::busy, {}, "missed too much"}));
  // The stream may have ended meanwhile, and `ended` knew of nothing.
  if (!while_open([&] { subscription_ = name; }))
    board.unsubscribe(name);
}

void watch_stream::ended() {
  ticket_ = nullptr;
  if (subscription_ != 0)
    on_.ports->board->unsubscribe(subscription_);
}

// -- Verify
// -----------------------------------------------------------------------

namespace {

/// Ends the stream when the verification lets go of it unfinished.
struct step_guard {
  explicit step_guard(std::shared_ptr<verify_stream> x)
    : stream(std::move(x)) {}
  ~step_guard() {
    stream->close(
      transport::to_grpc({errc::internal, {}, "the verification broke off"}));
  }
  step_guard(const step_guard&) = delete;
  step_guard& operator=(const step_guard&) = delete;

  std::shared_ptr<verify_stream> stream;
};

} // namespace

verify_stream::verify_stream(grpc::CallbackServerContext& context,
                             stream_ports on)
  : answer_stream<v1::VerifyProgress>(context), on_(on) {}

grpc::ServerWriteReactor<v1::VerifyProgress>*
verify_stream::begin(grpc::CallbackServerContext& context, stream_ports on) {
  auto stream = std::make_shared<verify_stream>(context, on);
  if (auto ticket = admit(stream, *on.door)) {
    stream->ticket_ = *ticket;
    auto guard = std::make_shared<step_guard>(stream);
    on.ports->verify([guard](const v1::VerifyProgress& progress) {
      return guard->stream->step(progress);
    });
  }
  return stream.get();
}

bool verify_stream::step(const v1::VerifyProgress& progress) {
  if (progress.finished()) {
    send(progress);
    close(grpc::Status::OK);
    return false;
  }
  if (!waiting_.exchange(true))
    send(progress);
  return while_open([] {});
}

} // namespace kassa::node
