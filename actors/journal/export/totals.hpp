#pragma once

#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/export.pb.h>
#include <kassa/v1/record.pb.h>

#include <vector>

/// The sums of an export.
namespace kassa::journal::exporting {

/// Adds a receipt of sales, returns or training to the sums.
void add_receipt(v1::ExportSummary& into, const v1::Receipt& receipt);

/// Adds a Z of the period.
void add_z(v1::ExportSummary& into, const v1::Report& z);

/// Whether the receipts since the Z before come to what a Z says (L3).
[[nodiscard]] bool agrees(const v1::ExportSummary& receipts,
                          const v1::PeriodTotals& z);

/// The VAT of each line: a rate's VAT shared out over its lines, so that they
/// add up to the receipt's. @returns corrupt when lines and rates differ
[[nodiscard]] result<std::vector<ore_t>>
vat_of_lines(const v1::Receipt& receipt);

/// VAT on the whole receipt.
[[nodiscard]] ore_t vat_of(const v1::Receipt& receipt);

/// "-1234.50": what XML, SIE and CSV have in common.
[[nodiscard]] std::string dotted(ore_t amount);

/// "2", "0.345".
[[nodiscard]] std::string dotted_quantity(std::int64_t milli);

/// "25", "12.5": a VAT rate in percent.
[[nodiscard]] std::string dotted_rate(std::uint32_t basis_points);

} // namespace kassa::journal::exporting
