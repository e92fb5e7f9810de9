#pragma once

#include "hub/journal_check.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/office.pb.h>

#include <cstdint>
#include <string>

namespace kassa::hub {

/// Makes backups of all that a hub keeps. One caller at a time; blocks on the
/// disk, as long as the copying takes. A failure changes nothing.
class backup_port {
public:
  /// A backup that was verified, and the heads inside it.
  struct made {
    v1::BackupReport report;
    heads inside;
  };

  virtual ~backup_port() = default;

  /// Copies data and identity, opens the copy and follows the chains of what is
  /// new in it. @returns backup_failed, backup_damaged
  virtual result<made> make(std::int64_t now_ms) = 0;

  /// Restores the newest backup aside and checks all of it, from record 1.
  /// @returns no_backup, backup_failed, backup_damaged
  virtual result<v1::BackupReport> drill(std::int64_t now_ms) = 0;

  /// The newest verified backup; nothing where there is none.
  virtual v1::BackupReport newest() = 0;

  [[nodiscard]] virtual const std::string& folder() const = 0;
};

} // namespace kassa::hub
