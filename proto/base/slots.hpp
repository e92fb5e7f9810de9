#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/enrol.pb.h>

#include <string>
#include <string_view>

namespace kassa {

/// Signs a file of slots with the hub's key.
[[nodiscard]] v1::SlotFile sign_slots(const v1::Slots& what,
                                      const key_pair& hub);

/// The slots, where the hub's key that they name has signed them. Whether that
/// is the hub's is shown by its authority, whose fingerprint is in each code.
/// @param file for messages
/// @returns `bad_slots`
[[nodiscard]] result<v1::Slots> read_slots(const v1::SlotFile& from,
                                           const std::string& file);

} // namespace kassa
