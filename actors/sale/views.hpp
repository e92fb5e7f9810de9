#pragma once

#include "actors/catalog/view.hpp"
#include "actors/sale/context.hpp"
#include "actors/sale/open_sale.hpp"

#include <kassa/v1/register.pb.h>

#include <vector>

/// What clients see. Nothing here depends on where a record came to lie but
/// what is made from a record, so that an answer can be kept before it is
/// given.
namespace kassa::sale {

/// The open sale with everything that follows from it; empty when none is open.
[[nodiscard]] v1::SaleView view_of(const state& of);

/// What waits for the control unit.
[[nodiscard]] v1::PendingReceipt pending_view(const pending_code& of);

/// @param print of the receipt's job.
[[nodiscard]] v1::ReceiptView view_of(const written_receipt& of,
                                      v1::PrintState print);

/// An X or Z record.
[[nodiscard]] v1::CountView count_view(const v1::RecordBody& body);

/// A pro forma, as the answer of the call that made it.
v1::ReceiptView pro_forma_view(const v1::RecordBody& body);

v1::ReportView report_view(const v1::RecordBody& body);

/// What the till sells at a time, and how its buttons lie.
[[nodiscard]] v1::CatalogView view_of(const catalog::view& all,
                                      std::int64_t at_ms);

[[nodiscard]] v1::ParkedList view_of(const std::vector<v1::SaleParked>& all);

} // namespace kassa::sale
