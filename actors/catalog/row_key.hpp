#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/catalog.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

/// What a store shares: rows, versions and what holds between them. Pure.
namespace kassa::catalog {

inline constexpr std::size_t row_id_size_max = 64;

/// A row's key as it lies on disk and goes into the state hash: kind byte, id,
/// NUL, be64(effective_from + 2^63). Sorts by kind, id, time of effect.
/// @pre `check_row_key` holds
[[nodiscard]] std::string encode_row_key(const v1::RowKey& key);

/// `corrupt` when these bytes are not such a key.
[[nodiscard]] result<v1::RowKey> decode_row_key(std::string_view bytes);

/// A known kind and an id of 1 to 64 bytes without NUL; `bad_catalog` if not.
[[nodiscard]] status check_row_key(const v1::RowKey& key);

/// Every key of one (kind, id) begins with this.
[[nodiscard]] std::string row_prefix(v1::RowKind kind, std::string_view id);

/// The prefix and the time apart, without decoding. @pre a well-formed key
[[nodiscard]] std::string_view row_prefix_of(std::string_view key);
[[nodiscard]] std::int64_t effective_from_of(std::string_view key);

} // namespace kassa::catalog
