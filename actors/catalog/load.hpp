#pragma once

#include "actors/catalog/view.hpp"
#include "proto/base/ids.hpp"
#include "store/terminal_store.hpp"

namespace kassa::catalog {

/// Reads the active version from a terminal's store. `no_catalog` when none is
/// active, `corrupt` when its rows do not hash to what the store says.
[[nodiscard]] result<view::ptr> load_view(const store::reader& from,
                                          const scope& of);

} // namespace kassa::catalog
