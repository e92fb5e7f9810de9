#pragma once

#include "actors/caf_compat.hpp"

#include <caf/actor_system.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <functional>
#include <type_traits>
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

  template <class Answer>
  using then = std::function<void(Answer&)>;
  using otherwise = std::function<void(const error&)>;

  /// Asks `who` and calls one of the two handlers, on the bridge's thread.
  template <class Answer, class Handle, class... Args>
  void ask(const Handle& who, std::chrono::seconds bound,
           std::type_identity_t<then<Answer>> told, otherwise failed,
           Args... args) {
    post([=](bridge_actor::pointer self) {
      await<Answer>(self->request(who, bound, args...), told, failed);
    });
  }

private:
  /// Apart, and the handlers without a type of their own: CAF's machinery of an
  /// answer is then compiled once an answer, not once a question.
  template <class Answer, class Pending>
  static void await(Pending pending, const then<Answer>& told,
                    const otherwise& failed) {
    std::move(pending).then(
      [told](Answer& answer) { told(answer); },
      [failed](const caf::error& why) { failed(from_caf(why)); });
  }

  void post(std::function<void(bridge_actor::pointer)> job);

  bridge_actor actor_;
};

} // namespace kassa::node
