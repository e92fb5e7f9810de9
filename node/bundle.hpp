#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/write_set.hpp"

#include <kassa/v1/catalog.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <string>
#include <string_view>
#include <vector>

/// The bundle that sets a terminal up: protobuf's JSON of a v1::Bundle.
namespace kassa::node {

/// Parses and checks a bundle whole. `bad_bundle` names what is wrong.
/// @param file only for messages
[[nodiscard]] result<v1::Bundle> parse_bundle(std::string_view json,
                                              const std::string& file);

/// The JSON that `parse_bundle` reads.
[[nodiscard]] std::string print_bundle(const v1::Bundle& bundle);

/// @pre the bundle was checked
[[nodiscard]] kassa::scope scope_of(const v1::Bundle& bundle);

/// @pre the bundle was checked
[[nodiscard]] v1::StoreData store_of(const v1::Bundle& bundle);

/// The catalog {lineage, 0} that the bundle holds, and its rows as they lie
/// under the first generation.
struct bundled_catalog {
  v1::CatalogActive active;
  store::write_set rows;
};

/// @pre the bundle was checked
[[nodiscard]] bundled_catalog catalog_of(const v1::Bundle& bundle);

} // namespace kassa::node
