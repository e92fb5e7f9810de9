#pragma once

#include "actors/catalog/view.hpp"
#include "actors/sale/card/card_port.hpp"
#include "actors/sale/unit/unit_port.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/money.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kassa::sale {

/// A receipt as it was written, and what has happened to it since.
struct written_receipt {
  v1::RecordBody body;
  v1::ReceiptEntry entry;
};

/// What the terminal's store remembers; asked only by the calls that need it.
class memory {
public:
  virtual ~memory() = default;
  virtual result<std::optional<written_receipt>>
  receipt(v1::Series series, std::uint64_t number) const = 0;
  virtual result<std::optional<v1::SaleParked>>
  parked(const std::string& name) const = 0;
  virtual result<v1::LedgerState> ledger() const = 0;
  /// What each article came to in the open period.
  virtual result<std::vector<v1::ArticleRow>> articles() const = 0;
  virtual result<std::optional<v1::RecordBody>>
  z(std::uint64_t number) const = 0;
};

/// How a shop runs its sales day, and what its cashiers may do unasked.
struct shop_rules {
  /// No sale begins in a period without an opening float (SKVFS 2014:10 4:2).
  bool float_required = false;
  /// Minutes after midnight of the day after, in store time, from which a Z is
  /// due before the next sale; 0 to 1439.
  int z_due_minutes = 9 * 60;
  /// A discount above this part of the price needs PERMISSION_DISCOUNT. Basis
  /// points; 0: every discount does.
  std::uint32_t free_discount = 0;
  std::string zone = "Europe/Stockholm"; ///< IANA name.
  /// The mode that a sale begins in.
  v1::SalesMode default_mode = v1::SALES_MODE_UNSPECIFIED;
  /// No sale begins while the wall clock is further than this behind the
  /// journal (law.def, "clock"). Minutes; 0: it stops no sale.
  int clock_behind_minutes = 0;
  /// How cash that is paid back for goods is rounded (law.def, "cash refund").
  v1::CashRounding refund_rounding = v1::CASH_ROUNDING_UNSPECIFIED;
  /// Receipts on paper are sold although the printer is known not to print.
  /// Never in Sweden (SKVFS 2014:9 6:2).
  bool sell_without_printer = false;
  /// The control unit is told of copies, training and pro forma, not only of
  /// sales and returns (law.def, "unit: copies").
  bool registers_all = true;
};

/// The card terminal, as a decision sees it.
struct card_side {
  std::string name;
  card::condition now;
};

/// All that a decision may know beside the sale and the call. Borrows what it
/// points to for the length of one decision.
struct context {
  const catalog::view* catalog = nullptr;
  const sale::memory* memory = nullptr;
  shop_rules rules;
  scope here;
  std::string designation; ///< Kassabeteckning.
  bool replay = false;
  std::int64_t wall_ms = 0;
  std::int64_t business_ms = 0; ///< Of the call; 0: the journal dates it.
  /// The catalog clock now; a sale keeps the one of its first line (L8).
  std::int64_t catalog_ms = 0;
  std::int64_t clock_doubt_ms = 0; ///< See v1::SalesDay.
  std::string user;                ///< Who calls.
  std::string new_sale; ///< 16 random bytes: the id of a sale to begin.
  std::uint64_t new_revision = 0; ///< The first revision of a sale to begin.
  /// How the control unit is; nothing where there is none.
  std::optional<unit::condition> unit;
  std::optional<card_side> card; ///< Nothing where there is none.
  /// Why the printer does not print, where it is known not to.
  std::optional<error> printer;
  std::optional<error> gate;   ///< Why no new sale may begin.
  bool gate_stops_all = false; ///< Not even the open sale may be completed.
  std::optional<error> z_gate; ///< Why no Z may be made (L13).
  bool folder_moved = false;   ///< Waits for a manager's word (L13).
  std::string folder_before;   ///< Machine and folder as they were, for people.
  std::string folder_after;
};

/// The user's row now, or nothing.
[[nodiscard]] inline const v1::User* caller(const context& with) {
  return with.catalog->user(with.user, with.catalog_ms);
}

/// Display name of the caller, as printed.
[[nodiscard]] std::string cashier(const context& with);

/// `forbidden` unless the caller holds the permission at the catalog clock.
[[nodiscard]] status allowed(const context& with, v1::Permission what);

/// The gate's error while new sales are stopped.
[[nodiscard]] status open_for_sales(const context& with);

/// The gate's error while nothing may take a receipt's or a copy's number: the
/// open sale is not completed either (L13).
[[nodiscard]] status open_for_numbers(const context& with);

/// A draft by the caller: user and business time set.
[[nodiscard]] v1::RecordBody draft(const context& with, v1::Kind kind);

/// The folder may sell again, by somebody's word (L13).
[[nodiscard]] v1::RecordBody rebound(const context& with, std::string by);

/// `other_terminal`, naming it, unless `terminal` is empty or this one (L11).
[[nodiscard]] status at_home(const context& with, const std::string& terminal);

} // namespace kassa::sale
