#pragma once

#include "proto/base/ports.hpp"
#include "proto/base/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rocksdb {
class DB;
class Env;
} // namespace rocksdb

namespace kassa::store {

/// One transaction within one store (butik): it happens whole, and only if
/// every expectation holds.
struct transaction {
  struct expectation {
    std::string key;
    std::optional<std::string> value; ///< Nothing: the key must be absent.
  };
  struct write {
    std::string key;
    std::optional<std::string> value; ///< Nothing: erase.
  };

  std::string partition; ///< The store's id; "" for the hub's own.
  std::vector<expectation> expect;
  std::vector<write> writes;
};

/// The hub's storage port, written for the weakest engine: ordered keys,
/// compare and commit within one partition, no notification, no sequences, and
/// a commit whose outcome may be unknown. The caller then reads the head; it
/// decides. Thread-safe; one committer a shard is expected to write.
class hub_storage {
public:
  using visitor
    = std::function<bool(std::string_view key, std::string_view value)>;

  virtual ~hub_storage() = default;

  /// Commits each transaction or refuses it, in order, with one sync for all.
  /// A later one sees the earlier ones. `conflict`: an expectation did not
  /// hold. `ambiguous`: it may or may not have happened; read and see.
  virtual std::vector<status> commit(std::span<const transaction> all) = 0;

  virtual result<std::optional<std::string>>
  get(std::string_view partition, std::string_view key) const = 0;

  /// Visits keys from `from` up to and without `to`, in order. An empty `to`
  /// is the partition's end.
  virtual status scan(std::string_view partition, std::string_view from,
                      std::string_view to, const visitor& visit) const = 0;
};

/// A storage over RocksDB: what a `backup_folder` copies.
class embedded_storage : public hub_storage {
public:
  virtual rocksdb::DB& database() const noexcept = 0;
};

struct hub_storage_options {
  std::string path;
  rocksdb::Env* env = nullptr;
  die_port die = {}; ///< Called when a sync fails (L15).
};
result<std::unique_ptr<embedded_storage>>
open_hub_storage(hub_storage_options with);

/// The twin for tests: forgets everything when it ends.
std::unique_ptr<hub_storage> make_memory_hub_storage();

} // namespace kassa::store
