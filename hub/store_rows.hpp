#pragma once

#include "actors/catalog/embedded.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/catalog.pb.h>

#include <functional>
#include <string>
#include <vector>

namespace kassa::hub {

/// A store's own rows, of every date, as they are published or wait, each
/// changed so. `unknown_store` without a catalog.
[[nodiscard]] result<std::vector<v1::Row>>
changed_store(const store::hub_storage& data, const std::string& store,
              const std::function<void(v1::StoreData&)>& change);

/// With this table of barcodes that carry a value in place of theirs. The table
/// itself is checked with the change set.
[[nodiscard]] result<std::vector<v1::Row>>
with_embedded_barcodes(const store::hub_storage& data, const std::string& store,
                       const catalog::embedded_table& table);

} // namespace kassa::hub
