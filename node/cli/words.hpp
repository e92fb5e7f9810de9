#pragma once

#include "kassa/v1/record.pb.h"
#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a person writes on the command line, as values. Pure.
namespace kassa::cli {

/// One thing to sell: `[QTYx]ARTICLE[@PRICE]`, `[QTYx]group:GROUP@PRICE`,
/// `[QTYx]barcode:DIGITS`, or `note:TEXT`, a line of words. Eight or more
/// digits are a barcode; `article:` says that they are not. "2x113",
/// "0,345x501", "group:Bageri@39,90".
struct item {
  enum class kind_t { article, barcode, group, note };
  kind_t kind = kind_t::article;
  std::string id;
  std::int64_t quantity_milli = 1000;
  std::optional<ore_t> price;

  bool operator==(const item&) const = default;
};

/// `usage` when it is none, or a quantity of 0.
[[nodiscard]] result<item> parse_item(std::string_view text);

/// A sale receipt of this terminal.
struct sold_receipt {
  std::uint64_t number = 0;
  std::string code; ///< Of its QR code, instead of the number.

  template <class Request>
  void fill(Request& into) const {
    into.set_number(number);
    into.set_code(code);
  }
};

/// "12", or what a scanner reads of the QR code. `usage`.
[[nodiscard]] result<sold_receipt> parse_sold_receipt(std::string_view text);

/// How much of a line comes back, in thousandths: above 0. To the terminal, 0
/// means all that is left; who writes it means nothing. @returns bad_quantity
[[nodiscard]] result<std::int64_t> parse_returned(std::string_view text);

/// "10%", "12,5 %" or an amount in kronor, "20,00". Zero is none.
[[nodiscard]] result<v1::Discount> parse_discount(std::string_view text);

/// "eat-in", "take-away", "none", or Swedish: "äta-här", "ta-med", "ingen".
/// `usage`.
[[nodiscard]] result<v1::SalesMode> parse_mode(std::string_view text);

/// "Presentkort=100,00", "invoice=50": means of payment by name. A name that
/// is none of ours becomes MEANS_OTHER.
struct payment {
  v1::Means means = v1::MEANS_CASH;
  std::string name;
  std::optional<ore_t> amount; ///< Nothing: what remains.
};

[[nodiscard]] result<payment> parse_payment(std::string_view text);

/// An amount, or nothing for an empty text.
[[nodiscard]] result<payment> payment_by(v1::Means means,
                                         std::string_view amount);

/// "500=2", "0,50=4": a coin or note in kronor, and how many. `usage`.
[[nodiscard]] result<v1::Denomination>
parse_denomination(std::string_view text);

} // namespace kassa::cli
