#pragma once

#include "node/config.hpp"

/// The settings that decide what the law leaves open, or what nobody here could
/// verify: one place for them. `law.def` has the doubt beside each, and `kassa
/// status --law` shows both.
namespace kassa::node {

[[nodiscard]] std::vector<setting> law_settings();

/// Whether their values go; `invalid` says which does not.
[[nodiscard]] status check_law(const config& what);

} // namespace kassa::node
