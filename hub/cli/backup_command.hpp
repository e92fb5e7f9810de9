#pragma once

#include "proto/base/console.hpp"

#include <kassa/v1/office.pb.h>

namespace kassa::hub {

/// Tells a person of a backup that was made, or of one that was tried.
void show_backup(cli::context& ui, const v1::BackupReport& x, bool drill);

} // namespace kassa::hub
