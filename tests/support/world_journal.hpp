#pragma once

#include "actors/journal/journal_actor.hpp"
#include "tests/support/journal_world.hpp"

namespace kassa::testing {

/// A journal actor's settings over a world, which outlives it.
inline journal::journal_settings settings_of(journal_world& world) {
  journal::journal_settings out;
  out.store = &world.disk;
  out.scope = world.of;
  out.clock = &world.clock;
  out.die = [](std::string_view why) { ADD_FAILURE() << why; };
  out.zone = "Europe/Stockholm";
  out.program = "test 1";
  out.device = world.device;
  return out;
}

} // namespace kassa::testing
