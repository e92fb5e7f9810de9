#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/files.hpp"
#include "store/terminal_store.hpp"

#include <memory>
#include <string>
#include <vector>

/// The terminals that a machine was before: their receipts stay readable at the
/// one that it is (L13).
namespace kassa::node {

struct closed_folder {
  kassa::scope scope;
  std::string path;
  bool operator==(const closed_folder&) const = default;
};

/// Those that a data folder knows of. `corrupt` names the file.
[[nodiscard]] result<std::vector<closed_folder>>
closed_folders(const store::files& disk, const std::string& data);

/// Puts one more there, and those that it knew of itself.
[[nodiscard]] status remember_closed(const store::files& disk,
                                     const std::string& data,
                                     const closed_folder& one);

/// Its store, for one look: it may be run by itself at any time, and then is
/// `store_locked` here.
[[nodiscard]] result<std::unique_ptr<store::terminal_store>>
open_closed(const closed_folder& what, rocksdb::Env* env);

} // namespace kassa::node
