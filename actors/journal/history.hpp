#pragma once

#include "actors/journal/requests.hpp"
#include "actors/journal/rows.hpp"
#include "proto/base/ids.hpp"
#include "proto/base/record_run.hpp"
#include "proto/base/result.hpp"
#include "store/terminal_store.hpp"

#include <kassa/v1/register.pb.h>
#include <kassa/v1/sync.pb.h>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

/// Lookups in one scope's history, over a store or a snapshot of it; from any
/// thread. Each costs the same however long the history is.
namespace kassa::journal {

/// Most records of one `read_records`, and most rows of one listing.
inline constexpr std::size_t read_records_max = 4096;
inline constexpr std::uint32_t list_max = 1000;
inline constexpr std::uint32_t list_default = 100;

/// Where the scope stands; `not_initialised` when it has no journal here.
[[nodiscard]] result<v1::LedgerState> read_ledger(const store::reader& from,
                                                  const scope& of);

/// One record as it lies there: not parsed further, not checked.
/// `journal_damaged` when it is missing or unreadable.
[[nodiscard]] result<v1::Record> read_record(const store::reader& from,
                                             const scope& of, seq_t seq);
[[nodiscard]] result<v1::RecordBody> read_body(const store::reader& from,
                                               const scope& of, seq_t seq);

/// Records after `after` up to and with `upto`, until `max_bytes` are passed;
/// at least one when there is any. The chain is checked on the way: the answer
/// ends before a damaged record, and is `journal_damaged` when that comes
/// first.
[[nodiscard]] result<record_run> read_records(const store::reader& from,
                                              const scope& of, seq_t after,
                                              seq_t upto,
                                              std::size_t max_bytes);

/// The same, but the chain is not followed: for the hub, which follows it in
/// what it is sent. A record that is missing, or no record at all, ends the
/// answer like damage.
[[nodiscard]] result<record_run> read_unfollowed(const store::reader& from,
                                                 const scope& of, seq_t after,
                                                 seq_t upto,
                                                 std::size_t max_bytes);

/// What verifies beyond the damage that follows `after`, as a retired terminal
/// delivers it: the hole, and a run of about `max_bytes`; unsigned. Without a
/// hole it follows `after`. What the disk itself gives back damaged is hole,
/// too; a record after one that has no hash to show cannot be verified, and is
/// in it.
/// @pre after < upto @returns io
[[nodiscard]] result<v1::Evidence> read_beyond(const store::reader& from,
                                               const scope& of, seq_t after,
                                               seq_t upto,
                                               std::size_t max_bytes);

/// Visits the bodies after `after` up to and with `upto`, in order; memory is
/// bounded whatever the distance. @returns journal_damaged, io
[[nodiscard]] status
each_body(const store::reader& from, const scope& of, seq_t after, seq_t upto,
          const std::function<void(const v1::RecordBody&)>& visit);

struct found_receipt {
  v1::RecordBody body;
  v1::ReceiptEntry entry;
  seq_t seq = 0;
};
[[nodiscard]] result<std::optional<found_receipt>>
find_receipt(const store::reader& from, const scope& of, v1::Series series,
             std::uint64_t number);

/// Receipts by business date, oldest first. Dates may be empty: no bound.
/// @param after_seq a receipt that the page before ended with; 0: none.
/// @param limit 0: 100; at most 1,000.
[[nodiscard]] result<v1::ReceiptList>
list_receipts(const store::reader& from, const scope& of,
              std::string_view from_date, std::string_view to_date,
              seq_t after_seq, std::uint32_t limit);

struct found_report {
  v1::RecordBody body;
  seq_t seq = 0;
};
/// @param number 0: the latest.
[[nodiscard]] result<std::optional<found_report>>
find_z(const store::reader& from, const scope& of, std::uint64_t number);

/// Zs in order of their numbers, after one of them. The caller bounds `limit`
/// as in `list_receipts`.
[[nodiscard]] result<std::vector<found_report>>
list_z(const store::reader& from, const scope& of, std::uint64_t after_number,
       std::uint32_t limit);

/// What was answered to a client's call, if it is remembered still.
[[nodiscard]] result<std::optional<v1::Answered>>
find_answer(const store::reader& from, const scope& of,
            std::string_view client_id);
/// The same for those who know the ledger's `next_z`.
[[nodiscard]] result<std::optional<v1::Answered>>
find_answer(const store::reader& from, const scope& of, std::uint64_t next_z,
            std::string_view client_id);

/// Parked sales, by name.
[[nodiscard]] result<std::vector<v1::SaleParked>>
parked(const store::reader& from, const scope& of);
[[nodiscard]] result<std::optional<v1::SaleParked>>
find_parked(const store::reader& from, const scope& of, std::string_view name);

/// What is not printed yet, oldest first.
[[nodiscard]] result<std::vector<v1::PrintJob>>
print_jobs(const store::reader& from, const scope& of);
[[nodiscard]] result<std::optional<v1::PrintJob>>
find_print_job(const store::reader& from, const scope& of, seq_t job_seq);

/// What the hub said last, the newest session token, the active catalog.
[[nodiscard]] result<std::optional<v1::Acked>>
read_acked(const store::reader& from, const scope& of);
[[nodiscard]] result<std::optional<v1::Token>>
read_token(const store::reader& from, const scope& of);
[[nodiscard]] result<std::optional<v1::CatalogActive>>
read_catalog_active(const store::reader& from, const scope& of);

/// The live scope of a data folder; nothing before `init`.
[[nodiscard]] result<std::optional<scope>>
read_folder_scope(const store::reader& from);

} // namespace kassa::journal
