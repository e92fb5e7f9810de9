#pragma once

#include "transport/errors.hpp"
#include "transport/outbox.hpp"

#include <grpcpp/alarm.h>
#include <grpcpp/server_context.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace kassa::transport {

/// The sending half of a server's stream: a bounded queue, one write at a
/// time, and an end that comes after what was sent before it. `Reactor` is
/// grpc::ServerBidiReactor or grpc::ServerWriteReactor. gRPC and whoever sends
/// share it: make one with std::make_shared, then `launch` it.
///
/// Operations are started under the mutex. gRPC never runs a reaction of ours
/// inside a start, so that is safe, and it keeps a write from following the
/// Finish.
template <class Reactor, class Down>
class sending_reactor
  : public Reactor,
    public std::enable_shared_from_this<sending_reactor<Reactor, Down>> {
public:
  explicit sending_reactor(grpc::CallbackServerContext& context,
                           outbox<Down> out = outbox<Down>{})
    : context_(&context), out_(std::move(out)) {}

  /// gRPC holds the stream from now until its end.
  void launch() { self_ = this->shared_from_this(); }

  /// Queues a message. Any thread; does nothing after the end. A queue that
  /// runs over ends the stream with `busy`.
  void send(Down message) {
    std::lock_guard lock{mutex_};
    if (closing_)
      return;
    if (out_.push(std::move(message)))
      pump();
    else
      cut(to_grpc({errc::busy, {}, "the peer does not keep up"}));
  }

  /// Ends the stream after what was sent before. Any thread; only the first
  /// end counts.
  void close(const grpc::Status& why) {
    std::lock_guard lock{mutex_};
    if (closing_)
      return;
    closing_ = why;
    pump();
    arm();
  }

protected:
  /// The queue has run empty.
  virtual void drained() {}
  /// The last that is heard of the stream; nothing else runs any more.
  virtual void ended() {}

  /// Runs `f` unless the stream is ending: the place to start a read.
  template <class F>
  bool while_open(F f) {
    std::lock_guard lock{mutex_};
    if (closing_)
      return false;
    f();
    return true;
  }

private:
  void OnWriteDone(bool sent) override {
    bool empty = false;
    {
      std::lock_guard lock{mutex_};
      out_.written();
      if (sent)
        pump();
      else
        cut(grpc::Status::CANCELLED);
      empty = out_.idle() && !closing_;
    }
    if (empty)
      drained();
  }

  void OnCancel() override {
    std::lock_guard lock{mutex_};
    cut(grpc::Status::CANCELLED);
  }

  void OnDone() override {
    auto self = std::move(self_);
    {
      std::lock_guard lock{mutex_};
      closing_ = closing_.value_or(grpc::Status::CANCELLED);
      done_ = true;
    }
    ended();
  }

  void pump() {
    if (out_.ready()) {
      this->StartWrite(out_.take());
    } else if (out_.idle() && closing_ && !finished_) {
      finished_ = true;
      this->Finish(*closing_);
    }
  }

  /// Ends the stream without what waits.
  void cut(const grpc::Status& why) {
    closing_ = closing_.value_or(why);
    out_.drop();
    pump();
    arm();
  }

  /// A peer that does not read would hold its stream for ever.
  void arm() {
    if (finished_ || armed_)
      return;
    armed_ = true;
    alarm_.Set(std::chrono::system_clock::now() + drain_time,
               [weak = this->weak_from_this()](bool due) {
                 if (auto self = due ? weak.lock() : nullptr)
                   self->expire();
               });
  }

  void expire() {
    std::lock_guard lock{mutex_};
    if (!done_)
      context_->TryCancel();
  }

  std::mutex mutex_;
  grpc::CallbackServerContext* context_; ///< Gone once `done_`.
  outbox<Down> out_;
  std::optional<grpc::Status> closing_;
  bool finished_ = false;
  bool done_ = false;
  bool armed_ = false;
  std::shared_ptr<sending_reactor> self_;
  grpc::Alarm alarm_;
};

} // namespace kassa::transport
