#pragma once

#include "actors/journal/history.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace kassa::journal {

/// What a receipt is looked for by; all that is set must fit.
struct receipt_filter {
  std::string from_date; ///< "2026-05-04", both included; empty: no bound.
  std::string to_date;
  seq_t after_seq = 0;     ///< A record that the page before ended with.
  std::uint32_t limit = 0; ///< 0: 100; at most 1,000.
  std::uint64_t number = 0;
  v1::Series series = v1::SERIES_UNSPECIFIED;
  /// What the goods came to or what was paid, öre; returns without their sign.
  std::optional<std::int64_t> amount_ore;
  std::string article_no;
};

/// Most rows of the index, and most receipts, that one page looks at. A page
/// that stops there may be short or empty, and says where the next one begins.
inline constexpr std::uint32_t filter_rows_max = 20'000;
inline constexpr std::uint32_t filter_bodies_max = 2'000;

/// Sales and returns of this scope that fit, oldest first. Bodies are read only
/// where an article, or an amount that may be rounded, is asked for. A number
/// is looked up, whatever the dates span.
/// @returns invalid (dates, after_seq), journal_damaged, io
[[nodiscard]] result<v1::ReceiptList> find_receipts(const store::reader& from,
                                                    const scope& of,
                                                    const receipt_filter& by);

} // namespace kassa::journal
