// One column family. A key is the partition, padded with NUL to 16 bytes, then
// the key within it.

#include "store/keys.hpp"
#include "store/rocks.hpp"
#include "store/rocks_hub_storage.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace kassa::store {

namespace {

constexpr std::size_t hub_cache = 32 * mebi;
constexpr std::size_t write_buffer = 64 * mebi;
constexpr std::size_t block_size = 16 * 1024;

std::string full_key(std::string_view partition, std::string_view key) {
  return partition_prefix(partition).append(key);
}

class rocks_hub_storage : public embedded_storage {
public:
  rocks_hub_storage(std::unique_ptr<rocksdb::DB> db, die_port die,
                    std::shared_ptr<void> holds)
    : holds_(std::move(holds)), db_(std::move(db)), guard_(std::move(die)) {}

  rocksdb::DB& database() const noexcept override { return *db_; }

  std::vector<status> commit(std::span<const transaction> all) override {
    std::lock_guard one_at_a_time{lock_};
    if (guard_.dead())
      return std::vector<status>(all.size(), guard_.why());
    rocksdb::WriteBatch batch;
    overlay written;
    std::vector<status> out;
    out.reserve(all.size());
    for (const auto& x : all) {
      out.push_back(check(x, written));
      if (out.back())
        apply(x, written, batch);
    }
    if (batch.Count() == 0)
      return out;
    auto s = guard_.check(db_->Write(write_options(true), &batch));
    if (!s)
      for (auto& x : out)
        if (x)
          x = s;
    return out;
  }

  result<std::optional<std::string>> get(std::string_view partition,
                                         std::string_view key) const override {
    return read(full_key(partition, key));
  }

  status scan(std::string_view partition, std::string_view from,
              std::string_view to, const visitor& visit) const override {
    auto prefix = partition_prefix(partition);
    auto end = to.empty() ? prefix_end(prefix) : full_key(partition, to);
    auto upper = slice(end);
    rocksdb::ReadOptions o;
    o.iterate_upper_bound = &upper;
    std::unique_ptr<rocksdb::Iterator> i{db_->NewIterator(o)};
    for (i->Seek(full_key(partition, from)); i->Valid(); i->Next())
      if (!visit(i->key().ToStringView().substr(prefix.size()),
                 i->value().ToStringView()))
        return ok;
    if (!i->status().ok())
      return read_error(i->status(), std::string{partition});
    return ok;
  }

private:
  /// What earlier transactions of the same call write, by full key; the values
  /// stay where they are.
  using overlay = std::map<std::string, const std::optional<std::string>*>;

  result<std::optional<std::string>> read(const std::string& key) const {
    rocksdb::PinnableSlice value;
    auto s = db_->Get({}, db_->DefaultColumnFamily(), key, &value);
    if (s.IsNotFound())
      return std::optional<std::string>{};
    if (!s.ok())
      return read_error(s, key.substr(0, key.find('\0')));
    return std::optional{value.ToString()};
  }

  status check(const transaction& x, const overlay& written) const {
    for (const auto& e : x.expect) {
      auto key = full_key(x.partition, e.key);
      auto seen = written.find(key);
      auto now = seen != written.end() ? result{*seen->second} : read(key);
      if (!now)
        return now.why();
      if (*now != e.value)
        return error{errc::conflict, {{"what", x.partition}}, e.key};
    }
    return ok;
  }

  static void apply(const transaction& x, overlay& written,
                    rocksdb::WriteBatch& batch) {
    for (const auto& w : x.writes) {
      auto key = full_key(x.partition, w.key);
      // These fail only for keys over 4 GiB.
      if (w.value)
        (void)batch.Put(key, *w.value);
      else
        (void)batch.Delete(key);
      written.insert_or_assign(std::move(key), &w.value);
    }
  }

  std::shared_ptr<void> holds_;
  std::unique_ptr<rocksdb::DB> db_;
  std::mutex lock_;
  write_guard guard_;
};

} // namespace

rocksdb::Options hub_storage_database(rocksdb::Env* env,
                                      const std::string& path) {
  rocksdb::Options o{database_options(env, path),
                     family_options(write_buffer, block_size, true,
                                    rocksdb::NewLRUCache(hub_cache))};
  // A hub takes in what a whole shop sells: time counts more than space here.
  o.compression = rocksdb::kLZ4Compression;
  o.max_total_wal_size = 2 * write_buffer;
  return o;
}

std::unique_ptr<embedded_storage>
make_rocks_hub_storage(std::unique_ptr<rocksdb::DB> db, die_port die,
                       std::shared_ptr<void> holds) {
  return std::make_unique<rocks_hub_storage>(std::move(db), std::move(die),
                                             std::move(holds));
}

result<std::unique_ptr<embedded_storage>>
open_hub_storage(hub_storage_options with) {
  auto* env = with.env != nullptr ? with.env : rocksdb::Env::Default();
  auto o = hub_storage_database(env, with.path);
  rocksdb::DB* db = nullptr;
  if (auto s = rocksdb::DB::Open(o, with.path, &db); !s.ok())
    return open_error(s, with.path);
  std::unique_ptr<rocksdb::DB> held{db};
  if (auto s = sync_found_logs(env, with.path); !s.ok())
    return open_error(s, with.path);
  return make_rocks_hub_storage(std::move(held), std::move(with.die));
}

} // namespace kassa::store
