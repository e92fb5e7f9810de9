#include "store/rocks.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

namespace kassa::store {

namespace {

/// Most of the log that is read again at a start.
constexpr std::uint64_t log_max = 48 * mebi;

/// RocksDB's own log says nothing that our errors do not, and would grow
/// beside the data.
class silent_logger : public rocksdb::Logger {
public:
  silent_logger() : Logger(rocksdb::FATAL_LEVEL) {}
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

/// The words by which its three file systems say that a lock is taken.
bool says_locked(const rocksdb::Status& why) {
  auto text = why.ToString();
  return why.IsIOError()
         && (text.find("While lock file") != std::string::npos
             || text.find("lock hold by current process") != std::string::npos
             || text.find("already held") != std::string::npos);
}

/// Logs of earlier starts that are let be.
constexpr std::size_t logs_kept_max = 8;

/// None where there is no such folder yet.
std::vector<std::string> logs_in(rocksdb::Env* env, const std::string& path) {
  std::vector<std::string> names;
  std::vector<std::string> out;
  if (!env->GetChildren(path, &names).ok())
    return out;
  for (const auto& name : names)
    if (name.ends_with(".log"))
      out.push_back(path + '/' + name);
  return out;
}

} // namespace

rocksdb::DBOptions database_options(rocksdb::Env* env,
                                    const std::string& path) {
  rocksdb::DBOptions o;
  o.env = env;
  o.create_if_missing = true;
  o.create_missing_column_families = true;
  o.info_log = std::make_shared<silent_logger>();
  o.stats_dump_period_sec = 0;
  o.stats_persist_period_sec = 0;
  o.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  o.max_total_wal_size = log_max;
  o.max_background_jobs = 2;
  o.max_subcompactions = 1;
  // One opener runs in the calling thread: no thread of RocksDB's own.
  o.max_file_opening_threads = 1;
  o.max_open_files = 256;
  o.skip_stats_update_on_db_open = true;
  o.skip_checking_sst_file_sizes_on_db_open = true;
  // A start writes no small table: each would be merged with all of history.
  // `sync_found_logs` does what is left out with it. But each start leaves a
  // log, too, which all later ones read.
  o.avoid_flush_during_recovery = logs_in(env, path).size() <= logs_kept_max;
  // A disk that failed once is not trusted again without a restart (L15).
  o.max_bgerror_resume_count = 0;
  return o;
}

rocksdb::ColumnFamilyOptions
family_options(std::size_t write_buffer, std::size_t block_size,
               bool point_lookups,
               const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = write_buffer;
  // What is young is read again soon, by the hub's upload most of all; what is
  // old lies there for seven years.
  o.compression = rocksdb::kLZ4Compression;
  o.bottommost_compression = rocksdb::kZSTD;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_size;
  // Indexes and filters in pieces that are read when they are needed and lie in
  // the cache: neither a start nor memory grows with history.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  if (point_lookups)
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return o;
}

rocksdb::WriteOptions write_options(bool synced) {
  rocksdb::WriteOptions o;
  o.sync = synced;
  o.protection_bytes_per_key = 8; // The only size there is.
  return o;
}

error read_error(const rocksdb::Status& why, std::string what) {
  if (why.IsCorruption())
    return {errc::corrupt, {{"what", std::move(what)}}, why.ToString()};
  return {errc::io, {}, what + ": " + why.ToString()};
}

rocksdb::Status sync_found_logs(rocksdb::Env* env, const std::string& path) {
  rocksdb::EnvOptions plain;
  plain.use_mmap_writes = false;
  for (const auto& name : logs_in(env, path)) {
    std::uint64_t size = 0;
    auto s = env->GetFileSize(name, &size);
    std::unique_ptr<rocksdb::WritableFile> log;
    if (s.ok() && size == 0)
      continue;
    if (s.ok())
      s = env->ReopenWritableFile(name, &log, plain);
    if (s.ok())
      s = log->Sync();
    if (s.ok())
      s = log->Close();
    if (!s.ok())
      return s;
  }
  return {};
}

error open_error(const rocksdb::Status& why, const std::string& path) {
  if (says_locked(why))
    return {errc::store_locked, {{"path", path}}, why.ToString()};
  return read_error(why, path);
}

status write_guard::check(const rocksdb::Status& outcome) {
  if (outcome.ok())
    return ok;
  if (!dead_) {
    dead_ = true;
    why_ = outcome.ToString();
    if (die_)
      die_("store: " + why_);
  }
  return why();
}

std::uint64_t log_size(std::size_t batch_size) noexcept {
  constexpr std::size_t block = 32 * 1024; // Of RocksDB's log format,
  constexpr std::size_t header = 7;        // with a header a fragment.
  return batch_size + header * (1 + batch_size / (block - header));
}

} // namespace kassa::store
