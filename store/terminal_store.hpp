#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"
#include "store/write_set.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rocksdb {
class Env;
} // namespace rocksdb

namespace kassa::store {

/// Reading: from any thread.
class reader {
public:
  /// What a visitor says: go on (true) or stop (false).
  using visitor
    = std::function<bool(std::string_view key, std::string_view value)>;

  virtual ~reader() = default;

  virtual result<std::optional<std::string>>
  get(family where, std::string_view key) const = 0;

  /// Visits keys from `from` up to and without `to`, in order.
  virtual status scan(family where, std::string_view from, std::string_view to,
                      const visitor& visit) const = 0;

  /// The same, from the greatest key down.
  virtual status scan_back(family where, std::string_view from,
                           std::string_view to, const visitor& visit) const = 0;
};

/// The store of one data folder, over RocksDB. Only the journal actor writes.
class terminal_store : public reader {
public:
  struct options {
    std::string path;
    rocksdb::Env* env = nullptr; ///< Outlives the store; nullptr: the real one.
    die_port die = {};           ///< Called when a write or a sync fails (L15).
    bool read_only = false;      ///< For `verify` on a stopped daemon's folder.
    bool must_exist = false;
  };

  /// Opens the database, makes it when missing. `store_locked` when another
  /// process has it, `corrupt` when RocksDB says so.
  static result<std::unique_ptr<terminal_store>> open(options with);

  /// Applies all or nothing. Calls `die` when a write fails, since durability
  /// is then unknown; what it returns after that is of no use.
  virtual status commit(const write_set& changes, durability how) = 0;

  /// Makes all lazy writes durable. Calls `die` when it cannot.
  virtual status sync() = 0;

  /// The store as it is now, whatever is written meanwhile. Must not outlive
  /// the store.
  virtual std::unique_ptr<reader> snapshot() const = 0;

  /// Moves all that is in memory into table files. For benchmarks and backup.
  virtual status flush() = 0;

  /// Bytes that this store takes on disk.
  virtual std::uint64_t bytes_on_disk() const = 0;

  /// Bytes written to the log that no sync has carried yet.
  virtual std::uint64_t log_bytes() const = 0;

  /// Bytes of the log that the last sync carried to the disk.
  virtual std::uint64_t last_sync_bytes() const = 0;
};

} // namespace kassa::store
