#pragma once

#include "proto/base/console.hpp"

namespace CLI {
class App;
}

namespace kassa::hub {

/// Adds the commands that speak to a hub: hub, store, terminal, terminals,
/// user, articles, layout, publish, ready, stats. Each runs inside `app.parse`
/// and leaves its exit code in `context::exit`.
/// @param to outlives `app`
void add_hub_commands(CLI::App& app, cli::context& to);

} // namespace kassa::hub
