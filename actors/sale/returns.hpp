#pragma once

#include "actors/sale/context.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/register.pb.h>

#include <vector>

namespace kassa::sale {

/// How much of a line of a receipt has not come back yet, in thousandths.
[[nodiscard]] std::int64_t left_of(const written_receipt& of,
                                   const v1::Line& line);
/// The sale receipt of this terminal with the number. `unknown_receipt`.
[[nodiscard]] result<written_receipt> sold_here(std::uint64_t number,
                                                const context& with);
/// The same, by its number or by what its QR code says. Also `invalid` for
/// both, `bad_barcode`, and `other_terminal` where another register wrote it.
[[nodiscard]] result<written_receipt>
sold_here(std::uint64_t number, const std::string& code, const context& with);

/// The lines that bring goods of a receipt back: negative, at the original
/// price and rate, `original` set, numbered from 1. Of a line returned in parts
/// the amounts are shared by quantity on the running sum, so that the parts add
/// up to the line and never exceed it.
/// Goods bring their deposits back, as far as these are left.
/// @param wanted empty: all that is left.
/// @returns `already_returned`, `unknown_line`, `return_exceeds`,
///   `bad_quantity`, `invalid` for a line named twice.
[[nodiscard]] result<std::vector<v1::Line>>
return_lines(const written_receipt& original,
             const google::protobuf::RepeatedPtrField<v1::ReturnLine>& wanted,
             const context& with);

} // namespace kassa::sale
