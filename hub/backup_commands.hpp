#pragma once

#include "hub/config.hpp"
#include "proto/base/console.hpp"

#include <kassa/v1/office.pb.h>

/// What `kassa-hub` does with the folders of a hub that does not run.
namespace kassa::hub {

/// Makes a backup, or a drill, and prints what was made.
void back_up(cli::context& ui, const config& with, bool drill);

/// Writes a hub back from its backups, and prints what it is. @param backup 0:
/// the newest
void restore_from_backup(cli::context& ui, const config& with,
                         std::uint32_t backup);

} // namespace kassa::hub
