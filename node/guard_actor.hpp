#pragma once

#include "actors/interfaces.hpp"
#include "node/ports/free_space_port.hpp"
#include "node/space_gate.hpp"

#include <chrono>

namespace kassa::node {

/// The GUARD interface.
using guard_actor = actor_interface<
  // INTERNAL: look again.
  caf::result<void>(atom::tick)>;

inline constexpr std::chrono::seconds guard_period{5};

/// Looks at the free space and stops new sales before the disk is full (L15).
class guard_state {
public:
  using handle = guard_actor;
  static constexpr auto name = "guard";

  /// @param space outlives the actor.
  guard_state(guard_actor::pointer self, sale_actor sale,
              free_space_port* space, space_gate gate)
    : self_(self), sale_(std::move(sale)), space_(space), gate_(gate) {}

  guard_actor::behavior_type make_behavior();

private:
  void look();

  guard_actor::pointer self_;
  sale_actor sale_;
  free_space_port* space_;
  space_gate gate_;
};

} // namespace kassa::node
