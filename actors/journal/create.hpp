#pragma once

#include "actors/journal/scribe.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <string>

namespace kassa::journal {

/// The generation that a bundle's catalog lies under.
inline constexpr std::uint64_t first_generation = 1;

/// What a new journal begins with.
struct new_journal {
  kassa::scope scope;
  v1::Genesis genesis;
  /// The bundle's catalog: name {lineage, 0}, generation 1, its state hash.
  v1::CatalogActive catalog;
  store::write_set catalog_rows; ///< Its rows, under generation 1.
  v1::Binding binding;
  stamp at;
  std::string path; ///< Of the folder, for words.
};

/// Makes a journal: record 1, ledger, catalog and folder keys in one synced
/// write. `already_initialised` when the folder has a scope.
[[nodiscard]] status create_journal(store::terminal_store& in,
                                    const new_journal& what);

} // namespace kassa::journal
