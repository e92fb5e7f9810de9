#pragma once

#include "actors/catalog/change_set.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/office.pb.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// How a store's catalog was before each of its last versions, so that it can
/// be brought back there: by a change set, as everything that goes down.
namespace kassa::hub {

/// The catalog can be rolled back so many versions; what is older is forgotten.
inline constexpr std::uint64_t versions_kept = 200;

/// Writes what a version changes and how that was before, and forgets the
/// oldest version. Goes into the transaction of the publish.
[[nodiscard]] status
write_history(const store::hub_storage& data, store::transaction& into,
              const std::map<std::string, v1::StoredRow>& before,
              const std::vector<catalog::change>& changes,
              const v1::CatalogVersion& version);

/// Newest first.
[[nodiscard]] result<v1::VersionList>
list_versions(const store::hub_storage& data, const std::string& store);

/// The rows that make the catalog what it was at that version, at every
/// instant: a row that was not there then says what held in its place.
/// `no_version` where that is forgotten, or is the newest.
[[nodiscard]] result<std::vector<v1::Row>>
rows_of_version(const store::hub_storage& data, const std::string& store,
                std::uint64_t version);

} // namespace kassa::hub
