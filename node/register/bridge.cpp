#include "node/register/bridge.hpp"

#include <caf/exit_reason.hpp>

namespace kassa::node {

namespace {

class bridge_state {
public:
  using handle = bridge_actor;
  static constexpr auto name = "bridge";

  explicit bridge_state(handle::pointer self) : self_(self) {}

  handle::behavior_type make_behavior() {
    return {
      [this](const bridge_job& job) { job.run(self_); },
    };
  }

private:
  handle::pointer self_;
};

} // namespace

bridge::bridge(caf::actor_system& sys) : actor_(spawn<bridge_state>(sys)) {}

bridge::~bridge() {
  caf::anon_send_exit(actor_, caf::exit_reason::kill);
}

void bridge::post(std::function<void(bridge_actor::pointer)> job) {
  caf::anon_send(actor_, bridge_job{std::move(job)});
}

} // namespace kassa::node
