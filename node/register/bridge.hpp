#pragma once

#include "actors/caf_compat.hpp"

#include <caf/actor_system.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace kassa::node {

struct bridge_job;

/// The BRIDGE interface: does what a thread outside the actors asks for.
using bridge_actor = actor_interface<caf::result<void>(bridge_job)>;

struct bridge_job {
  std::function<void(bridge_actor::pointer)> run;
};

} // namespace kassa::node

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::node::bridge_job)

namespace kassa::node {

/// Where gRPC's threads ask the actors: an actor that sends their requests and
/// hears the answers. Any thread.
class bridge {
public:
  explicit bridge(caf::actor_system& sys);
  bridge(const bridge&) = delete;
  bridge& operator=(const bridge&) = delete;
  /// Lets go of all questions: their handlers are destroyed without a call.
  ~bridge();

  /// Asks `who` and calls one of the two handlers, on the bridge's thread.
  template <class Answer, class Handle, class Then, class Otherwise,
            class... Args>
  void ask(const Handle& who, std::chrono::seconds bound, Then then,
           Otherwise otherwise, Args... args) {
    post([=](bridge_actor::pointer self) {
      self->request(who, bound, args...)
        .then([then](Answer& answer) { then(answer); },
              [otherwise](const caf::error& why) { otherwise(from_caf(why)); });
    });
  }

private:
  void post(std::function<void(bridge_actor::pointer)> job);

  bridge_actor actor_;
};

} // namespace kassa::node
