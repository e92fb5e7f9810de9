#pragma once

#include "actors/catalog/view.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/catalog.pb.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kassa::catalog {

/// All rows of a version: encoded key to serialised row.
using row_map = std::map<std::string, std::string, std::less<>>;

inline constexpr std::size_t name_length_max = 100; ///< Characters.
inline constexpr std::size_t row_size_max = 64 * 1024;
inline constexpr std::size_t footer_lines_max = 20;
inline constexpr std::uint32_t layout_side_max = 100;

/// What a change set makes of the rows, with every row serialised once, in one
/// way. `bad_catalog` (field `what`) when the change does not hold together,
/// now or at any later instant: a row's bounds, an article without its group, a
/// group without its VAT codes, a barcode twice, a deposit that is no article
/// (or has one itself), a table of barcodes that does not add up, a button that
/// leads nowhere, a user without a name, no store. `nothing_to_publish` when no
/// row differs. The base version is the caller's to compare.
[[nodiscard]] result<row_map> validate(const row_map& existing,
                                       const v1::ChangeSet& set,
                                       std::int64_t now_ms);

/// Whether what counts at one instant holds together; `bad_catalog` if not.
[[nodiscard]] status check_at(const view& rows, std::int64_t at_ms);

/// A row's bytes, the same for the same content on every machine.
[[nodiscard]] std::string serialise(const v1::Row& row);

} // namespace kassa::catalog
