#pragma once

#include "node/enrol.hpp"

#include <string>

namespace kassa::node {

/// Asks for a slot of a hub's file: as `fetch_bundle` with one code after the
/// other, from a place of this machine's key on, until one is free or was this
/// machine's already. Asked again it comes to the same slot. Blocks on the
/// network.
/// @param file the file of slots; `with.hub` empty: the address that it names
/// @returns the bundle, as `init` reads it; bad_slots, slots_used,
///   enrol_code_expired, and what `fetch_bundle` answers
[[nodiscard]] result<std::string> fetch_by_slot(enrolling with,
                                                const std::string& file,
                                                const store::files& disk,
                                                random_port& random);

} // namespace kassa::node
