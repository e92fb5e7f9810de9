#pragma once

#include "hub/cited.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/office.pb.h>
#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

/// What a store's statistics are made of (L9). Pure: a record in, sums out.
namespace kassa::hub {

/// The dimensions of a cell; the letters are part of its key.
enum class dimension : char {
  day = 'D',
  hour = 'H',
  article = 'A',
  group = 'G',
  vat = 'V',
  means = 'M',
};

/// Names a cell within a store: all sort by date first.
struct cell_name {
  std::string date; ///< "2026-05-04", the business day.
  dimension what;
  std::string key;

  auto operator<=>(const cell_name&) const = default;
};

using cells = std::map<cell_name, v1::StatisticsCell>;

/// What one record did to the sums.
enum class counted {
  receipt, ///< A receipt of sale or return.
  nothing, ///< A record that is no business of statistics.
  // Set aside (L14), since it cannot be interpreted:
  unreadable,     ///< The bytes are no record.
  unknown_kind,   ///< A later program's, it seems.
  no_receipt,     ///< A receipt record without one that can be read.
  unknown_series, ///< Neither a sale nor a return nor training.
};

/// Why a record is set aside, for the operator; empty: it is not.
[[nodiscard]] std::string_view why_aside(counted what) noexcept;

/// Adds a record's receipt to the sums. The day is the receipt's business date,
/// the hour that of its business time in the store's zone where the record was
/// replayed, else at the record's own offset.
/// @param body a serialised v1::RecordBody
/// @param cited takes what the receipt cites, where that is wanted
[[nodiscard]] counted fold_record(cells& into, std::string_view body,
                                  std::string_view zone,
                                  cited_rows* cited = nullptr);

/// Adds one sum to another. The name that was used last stays; the order of
/// additions never shows.
void add_cell(v1::StatisticsCell& to, const v1::StatisticsCell& more);

/// Sums cells over days into what the Office answers.
class report_maker {
public:
  void add(const cell_name& name, const v1::StatisticsCell& cell);
  /// The sums by key, as the Office answers them.
  [[nodiscard]] v1::StoreStatistics make(std::string store) const;

private:
  std::map<dimension, std::map<std::string, v1::StatisticsCell>> sums_;
};

} // namespace kassa::hub
