#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"

#include <rocksdb/options.h>
#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// What both engines over RocksDB share. Included by store/*.cpp only.
namespace kassa::store {

inline constexpr std::size_t kibi = 1024;
inline constexpr std::size_t mebi = kibi * kibi;

/// The fences around RocksDB 7.8: no threads for statistics, no log of its
/// own, no resuming by itself after an error, a start whose cost does not grow.
/// @param path of the database: a start leaves a few logs of earlier ones as
///   they are, and brings them together once they are many
rocksdb::DBOptions database_options(rocksdb::Env* env, const std::string& path);

/// @param point_lookups adds filters, for families whose keys may be absent
rocksdb::ColumnFamilyOptions
family_options(std::size_t write_buffer, std::size_t block_size,
               bool point_lookups,
               const std::shared_ptr<rocksdb::Cache>& cache);

/// Writes are checked against their own checksums on the way to the log.
rocksdb::WriteOptions write_options(bool synced);

/// A failed read. @param what is named when the data are damaged
error read_error(const rocksdb::Status& why, std::string what);

/// Syncs the logs that an opening found: RocksDB keeps them as they are, and
/// never syncs a log that it does not write itself. What was read from one may
/// not be on the disk yet where the process died and the machine did not; it is
/// durable when this returns.
rocksdb::Status sync_found_logs(rocksdb::Env* env, const std::string& path);

/// A failed opening of the database at `path`.
error open_error(const rocksdb::Status& why, const std::string& path);

/// Tells of the first failed write, by `die`; after it, nothing is written.
class write_guard {
public:
  explicit write_guard(die_port die) : die_(std::move(die)) {}

  bool dead() const noexcept { return dead_; }

  /// The error of a store that is dead.
  error why() const { return {errc::io, {}, why_}; }

  status check(const rocksdb::Status& outcome);

private:
  die_port die_;
  std::string why_;
  bool dead_ = false;
};

/// What a batch of this size takes in the log, with the headers of the log's
/// blocks.
std::uint64_t log_size(std::size_t batch_size) noexcept;

inline rocksdb::Slice slice(std::string_view x) {
  // RocksDB asserts that even nothing is somewhere.
  return x.empty() ? rocksdb::Slice{} : rocksdb::Slice{x.data(), x.size()};
}

} // namespace kassa::store
