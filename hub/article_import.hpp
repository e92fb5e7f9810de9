#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/catalog.pb.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// From a CSV of articles to catalog rows, whole or not at all. Pure.
namespace kassa::hub {

/// The columns, in any order; those from purchase_price_ore on may be left out.
///   article_no, name, group, kind (VARA | TJANST), price_ore,
///   vat_basis_points, ean13 (may be empty)
///   purchase_price_ore, unit, decimals (0-3), open_price, group_open_price
///   (1 | 0), effective_from ("2026-05-04" or "2026-05-04 13:00", store time;
///   empty: at all times), deposit (the article number of the pant that goes
///   along with each piece), vat_eat_in, vat_take_away (basis points where a
///   sales mode has a rate of its own; empty: vat_basis_points)
/// A group is what its articles say: its rate becomes its VAT code, dated as
/// they are (so a rate of 2026-04-01 is a line with that effective_from, and
/// happens by itself at each terminal); it may be sold at open price unless
/// group_open_price says 0.
struct article_file {
  std::string_view csv;
  std::string_view name; ///< For messages.
  std::string_view zone; ///< Of the store.
};

/// @returns the rows: VAT codes, groups, articles. bad_csv, two_rates
[[nodiscard]] result<std::vector<v1::Row>>
read_articles(const article_file& file);

/// Deletions of the article rows among `existing` that `imported` does not
/// name.
[[nodiscard]] std::vector<v1::Row>
delete_others(const std::vector<v1::Row>& existing,
              const std::vector<v1::Row>& imported);

} // namespace kassa::hub
