#include "node/guard_actor.hpp"

namespace kassa::node {

guard_actor::behavior_type guard_state::make_behavior() {
  self_->delayed_send(self_, guard_period, atom::tick_v);
  return {
    [this](atom::tick) {
      look();
      self_->delayed_send(self_, guard_period, atom::tick_v);
    },
  };
}

void guard_state::look() {
  auto free = space_->free_bytes();
  if (!free)
    return; // A file system that does not answer is no full one.
  auto verdict = gate_.step(*free);
  if (!verdict)
    return;
  if (*verdict == space_gate::verdict::stop)
    self_->send(sale_, atom::block_v, gate_.why(*free));
  else
    self_->send(sale_, atom::unblock_v, gate_.why(*free));
}

} // namespace kassa::node
