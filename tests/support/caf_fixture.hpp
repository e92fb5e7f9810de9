#pragma once

#include "actors/caf_compat.hpp"
#include "proto/base/result.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>
#include <gtest/gtest.h>

#include <chrono>

namespace kassa::testing {

/// An actor system that runs only when told to, on a clock that moves only
/// when told to. Does what CAF's test DSL does, minus its macros, which clash
/// with GoogleTest's.
class caf_fixture : public ::testing::Test {
protected:
  caf_fixture() : sys_(configure(config_)), self_(sys_, /*hide=*/true) {}

  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(sys_.scheduler());
  }

  /// Delivers messages until every mailbox is empty. Time stands still.
  void settle() { scheduler().run(); }

  /// Moves time and delivers whatever falls due.
  void advance(std::chrono::milliseconds by) {
    scheduler().advance_time(by);
    settle();
  }

  /// Sends a request, settles, and returns the answer or the error.
  template <class T, class Handle, class... Args>
  result<T> ask(const Handle& who, Args... args) {
    result<T> out = errc::unavailable;
    auto pending = self_->request(who, caf::infinite, std::move(args)...);
    settle();
    pending.receive([&](T& x) { out = std::move(x); },
                    [&](caf::error& e) { out = from_caf(e); });
    return out;
  }

  /// Ends an actor now. An actor that re-arms a timer would hang the shutdown.
  template <class Handle>
  void kill(const Handle& who) {
    self_->send_exit(who, caf::exit_reason::kill);
    settle();
  }

  caf::actor_system_config config_;
  caf::actor_system sys_;
  caf::scoped_actor self_;

private:
  static caf::actor_system_config& configure(caf::actor_system_config& config) {
    config.set("scheduler.policy", caf::atom("testing"));
    return config;
  }
};

} // namespace kassa::testing
