#pragma once

#include "kassa/v1/register.pb.h"
#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <functional>
#include <memory>
#include <string>

namespace kassa::cli {

/// A stopped terminal's folder, opened for reading.
struct stored_terminal {
  std::unique_ptr<store::terminal_store> store;
  scope of;
};

/// Writes nothing there. @returns store_locked while a daemon runs on the
///   folder, not_initialised
[[nodiscard]] result<stored_terminal> open_folder(const std::string& data);

/// Checks the journal of a stopped daemon's data folder; writes nothing there.
/// @param each hears how far it is
/// @returns store_locked while a daemon runs on the folder, not_initialised
[[nodiscard]] result<v1::VerifyProgress>
verify_folder(const std::string& data,
              const std::function<void(std::uint64_t, std::uint64_t)>& each);

} // namespace kassa::cli
