#pragma once

#include "actors/sale/open_sale.hpp"
#include "actors/sale/wares.hpp"
#include "proto/base/lines.hpp"

/// Free-text lines (notes): words between the goods, on a sale or a return.
/// They stand apart, since the name of an article may not be changed at the
/// till (SKVFS 2014:9 6:4), and count nowhere.
namespace kassa::sale {

/// `text_too_long` above 100 characters; `invalid` where it has no words or a
/// control character, or the call says a price, a quantity, a discount or a
/// text beside it.
[[nodiscard]] result<v1::Line>
make_note(const state& of, const v1::AddLineRequest& by, const context& with);

/// Other words for a note. `invalid` as above; `bad_quantity` and
/// `bad_discount`, of which it has none.
[[nodiscard]] result<v1::Line> changed_note(const v1::Line& before,
                                            const v1::ChangeLineRequest& by);

/// Whether there is anything to pay for: a line that is no note.
[[nodiscard]] bool has_goods(const v1::OpenSale& sale) noexcept;

} // namespace kassa::sale
