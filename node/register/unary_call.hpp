#pragma once

#include "node/register/gate.hpp"
#include "transport/errors.hpp"

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <utility>

namespace kassa::node {

/// One call that waits for its answer. It is answered exactly once: with
/// `unavailable` when everybody lets go of it without a word, which an actor
/// that ends does with its open requests.
class unary_call {
public:
  unary_call(grpc::ServerUnaryReactor& reactor, gate::ticket ticket)
    : reactor_(&reactor), ticket_(std::move(ticket)) {}
  unary_call(const unary_call&) = delete;
  unary_call& operator=(const unary_call&) = delete;

  ~unary_call() {
    fail({errc::unavailable, {{"what", "kassa-node"}}, "the actor is gone"});
  }

  /// The answer is written: nothing of the call may be touched after this.
  void succeed() { finish(grpc::Status::OK); }

  void fail(const error& why) {
    if (reactor_)
      finish(transport::to_grpc(why));
  }

private:
  void finish(const grpc::Status& with) {
    ticket_ = nullptr;
    std::exchange(reactor_, nullptr)->Finish(with);
  }

  grpc::ServerUnaryReactor* reactor_;
  gate::ticket ticket_;
};

} // namespace kassa::node
