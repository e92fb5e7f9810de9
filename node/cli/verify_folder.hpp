#pragma once

#include "kassa/v1/register.pb.h"
#include "proto/base/result.hpp"

#include <functional>
#include <string>

namespace kassa::cli {

/// Checks the journal of a stopped daemon's data folder; writes nothing there.
/// @param each hears how far it is
/// @returns store_locked while a daemon runs on the folder, not_initialised
[[nodiscard]] result<v1::VerifyProgress>
verify_folder(const std::string& data,
              const std::function<void(std::uint64_t, std::uint64_t)>& each);

} // namespace kassa::cli
