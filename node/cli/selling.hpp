#pragma once

#include "node/cli/context.hpp"
#include "node/cli/words.hpp"

#include <optional>
#include <string>
#include <vector>

/// The commands on the open sale. Each prints its answer and returns why not.
namespace kassa::cli {

/// How a sale is paid. Nothing: it stays open.
struct paying {
  std::vector<payment> payments;
  bool electronic = false; ///< An e-receipt as the original, no paper.
};

struct selling {
  std::vector<item> items;
  std::optional<v1::Discount> discount;
  paying pay;
  std::string park; ///< The name to park it under; empty: it is not parked.
  v1::SalesMode mode = v1::SALES_MODE_UNSPECIFIED;
};

/// A whole sale, or the beginning of one. A sale that it began and could not
/// carry on is aborted, so that the command can be given again.
status sell(terminal_context& at, const selling& what);

status show_sale(terminal_context& at);
status pay(terminal_context& at, const paying& how);
status remove_payment(terminal_context& at, std::uint32_t payment_no);
status abort_sale(terminal_context& at);

struct line_change {
  std::uint32_t line_no = 0;
  std::optional<std::int64_t> quantity_milli;
  std::optional<v1::Discount> discount;
  std::optional<std::string> text;
  bool remove = false;
};

status change_line(terminal_context& at, const line_change& what);
/// Eat in or take away, for the open sale or the one that it begins.
status set_mode(terminal_context& at, v1::SalesMode mode);
/// A line of words, on the open sale or return.
status add_note(terminal_context& at, const std::string& text);
status set_discount(terminal_context& at, const v1::Discount& what);

status park(terminal_context& at, const std::string& name);
status fetch(terminal_context& at, const std::string& name);
status list_parked(terminal_context& at);
status remove_parked(terminal_context& at, const std::string& name);

struct returning {
  sold_receipt receipt;
  std::string of;                  ///< Terminal-ID; empty: this one.
  std::uint32_t line_no = 0;       ///< 0: the whole receipt.
  std::int64_t quantity_milli = 0; ///< 0: what is left of the line.
  std::optional<payment> out;      ///< By which means it is paid out.
  std::vector<item> free;  ///< What comes back without a receipt of this till.
  bool electronic = false; ///< An e-receipt as the original, no paper.
};

status give_back(terminal_context& at, const returning& what);

} // namespace kassa::cli
