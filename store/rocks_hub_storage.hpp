#pragma once

#include "store/hub_storage.hpp"

#include <memory>
#include <string>

namespace rocksdb {
struct Options;
} // namespace rocksdb

/// The embedded engine over a database that is open already. Included by
/// store/*.cpp only.
namespace kassa::store {

/// As the hub's storages are opened.
rocksdb::Options hub_storage_database(rocksdb::Env* env,
                                      const std::string& path);

/// @param holds goes after the database, such as the Env that it reads from
std::unique_ptr<embedded_storage>
make_rocks_hub_storage(std::unique_ptr<rocksdb::DB> db, die_port die,
                       std::shared_ptr<void> holds = {});

} // namespace kassa::store
