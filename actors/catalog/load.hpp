#pragma once

#include "actors/catalog/view.hpp"
#include "proto/base/ids.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/terminal_state.pb.h>

namespace kassa::catalog {

/// The scope's active version, from the store or a snapshot of it. Blocks on
/// the disk; costs one scan of the rows. `no_catalog` where none is active,
/// `corrupt` where the rows do not hash to what the active version says.
[[nodiscard]] result<view::ptr> load_view(const store::reader& from,
                                          const scope& of);

/// The version that lies ready to become active: the rows under its generation,
/// with those changes to them that are written when it does. Errors and cost as
/// above.
[[nodiscard]] result<view::ptr> load_next(const store::reader& from,
                                          const scope& of,
                                          const v1::CatalogActive& next,
                                          const store::write_set& changes);

} // namespace kassa::catalog
