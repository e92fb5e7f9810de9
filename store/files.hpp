#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rocksdb {
class Env;
} // namespace rocksdb

namespace kassa::store {

/// Files outside the database (witness, keys, registry), over the same
/// rocksdb::Env as the database, so that one seam covers the whole disk.
/// Thread-safe as far as the Env is. Blocks on the disk.
class files {
public:
  /// @param env outlives this object; nullptr is the real file system.
  explicit files(rocksdb::Env* env = nullptr);

  /// Nothing when there is no such file.
  result<std::optional<std::string>> read(const std::string& path) const;

  /// Replaces the file whole: written beside it, synced, renamed, and the
  /// folder synced. Survives a power cut as the old or the new content.
  /// A secret is readable by its owner only (0600).
  status replace(const std::string& path, std::string_view content,
                 bool secret = false) const;

  /// Overwrites bytes of an existing file in place, or makes it, then syncs.
  status write_at(const std::string& path, std::uint64_t offset,
                  std::string_view bytes) const;

  status make_folder(const std::string& path) const;
  result<std::vector<std::string>> list(const std::string& folder) const;
  status remove(const std::string& path) const;
  /// With all that is in it. Nothing happens where there is none.
  status remove_folder(const std::string& path) const;
  /// Gives a file or folder another name beside it, synced.
  status rename(const std::string& from, const std::string& to) const;
  bool exists(const std::string& path) const;

  rocksdb::Env* env() const noexcept { return env_; }

private:
  rocksdb::Env* env_;
};

} // namespace kassa::store
