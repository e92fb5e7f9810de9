#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rocksdb {
class Env;
} // namespace rocksdb

namespace kassa::store {

/// Counts from 1 in a folder; a number is used once.
using backup_id = std::uint32_t;

/// Encrypted copies of an embedded storage in a folder. A copy shares the files
/// that did not change with those before it, so it costs what is new. Written
/// while the storage serves; a failed copy leaves the earlier ones as they
/// were. Not thread-safe. Blocks on the disk. Errors of all but `open`: io,
/// corrupt, not_found.
class backup_folder {
public:
  struct options {
    std::string path;
    std::string key; ///< `secret_key_size` bytes. A folder has one for ever.
    random_port* random = nullptr; ///< Outlives the object.
    rocksdb::Env* env = nullptr;   ///< nullptr: the real file system.
  };

  /// Makes the folder where there is none, and locks it for this process.
  /// @returns store_locked, io
  static result<std::unique_ptr<backup_folder>> open(options with);
  virtual ~backup_folder() = default;

  /// In order, without those whose files are missing or too short.
  [[nodiscard]] virtual std::vector<backup_id> all() const = 0;

  /// Bytes of a copy, with what it shares with others.
  [[nodiscard]] virtual result<std::uint64_t> size(backup_id of) const = 0;

  [[nodiscard]] virtual result<backup_id> add(const embedded_storage& of) = 0;

  /// Opens a copy as it lies, to be read only.
  [[nodiscard]] virtual result<std::unique_ptr<const hub_storage>>
  read(backup_id which) const = 0;

  /// Reads every file of a copy and compares its checksum.
  [[nodiscard]] virtual status check(backup_id which) const = 0;

  /// Writes a copy out, to be opened with `open_hub_storage`.
  [[nodiscard]] virtual status restore(backup_id which,
                                       const std::string& path) const = 0;

  /// Writes a copy out as `restore` does, encrypted with the folder's key, and
  /// opens what was written, to be read only.
  [[nodiscard]] virtual result<std::unique_ptr<const hub_storage>>
  try_restore(backup_id which, const std::string& path) const = 0;

  /// Removes a copy, and the files that no other shares.
  [[nodiscard]] virtual status remove(backup_id which) = 0;
};

} // namespace kassa::store
