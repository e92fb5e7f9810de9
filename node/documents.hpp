#pragma once

#include "actors/printer/layout/receipt_layout.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/register.pb.h>

/// Receipts as files: electronic ones, and copies that are no paper.
namespace kassa::node {

/// `invalid` for no format, `no_graphics` where pictures cannot be drawn.
[[nodiscard]] status can_make(v1::DocumentFormat format);

/// The receipt itself; with `copy_number`, its copy, marked KOPIA. What the
/// terminal hands out is a receipt and says nothing of screens.
/// @param with its width; `screen` is not looked at
[[nodiscard]] result<v1::Document> document_of(const v1::ReceiptView& of,
                                               v1::DocumentFormat format,
                                               printer::options with);

} // namespace kassa::node
