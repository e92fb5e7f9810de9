#pragma once

#include "node/cli/context.hpp"

#include <string>

/// The other commands at a terminal: people, receipts, reports, drawer,
/// printer, journal. Each prints its answer and returns why not.
namespace kassa::cli {

status log_in(terminal_context& at, const std::string& user,
              const std::string& password, const std::string& layout);
/// By PIN; the session of who was there before is forgotten here, not ended.
status switch_user(terminal_context& at, const std::string& user,
                   const std::string& pin);
status log_out(terminal_context& at);

struct receipt_name {
  std::uint64_t number = 0;
  std::string series; ///< "sale" or "return"; empty: sale.
  std::string of;     ///< Terminal-ID; empty: this one.
};

/// "sale", "return", or nothing for a sale. @returns usage
result<v1::Series> series_named(const std::string& name);

status find_receipt(terminal_context& at, const receipt_name& which);
status copy_receipt(terminal_context& at, const receipt_name& which);

/// What a receipt is looked for by; what is empty or 0 is not looked at.
struct receipt_search {
  std::string from, to; ///< "2026-05-04", both included.
  std::uint64_t number = 0;
  std::string amount, article, series;
  std::string of; ///< A closed terminal of this machine; empty: this one.
};
status list_receipts(terminal_context& at, const receipt_search& by);

status make_x(terminal_context& at, bool print, bool by_article);
status make_z(terminal_context& at, bool print, bool by_article);
status find_z(terminal_context& at, std::uint64_t number);
status list_z(terminal_context& at);

status open_drawer(terminal_context& at);
status inquire_price(terminal_context& at, const std::string& article);

status list_jobs(terminal_context& at);
status answer_print(terminal_context& at, std::uint64_t job, bool came_out);

status show_status(terminal_context& at);
status watch(terminal_context& at);
status confirm_move(terminal_context& at);
status confirm_clock(terminal_context& at);

/// One line a record; with `--json`, one JSON object a record.
status show_journal(terminal_context& at, std::uint64_t after,
                    std::uint64_t limit);

/// The journal report of some sales days: the records that their Zs close.
/// The records of a file or a stopped terminal's folder, and whether their
/// chain holds. See `open_stored_journal`.
status dump_journal(context& ui, const std::string& path);
status show_journal_of(terminal_context& at, const std::string& from,
                       const std::string& to);

/// Through the daemon, or with `data` on a stopped daemon's folder. @returns
/// corrupt when something does not agree
status verify(terminal_context& at, const std::string& data);

} // namespace kassa::cli
