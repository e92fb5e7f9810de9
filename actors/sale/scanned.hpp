#pragma once

#include "actors/catalog/embedded.hpp"
#include "actors/sale/wares.hpp"

#include <optional>
#include <string>

namespace kassa::sale {

/// What a barcode names, and what it says beside that.
struct scanned {
  std::string article_no;
  std::optional<catalog::embedded> label; ///< Of a barcode with a value in it.
};

/// An article that has just this barcode comes first; then the store's table of
/// barcodes that carry a value is tried. A label's article is the one whose
/// barcode is the label without its value, else the one with the label's digits
/// for a number, with or without leading zeros. `unknown_article`;
/// `bad_barcode` for a label with a wrong check digit, no value, or an unknown
/// article.
[[nodiscard]] result<scanned> find_scanned(const std::string& barcode,
                                           std::int64_t at_ms,
                                           const context& with);

/// The ware of a barcode. A label's price is the price of one piece, whatever
/// its article is measured in: the label does not say the weight, and one that
/// were worked out from today's price would be a guess printed as a fact, and
/// miss the label's price by öre. So such a line is "1 st" at the label's
/// price, which is to the öre what the customer pays. A label's quantity is the
/// quantity of one, at the article's price.
[[nodiscard]] result<ware> scanned_ware(const std::string& barcode,
                                        const rating& as, const context& with);

} // namespace kassa::sale
