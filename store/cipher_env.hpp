#pragma once

#include "proto/base/ports.hpp"

#include <memory>
#include <string>

namespace rocksdb {
class Env;
} // namespace rocksdb

namespace kassa::store {

/// An Env whose files are encrypted with one key (XChaCha20, a nonce of its own
/// in front of each). It hides; it does not tell whether a file was changed.
/// @param under and `random` outlive it
std::unique_ptr<rocksdb::Env>
make_cipher_env(rocksdb::Env* under, std::string key, random_port& random);

} // namespace kassa::store
