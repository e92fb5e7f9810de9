#pragma once

#include "kassa/v1/register.pb.h"
#include "proto/base/console.hpp"

#include <string>

/// Answers of a terminal, as a person reads them (or as JSON, where asked for).
namespace kassa::cli {

/// `message` as JSON. Answers whether that was wanted; else nothing is printed.
[[nodiscard]] bool shown_as_json(context& ui,
                                 const google::protobuf::Message& message);

void show(context& ui, const v1::SaleView& sale);
void show(context& ui, const v1::ReceiptView& receipt);
/// What the sales day asks for: a float, or the Z of a day that was never
/// closed. Nothing where all is well.
void remind(context& ui, const v1::SalesDay& day);
void show(context& ui, const v1::ReportView& report);
void show(context& ui, const v1::NodeStatus& status);

/// "2026-05-04 13:05:09", by the offset that was stored with it.
[[nodiscard]] std::string print_when(std::int64_t utc_ms,
                                     std::int32_t offset_minutes);

/// One line about a record of the journal: what happened.
[[nodiscard]] std::string summary_of(const v1::RecordBody& body);

/// "LINE_ADDED"; the number where this program does not know the kind.
[[nodiscard]] std::string name_of(v1::Kind kind);

/// "sale", "return", "training", "copy".
[[nodiscard]] std::string name_of(v1::Series series);

} // namespace kassa::cli
