#pragma once

#include <kassa/v1/catalog.pb.h>

#include <cstdint>
#include <string>
#include <vector>

/// Rows that the hub makes by itself. Pure.
namespace kassa::hub {

[[nodiscard]] v1::Row make_row(v1::RowKind what, std::string id,
                               std::int64_t effective_from_ms = 0);

/// "VAT2500": the code of a rate, at all times.
[[nodiscard]] std::string vat_code_id(std::uint32_t basis_points);
[[nodiscard]] v1::Row vat_code_row(std::uint32_t basis_points);

/// What every store begins with: the rates of Sweden, and a group of each at
/// open price, so that a till can sell before its first article.
[[nodiscard]] std::vector<v1::Row> base_rows(const v1::StoreData& store);

} // namespace kassa::hub
