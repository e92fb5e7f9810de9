#pragma once

#include "node/cli/selling.hpp"

/// `kassa exchange` and `kassa correct`.
namespace kassa::cli {

struct exchanging {
  sold_receipt receipt;              ///< That comes back.
  std::vector<v1::ReturnLine> lines; ///< Empty: all that is left of it.
  std::vector<item> items;           ///< What the customer takes instead.
  paying pay; ///< Of the difference, whichever way it goes. Empty: not yet.
};

/// "2" or "2:1,5": a line of the receipt, and how much of it. `usage`,
/// `bad_quantity`.
[[nodiscard]] result<v1::ReturnLine> parse_return_line(std::string_view text);

status exchange(terminal_context& at, const exchanging& what);

/// The means of payment of a receipt were wrong. Without a payment the
/// correction stays open.
status correct(terminal_context& at, const sold_receipt& receipt,
               const paying& how);

/// What comes back in the sale, if something does.
void show_exchange(context& ui, const v1::SaleView& view);

} // namespace kassa::cli
