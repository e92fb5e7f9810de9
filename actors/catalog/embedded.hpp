#pragma once

#include "proto/base/result.hpp"

#include <google/protobuf/repeated_field.h>
#include <kassa/v1/catalog.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Barcodes that a shop prints itself: an EAN-13 with a prefix of the range
/// kept for shops, an article, a price or a quantity, and the check digit. What
/// stands where is the shop's own table (StoreData.embedded_barcodes). Pure.
namespace kassa::catalog {

using embedded_table = google::protobuf::RepeatedPtrField<v1::EmbeddedBarcode>;

inline constexpr int embedded_rows_max = 20;

/// What such a barcode says.
struct embedded {
  std::string article; ///< The digits, with their leading zeros.
  /// The barcode with nothing for a value: how an article's row may name it.
  std::string plain;
  v1::EmbeddedBarcode::Value value = v1::EmbeddedBarcode::VALUE_UNSPECIFIED;
  std::int64_t amount = 0; ///< Öre, or thousandths of the unit; above 0.
};

/// Reads a barcode by the row with the longest prefix that fits. Nothing where
/// it is no EAN-13, or no row fits: then it is a barcode like any other.
/// `bad_barcode` when a row fits, but the check digit is wrong or the value 0.
[[nodiscard]] result<std::optional<embedded>>
decode_embedded(std::string_view barcode, const embedded_table& table);

/// Whether a table holds together: prefixes of 2 or 3 digits that begin with 0
/// or 2, each once; 13 digits in all; decimals that öre (2) or thousandths (3)
/// can hold. `bad_catalog`.
[[nodiscard]] status check_embedded(const embedded_table& table);

/// A row as a person writes it, "20:6:4:price:2": prefix, digits of the
/// article, digits of the value, price or quantity, decimals of the value.
/// `usage`.
[[nodiscard]] result<v1::EmbeddedBarcode> parse_embedded(std::string_view text);

} // namespace kassa::catalog
