#pragma once

#include "actors/journal/ledger.hpp"
#include "actors/journal/rows.hpp"
#include "proto/base/ids.hpp"
#include "store/write_set.hpp"

#include <kassa/v1/record.pb.h>
#include <kassa/v1/terminal_state.pb.h>

#include <optional>
#include <string>
#include <string_view>

namespace kassa::journal {

/// One record on its way into the ledger: the inside of `ledger::fold`.
struct step {
  const scope& of;
  v1::LedgerState& state;
  const v1::RecordBody& body;
  const lookup_port& stored; ///< Sees what is in `out`, too.
  store::write_set& out;
  status problem = ok; ///< The first law that the record breaks.

  status run(std::string_view hash);

private:
  void note(const status& checked) {
    if (problem && !checked)
      problem = checked;
  }

  status before_period();
  status apply();
  void apply_life();
  void apply_counter();

  void begin_sale();
  void end_unfinished(std::int64_t amount, bool training);
  void park(const v1::SaleParked& parked);
  void unpark(const std::string& parking);
  // The sales day, the drawer, people (ledger_day.cpp).
  void apply_day();
  void open_day(const v1::DayOpened& opened);
  void change_float(const v1::FloatChanged& changed);
  void move_cash(const v1::CashMoved& moved);
  void change_setting(const v1::SettingChanged& changed);
  void note_log_in(const v1::LogIn& attempt);
  void note_wrong(const std::string& user);
  void lift(const v1::LockOutLifted& lifted);
  void forget_attempts(const std::string& user);
  // The history of settings, prices and outages (ledger_changes.cpp).
  void index_change();
  void note_outage(const v1::Outage& what);

  // Card payments whose outcome is awaited (ledger_card.cpp).
  void expect_no_card();
  void ask_card(const v1::CardAsked& asked);
  void answer_card(const v1::CardAnswered& said);

  void take_number(v1::Series series, std::uint64_t number);
  /// Reserves the number until its own record or a void ends it (L2).
  void hold_number(const numbered& held);
  /// Takes the number; one that is held can only be that one.
  void end_number(const numbered& ended);
  /// No other number is taken, and no period ends, while one is held.
  void expect_none_held(const char* what);
  status fold_receipt(const v1::Receipt& receipt);
  void index_receipt(const v1::Receipt& receipt);
  /// The entry of a receipt that was numbered before this record. Nothing, and
  /// a note, when there is none.
  result<std::optional<v1::ReceiptEntry>> entry_of(v1::Series series,
                                                   std::uint64_t number);
  status fold_returned(const v1::Receipt& receipt);
  /// Of the sale in an exchange: its return knows it from now on.
  status fold_counterpart(const v1::Receipt& receipt);
  status fold_copy(const v1::Copy& copy);

  void check_report(const v1::Report& report);
  status fold_z(const v1::Report& report);
  result<std::optional<v1::GrandTotals>> grand_of_last_z();

  void put_job(const v1::PrintJob& job);
  void queue_print(bool on_paper);
  void print_started();
  status print_ended();
};

} // namespace kassa::journal
