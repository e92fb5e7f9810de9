#pragma once

#include "kassa/v1/record.pb.h"
#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a replay will do, worked out from its files alone. Pure.
namespace kassa::cli::replay {

/// Rows of a ticket with the same article.
struct plan_line {
  std::string article_no;
  std::int64_t quantity = 0; ///< Whole pieces.
  ore_t gross_ore = 0;

  bool operator==(const plan_line&) const = default;
};

/// One ticket: one sale.
struct plan_ticket {
  std::uint64_t number = 0;
  std::string date;             ///< "2026-05-04", of its first sellable row.
  std::string time;             ///< "13:05:09"
  std::vector<plan_line> lines; ///< In the order first seen.
  ore_t total_ore = 0;
  v1::Means means = v1::MEANS_CASH;
};

/// What one terminal sells on one day, and then closes.
struct plan_day {
  std::string date;
  std::vector<plan_ticket> tickets;
};

/// A row that names no article.
struct unsellable_row {
  std::size_t line = 0;
  std::uint64_t ticket = 0;
  std::string item;
};

struct plan {
  std::vector<std::vector<plan_day>> terminals; ///< By ticket number mod N.
  std::vector<unsellable_row> unsellable;
  std::vector<std::string> article_nos; ///< All that are sold.
  std::uint64_t tickets = 0;
  std::uint64_t skipped_tickets = 0; ///< With nothing sellable.
  std::uint64_t zs = 0;
  ore_t total_ore = 0;
};

enum class pay_by : std::uint8_t { cash, card, mixed };

struct plan_settings {
  std::size_t terminals = 1;
  std::uint64_t seed = 1;
  pay_by means = pay_by::mixed;
  std::string from_date; ///< Both included; empty: no bound.
  std::string to_date;
};

/// A file's content and its name for messages.
struct named_text {
  std::string name;
  std::string text;
};

/// @returns bad_csv
[[nodiscard]] result<plan> make_plan(const named_text& articles,
                                     const named_text& tickets,
                                     const plan_settings& with);

} // namespace kassa::cli::replay
