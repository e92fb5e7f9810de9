#pragma once

#include "actors/sale/returns.hpp"
#include "actors/sale/wares.hpp"
#include "proto/base/lines.hpp"

#include <optional>
#include <vector>

/// Deposits (pant): an article may name another that goes along with each piece
/// of it. On a sale the two are one: the deposit follows its goods' quantity,
/// leaves with them, and cannot be changed by itself. On a return it comes back
/// with the goods, but may be taken off, or returned alone.
namespace kassa::sale {

/// The line that goes along with a line of goods which counts up (not of a
/// return yet), with the number after it. Nothing where the article has no
/// deposit.
[[nodiscard]] result<std::optional<v1::Line>>
deposit_for(const v1::Line& goods, const rating& as, const context& with);

/// The line that is the deposit of this one; nullptr where there is none.
[[nodiscard]] const v1::Line* deposit_of(const v1::OpenSale& sale,
                                         std::uint32_t line_no);

/// `bad_quantity` for a deposit of a sale: its goods are to be changed instead.
[[nodiscard]] status free_of_goods(const v1::OpenSale& sale,
                                   const v1::Line& line);

/// What is asked back, and the deposits of what is asked back, as far as they
/// are left. Empty stays empty: it means everything.
[[nodiscard]] google::protobuf::RepeatedPtrField<v1::ReturnLine>
with_deposits(const written_receipt& original,
              const google::protobuf::RepeatedPtrField<v1::ReturnLine>& wanted);

/// Makes deposits among lines of a return name the goods by the numbers that
/// these have on the return; 0 where the goods stay sold.
void link_deposits(std::vector<v1::Line>& returned);

} // namespace kassa::sale
