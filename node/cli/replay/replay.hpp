#pragma once

#include "node/cli/replay/player.hpp"
#include "proto/base/console.hpp"

#include <string>
#include <vector>

namespace kassa::cli::replay {

struct replay_settings {
  std::string articles; ///< Paths of the two files.
  std::string tickets;
  std::vector<std::string> terminals;
  std::string user;
  std::string password;
  plan_settings plan; ///< `terminals` is set from the list above.
  std::chrono::seconds patience{180};
  std::chrono::milliseconds pace{0};
};

/// Plays a cashier at each terminal, a thread each, and prints what came of it.
/// @returns the first player's error; replay_differs when the books of a
///   terminal are not what the files say
[[nodiscard]] status run_replay(context& ui, replay_settings with);

} // namespace kassa::cli::replay
