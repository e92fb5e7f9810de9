#pragma once

#include "actors/catalog/embedded.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/catalog.pb.h>

#include <string>
#include <vector>

namespace kassa::hub {

/// A store's own rows, of every date, as they are published or wait, with this
/// table of barcodes that carry a value in place of theirs. The table itself is
/// checked with the change set. `unknown_store` without a catalog.
[[nodiscard]] result<std::vector<v1::Row>>
with_embedded_barcodes(const store::hub_storage& data, const std::string& store,
                       const catalog::embedded_table& table);

} // namespace kassa::hub
