#pragma once

#include "hub/core.hpp"
#include "hub/evidence.hpp"
#include "hub/interfaces.hpp"

namespace kassa::hub {

/// Closes terminals that are to retire. One that has delivered all, and all of
/// which is archived, is closed by itself; a forced one with what there is. The
/// statement is synced before the terminal hears of it. Blocks while it folds a
/// journal, hence on a thread of its own in production.
class closing_state {
public:
  using handle = closing_actor;
  static constexpr auto name = "closing";

  closing_state(closing_actor::pointer self, core_ptr in);
  closing_actor::behavior_type make_behavior();

private:
  void tick();
  void arm();
  status look(const v1::HubTerminal& at, bool force);
  /// Whether its journal is here up to the word that it is retired; kept.
  result<bool> delivered(v1::HubTerminal& at, const scope& of,
                         const v1::EvidenceState& beyond);
  /// Whether the journal that is held, and what lies beyond it, is in a backup.
  result<bool> is_archived(const scope& of, seq_t held,
                           const v1::EvidenceState& beyond) const;
  status close(const v1::HubTerminal& at, const scope& of, v1::Head held,
               bool forced);

  closing_actor::pointer self_;
  core_ptr in_;
  bool armed_ = false;
};

} // namespace kassa::hub
