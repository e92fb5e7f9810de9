#pragma once

#include "actors/catalog/change_set.hpp"
#include "actors/catalog/state_hash.hpp"
#include "actors/catalog/view.hpp"

#include <kassa/v1/sync.pb.h>

#include <span>
#include <vector>

/// What deltas and snapshots are made from, at either end.
namespace kassa::catalog {

inline constexpr std::size_t chunk_bytes_max = 256 * 1024;

/// What leads from one version to another, collapsed, by key.
[[nodiscard]] std::vector<change> difference(const row_map& from,
                                             const row_map& to);

/// A snapshot: every row put.
[[nodiscard]] std::vector<change> snapshot_of(const row_map& rows);

/// Bytes that these changes take on the wire, about.
[[nodiscard]] std::size_t size_of(std::span<const change> changes);

/// Packs changes into chunks of at most `chunk_bytes_max`, in order.
[[nodiscard]] std::vector<v1::CatalogChunk>
pack(std::span<const change> changes);

/// A chunk's changes. `corrupt` when a row does not decode, or its bytes are
/// more than `row_size_max`.
[[nodiscard]] result<std::vector<change>> unpack(const v1::CatalogChunk& chunk);

void apply_changes(row_map& rows, std::span<const change> changes);

[[nodiscard]] state_hash hash_of(const row_map& rows);

/// Name, state hash and count of these rows.
[[nodiscard]] v1::CatalogHead head_of(const row_map& rows,
                                      const v1::CatalogName& name);

} // namespace kassa::catalog
