#pragma once

#include "hub/vault.hpp"

#include <string>

namespace kassa::hub {

/// Which backup to write where. The hub does not run.
struct restore_order {
  vault::place from;
  store::backup_id backup = 0; ///< 0: the newest.
  std::string data;            ///< A folder with nothing in it, or none.
  /// Kept where there is one: its fences and terminals are newer. Written where
  /// there is none.
  std::string identity;
};

struct restored {
  v1::BackupSeal seal;
  std::uint64_t records = 0; ///< Whose chain was checked.
  bool identity = false;     ///< The identity was written, too.
};

/// Writes a hub back, and checks all of it before it stands in its place. The
/// hub is a new incarnation: terminals send again what it lost (design, section
/// 6). @returns folder_in_use (also of an
/// identity of another hub), no_backup, backup_key_wrong, backup_damaged, io
[[nodiscard]] result<restored> restore(const restore_order& what,
                                       const store::files& files,
                                       random_port& random);

} // namespace kassa::hub
