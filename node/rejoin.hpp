#pragma once

#include "node/enrol.hpp"
#include "node/node.hpp"

#include <kassa/v1/catalog.pb.h>

#include <optional>

namespace kassa::node {

/// Lets a terminal trust another hub, by a one-time code of that hub for its
/// own Terminal-ID: the one it had lost its identity too (design, section 8).
/// Journal, series, device key and catalog stay; bundle and certificate are the
/// new hub's. The terminal must not run. Interrupted, it is asked again.
/// @returns the new bundle; nothing where the folder is no terminal yet;
///   already_initialised where it trusts that hub, fenced, folder_moved,
///   org_no_locked, and
///   as of `fetch_bundle`
[[nodiscard]] result<std::optional<v1::Bundle>> rejoin(const enrolling& with,
                                                       const store::files& disk,
                                                       const node_ports& ports);

} // namespace kassa::node
