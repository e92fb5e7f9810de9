// Column families:
//   journal, index, state, catalog   keys and values: store/keys.hpp
//   default                          empty; RocksDB insists on it

#include "store/terminal_store.hpp"

#include "store/rocks.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <atomic>
#include <cassert>

namespace kassa::store {

namespace {

constexpr std::size_t terminal_cache = 16 * mebi;
constexpr std::size_t family_count = 4;
constexpr std::array<const char*, family_count> family_names{
  "journal", "index", "state", "catalog"};

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  auto cache = rocksdb::NewLRUCache(terminal_cache);
  // The journal is read in order or by a seq that is there: no filter, and
  // large blocks, which compress better. The state is overwritten all the time:
  // a small buffer keeps the tombstones of printed jobs few.
  return {{rocksdb::kDefaultColumnFamilyName, {}},
          {family_names[0], family_options(32 * mebi, 16 * kibi, false, cache)},
          {family_names[1], family_options(8 * mebi, 4 * kibi, true, cache)},
          {family_names[2], family_options(8 * mebi, 4 * kibi, true, cache)},
          {family_names[3], family_options(8 * mebi, 4 * kibi, true, cache)}};
}

/// A database and its families, closed together.
struct database {
  std::unique_ptr<rocksdb::DB> db;
  std::array<rocksdb::ColumnFamilyHandle*, family_count + 1> handles{};
  /// Held while a database is read only: RocksDB itself takes none then.
  rocksdb::Env* env = nullptr;
  rocksdb::FileLock* lock = nullptr;

  database() = default;
  database(database&& x) noexcept
    : db(std::move(x.db)), handles(std::exchange(x.handles, {})), env(x.env),
      lock(std::exchange(x.lock, nullptr)) {}
  database& operator=(database&&) = delete;
  ~database() {
    for (auto* x : handles)
      if (x != nullptr)
        db->DestroyColumnFamilyHandle(x);
    db.reset();
    if (lock != nullptr)
      env->UnlockFile(lock);
  }

  rocksdb::ColumnFamilyHandle* of(family where) const {
    return handles[static_cast<std::size_t>(where) + 1];
  }
};

/// Reads at one moment, or as things are when `at` is null.
class view {
public:
  view(const database& db, const rocksdb::Snapshot* at) : db_(db) {
    options_.snapshot = at;
  }

  result<std::optional<std::string>> get(family where,
                                         std::string_view key) const {
    rocksdb::PinnableSlice value;
    auto s = db_.db->Get(options_, db_.of(where), slice(key), &value);
    if (s.IsNotFound())
      return std::optional<std::string>{};
    if (!s.ok())
      return read_error(s, name(where));
    return std::optional{value.ToString()};
  }

  status scan(family where, std::string_view from, std::string_view to,
              const reader::visitor& visit) const {
    auto upper = slice(to);
    auto o = range_options(where);
    if (!to.empty())
      o.iterate_upper_bound = &upper;
    std::unique_ptr<rocksdb::Iterator> i{db_.db->NewIterator(o, db_.of(where))};
    for (i->Seek(slice(from)); i->Valid(); i->Next())
      if (!visit(i->key().ToStringView(), i->value().ToStringView()))
        return ok;
    return outcome(*i, where);
  }

  status scan_back(family where, std::string_view from, std::string_view to,
                   const reader::visitor& visit) const {
    auto lower = slice(from);
    auto upper = slice(to);
    auto o = range_options(where);
    o.iterate_lower_bound = &lower;
    if (!to.empty())
      o.iterate_upper_bound = &upper;
    std::unique_ptr<rocksdb::Iterator> i{db_.db->NewIterator(o, db_.of(where))};
    for (i->SeekToLast(); i->Valid(); i->Prev())
      if (!visit(i->key().ToStringView(), i->value().ToStringView()))
        return ok;
    return outcome(*i, where);
  }

private:
  static std::string name(family where) {
    return family_names[static_cast<std::size_t>(where)];
  }

  static status outcome(const rocksdb::Iterator& i, family where) {
    if (!i.status().ok())
      return read_error(i.status(), name(where));
    return ok;
  }

  rocksdb::ReadOptions range_options(family where) const {
    auto o = options_;
    // An upload must not wash the hot blocks out.
    o.fill_cache = where != family::journal;
    return o;
  }

  const database& db_;
  rocksdb::ReadOptions options_;
};

class frozen_reader : public reader {
public:
  explicit frozen_reader(const database& db)
    : db_(db), at_(db.db->GetSnapshot()), view_(db, at_) {}
  ~frozen_reader() override { db_.db->ReleaseSnapshot(at_); }
  frozen_reader(const frozen_reader&) = delete;
  frozen_reader& operator=(const frozen_reader&) = delete;

