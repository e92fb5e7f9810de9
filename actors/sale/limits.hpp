#pragma once

#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <google/protobuf/map.h>
#include <kassa/v1/record.pb.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// What fits into a sale. A record may not exceed 256 KiB, so all is bounded.
namespace kassa::sale {

inline constexpr int lines_max = 1000;
inline constexpr int payments_max = 20;
/// Characters (Unicode code points) of any text.
inline constexpr std::size_t text_max = 100;
inline constexpr std::size_t client_id_max = 64; ///< Bytes.
inline constexpr std::size_t extensions_max = 8;
inline constexpr std::size_t extension_bytes_max = 1024; ///< Keys and values.
/// A serialised sale; leaves room for what a receipt adds to its lines.
inline constexpr std::size_t sale_bytes_max = 224 * 1024;

[[nodiscard]] std::size_t characters(std::string_view utf8) noexcept;

/// `text_too_long`.
[[nodiscard]] status check_text(std::string_view text);

/// Whether a sale (nullptr: one that begins) still fits its records and amounts
/// with these lines put in for some that came to `before`. `too_large`.
[[nodiscard]] status check_size(const v1::OpenSale* sale,
                                std::span<const v1::Line> more, ore_t before);

/// `invalid` when empty: a call without a name could not be told from a repeat.
/// `too_large`.
[[nodiscard]] status check_client_id(std::string_view id);

/// `too_large`.
[[nodiscard]] status
check_extensions(const google::protobuf::Map<std::string, std::string>& all);

} // namespace kassa::sale
