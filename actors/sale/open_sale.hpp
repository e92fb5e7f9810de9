#pragma once

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <optional>
#include <string>

namespace kassa::sale {

/// The sales day, as the open period holds it.
struct sales_day {
  std::string date;    ///< Empty: none has begun since the last Z.
  bool opened = false; ///< With its float, by a record of its own.
};

/// A number that waits for the control unit: of the open sale's receipt, or of
/// a copy or pro forma beside it. While it does, nothing else moves.
struct pending_code {
  std::uint64_t seq = 0;     ///< Of the intent's record.
  std::int64_t since_ms = 0; ///< Its business time: what the receipt prints.
  std::string user;          ///< Who asked for it.
  v1::Intent intent;
};

/// A card payment whose outcome is awaited. While it is, the sale stands still.
struct pending_card {
  std::uint64_t seq = 0; ///< Of the record of the ask.
  std::string user;      ///< Who asked.
  v1::CardAsked asked;
  bool unknown = false; ///< It could not tell when it was asked.
  std::string detail;
};

/// The sale on the counter, if there is one, and what it is a part of.
struct state {
  std::optional<v1::OpenSale> sale;
  std::optional<pending_code> pending;
  std::optional<pending_card> card; ///< Only of an open sale.
  sales_day day;
  bool training = false; ///< What is sold now is only practised (L12).
  /// The latest wall time that the journal has seen, as far as it is known
  /// here; a manager's word takes it back.
  std::int64_t clock_high_ms = 0;
};

/// Whether an intent holds no receipt's number: the open sale, if there is one,
/// stays as it is.
[[nodiscard]] bool is_aside(const v1::Intent& of);

/// Takes in one record. The only way in which the sale changes: live, and when
/// it is rebuilt at start. Records that are about neither sale nor day change
/// nothing but the latest wall time.
void evolve(state& of, const v1::RecordBody& body);

/// The sale's revision; 0 while none is open. Goes up by one with every change.
/// A new sale begins above all revisions of the ones before it.
[[nodiscard]] std::uint64_t revision_of(const state& of) noexcept;

} // namespace kassa::sale
