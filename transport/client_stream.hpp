#pragma once

#include "actors/sync/hub_link.hpp"
#include "transport/errors.hpp"
#include "transport/hub_lines.hpp"
#include "transport/outbox.hpp"

#include <grpcpp/client_context.h>
#include <kassa/v1/sync.grpc.pb.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace kassa::transport {

/// One life of a stream, from `open` to its end. gRPC holds it until OnDone.
///
/// Two mutexes, taken in this order: `calling_mutex_` is held while a callback
/// runs, so that `close` can wait for it (recursive: a callback may close its
/// own stream); `mutex_` guards what is sent and is never held in a callback.
template <class Up, class Down>
class client_call final : public grpc::ClientBidiReactor<Up, Down> {
public:
  using events = typename sync::stream_link<Up, Down>::events;
  using reactor = grpc::ClientBidiReactor<Up, Down>;

  explicit client_call(events on) : on_(std::move(on)) {}

  /// @param start takes context and reactor to the method
  template <class Start>
  static std::shared_ptr<client_call> begin(Start start, events on,
                                            std::shared_ptr<call_tally> tally) {
    tally->begun();
    auto call = std::shared_ptr<client_call>{new client_call{std::move(on)},
                                             [tally](client_call* last) {
                                               delete last;
                                               tally->ended();
                                             }};
    call->self_ = call;
    // Not reached is an answer: the sync machine decides when to try again.
    call->context_.set_wait_for_ready(false);
    start(&call->context_, call.get());
    // Messages are sent from outside of gRPC's reactions.
    call->AddHold();
    call->StartRead(&call->in_);
    call->StartCall();
    return call;
  }

  void send(Up message) {
    std::lock_guard lock{mutex_};
    if (over_)
      return;
    if (out_.push(std::move(message)))
      return pump();
    why_ = error{errc::busy, {}, "the hub does not keep up"};
    give_up();
  }

  /// No callback runs after this has returned.
  void close() {
    {
      std::lock_guard calling{calling_mutex_};
      silent_ = true;
      if (!calling_)
        on_ = {};
    }
    std::lock_guard lock{mutex_};
    give_up();
  }

private:
  void OnReadDone(bool got) override {
    if (got) {
      notify([this] { on_.received(std::move(in_)); });
      in_ = Down{};
    }
    std::lock_guard lock{mutex_};
    if (over_)
      return;
    if (got)
      this->StartRead(&in_);
    else
      let_go();
  }

  void OnWriteDone(bool) override {
    std::lock_guard lock{mutex_};
    out_.written();
    // A write that failed is followed by the end.
    if (!over_)
      pump();
  }

  void OnDone(const grpc::Status& status) override {
    auto self = std::move(self_);
    {
      std::lock_guard lock{mutex_};
      over_ = true;
    }
    notify([&] {
      silent_ = true;
      on_.closed(reason(status));
    });
    {
      std::lock_guard calling{calling_mutex_};
      on_ = {};
    }
  }

  error reason(const grpc::Status& status) const {
    if (why_)
      return *why_;
    if (status.ok())
      return {errc::unavailable,
              {{"what", "Web Office"}},
              "the hub ended the stream"};
    return from_grpc(status, "Web Office");
  }

  template <class F>
  void notify(F callback) {
    std::lock_guard calling{calling_mutex_};
    if (silent_)
      return;
    calling_ = true;
    callback();
    calling_ = false;
  }

  void pump() {
    if (out_.ready())
      this->StartWrite(out_.take());
  }

  void give_up() {
    if (over_)
      return;
    context_.TryCancel();
    let_go();
  }

  void let_go() {
    over_ = true;
    out_.drop();
    this->RemoveHold();
  }

  std::recursive_mutex calling_mutex_;
  events on_;
  bool silent_ = false;
  bool calling_ = false;

  std::mutex mutex_;
  outbox<Up> out_;
  std::optional<error> why_; ///< Ours, where we ended the stream.
  bool over_ = false;

  Down in_;
  grpc::ClientContext context_;
  std::shared_ptr<client_call> self_;
};

/// A stream that can be opened again and again, each time over the line of the
/// newest certificate.
template <class Up, class Down>
class client_stream final : public sync::stream_link<Up, Down> {
public:
  using call = client_call<Up, Down>;
  using events = typename call::events;
  using opener
    = void (*)(v1::Sync::Stub&, grpc::ClientContext*, typename call::reactor*);

  /// @param lines outlives the stream
  client_stream(hub_lines& lines, opener start)
    : lines_(lines), start_(start) {}

  ~client_stream() override { close(); }

  void open(events on) override {
    auto line = lines_.now();
    if (!line)
      return on.closed(line.why());
    auto& hub = *(*line)->hub;
    // Under the lock: a callback that comes at once may already send.
    std::lock_guard lock{mutex_};
    call_ = call::begin(
      [&](auto* context, auto* reactor) { start_(hub, context, reactor); },
      observed(std::move(on)), (*line)->calls);
  }

  void send(Up message) override {
    if (auto now = current())
      now->send(std::move(message));
  }

  void close() override {
    std::shared_ptr<call> last;
    {
      std::lock_guard lock{mutex_};
      last = std::move(call_);
      call_ = nullptr;
    }
    if (last)
      last->close();
  }

private:
  /// The credentials hear whether they serve.
  events observed(events on) {
    auto& with = lines_.credentials();
    return {[&with, tell = std::move(on.received)](Down x) {
              with.reached();
              tell(std::move(x));
            },
            [&with, tell = std::move(on.closed)](error why) {
              if (why.code == errc::unavailable)
                with.unreached();
              tell(std::move(why));
            }};
  }

  std::shared_ptr<call> current() {
    std::lock_guard lock{mutex_};
    return call_;
  }

  hub_lines& lines_;
  opener start_;
  std::mutex mutex_;
  std::shared_ptr<call> call_;
};

} // namespace kassa::transport