  result<std::optional<std::string>> get(family where,
                                         std::string_view key) const override {
    return view_.get(where, key);
  }
  status scan(family where, std::string_view from, std::string_view to,
              const visitor& visit) const override {
    return view_.scan(where, from, to, visit);
  }
  status scan_back(family where, std::string_view from, std::string_view to,
                   const visitor& visit) const override {
    return view_.scan_back(where, from, to, visit);
  }

private:
  const database& db_;
  const rocksdb::Snapshot* at_;
  view view_;
};

class rocks_store : public terminal_store {
public:
  rocks_store(database db, options with)
    : with_(std::move(with)), db_(std::move(db)), view_(db_, nullptr),
      guard_(with_.die) {}

  result<std::optional<std::string>> get(family where,
                                         std::string_view key) const override {
    return view_.get(where, key);
  }
  status scan(family where, std::string_view from, std::string_view to,
              const visitor& visit) const override {
    return view_.scan(where, from, to, visit);
  }
  status scan_back(family where, std::string_view from, std::string_view to,
                   const visitor& visit) const override {
    return view_.scan_back(where, from, to, visit);
  }

  status commit(const write_set& changes, durability how) override {
    auto batch = to_batch(changes);
    return write(batch, how == durability::synced);
  }

  status sync() override {
    if (log_bytes() == 0)
      return ok;
    // An empty synced batch syncs the whole log before it. SyncWAL would too,
    // but not over an Env whose files cannot be synced from another thread.
    rocksdb::WriteBatch nothing;
    return write(nothing, true);
  }

  std::unique_ptr<reader> snapshot() const override {
    return std::make_unique<frozen_reader>(db_);
  }

  status flush() override {
    assert(!with_.read_only);
    if (guard_.dead())
      return guard_.why();
    std::vector<rocksdb::ColumnFamilyHandle*> all{db_.handles.begin(),
                                                  db_.handles.end()};
    return guard_.check(db_.db->Flush({}, all));
  }

  std::uint64_t bytes_on_disk() const override {
    std::vector<rocksdb::Env::FileAttributes> all;
    std::uint64_t sum = 0;
    if (db_.env->GetChildrenFileAttributes(with_.path, &all).ok())
      for (const auto& x : all)
        sum += x.size_bytes;
    return sum;
  }

  std::uint64_t log_bytes() const override { return log_bytes_; }
  std::uint64_t last_sync_bytes() const override { return last_sync_bytes_; }

private:
  rocksdb::WriteBatch to_batch(const write_set& changes) const {
    rocksdb::WriteBatch batch;
    for (const auto& op : changes.ops) {
      auto* where = db_.of(op.where);
      // These fail only for keys over 4 GiB.
      switch (op.kind) {
      case write_op::what::put: (void)batch.Put(where, op.key, op.value); break;
      case write_op::what::erase: (void)batch.Delete(where, op.key); break;
      case write_op::what::erase_range:
        (void)batch.DeleteRange(where, op.key, op.value);
        break;
      }
    }
    return batch;
  }

  status write(rocksdb::WriteBatch& batch, bool synced) {
    assert(!with_.read_only);
    if (guard_.dead())
      return guard_.why();
    auto size = log_size(batch.GetDataSize());
    auto outcome = db_.db->Write(write_options(synced), &batch);
    if (auto s = guard_.check(outcome); !s)
      return s;
    log_bytes_ += size;
    if (synced)
      last_sync_bytes_ = log_bytes_.exchange(0);
    return ok;
  }

  options with_;
  database db_;
  view view_;
  write_guard guard_;
  std::atomic<std::uint64_t> log_bytes_ = 0;
  std::atomic<std::uint64_t> last_sync_bytes_ = 0;
};

rocksdb::Status open_for_reading(const rocksdb::DBOptions& o,
                                 const std::string& path, database& out,
                                 std::vector<rocksdb::ColumnFamilyHandle*>& all,
                                 rocksdb::DB** db) {
  // On a disk that cannot be written there is no lock, and nobody to lock out.
  auto s = o.env->LockFile(path + "/LOCK", &out.lock);
  if (!s.ok() && open_error(s, path).code == errc::store_locked)
    return s;
  return rocksdb::DB::OpenForReadOnly(o, path, families(), &all, db);
}

} // namespace

result<std::unique_ptr<terminal_store>> terminal_store::open(options with) {
  database out;
  out.env = with.env != nullptr ? with.env : rocksdb::Env::Default();
  auto o = database_options(out.env, with.path);
  bool exists = out.env->FileExists(with.path + "/CURRENT").ok();
  if (!exists && (with.must_exist || with.read_only))
    return error{errc::not_initialised, {{"path", with.path}}};
  o.create_if_missing = !with.must_exist;
  std::vector<rocksdb::ColumnFamilyHandle*> all;
  rocksdb::DB* db = nullptr;
  auto s = with.read_only
             ? open_for_reading(o, with.path, out, all, &db)
             : rocksdb::DB::Open(o, with.path, families(), &all, &db);
  if (!s.ok())
    return open_error(s, with.path);
  out.db.reset(db);
  std::copy(all.begin(), all.end(), out.handles.begin());
  if (!with.read_only)
    if (s = sync_found_logs(out.env, with.path); !s.ok())
      return open_error(s, with.path);
  return std::unique_ptr<terminal_store>{
    std::make_unique<rocks_store>(std::move(out), std::move(with))};
}

} // namespace kassa::store
