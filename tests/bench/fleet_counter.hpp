#pragma once

#include "tests/bench/fleet_terminal.hpp"

#include <caf/event_based_actor.hpp>

#include <optional>

namespace kassa::bench {

/// What a terminal's sync asks of its SALE: takes a catalog over between sales,
/// by the journal; and sells when it is told to. Untyped, so that it need not
/// handle what nobody sends here.
class fleet_counter : public caf::event_based_actor {
public:
  /// @param of outlives the actor
  fleet_counter(caf::actor_config& config, fleet_terminal* of)
    : caf::event_based_actor(config), of_(*of) {}

  caf::behavior make_behavior() override;

private:
  void try_switch();
  void switched(const v1::CatalogHead& to, v1::Applied::State state,
                const std::string& detail);
  void sell(std::uint32_t left);
  journal::append_request next_sale();
  void give_up(const error& why);

  fleet_terminal& of_;
  std::optional<staged_catalog> staged_;
  std::uint64_t sold_ = 0;
};

} // namespace kassa::bench
