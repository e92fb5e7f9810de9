#include "actors/journal/history.hpp"

#include "proto/base/time.hpp"
#include "store/keys.hpp"

#include <algorithm>

namespace kassa::journal {

using store::family;

namespace {

/// Visits a whole prefix, parsed; `take` says whether to go on.
template <class T, class Take>
status each(const store::reader& from, family where, const std::string& low,
            const std::string& high, std::string_view what, const Take& take) {
  status parsed = ok;
  auto done = from.scan(where, low, high,
                        [&](std::string_view key, std::string_view value) {
                          auto row = parse_row<T>(value, what);
                          if (!row) {
                            parsed = row.why();
                            return false;
                          }
                          return take(key, *std::move(row));
                        });
  return done ? parsed : done;
}

result<found_report> report_at(const store::reader& from, const scope& of,
                               const v1::ReceiptEntry& entry) {
  auto body = read_body(from, of, entry.seq());
  if (!body)
    return body.why();
  if (!body->has_z_report())
    return damaged(entry.seq(), "the index says that it is a Z");
  return found_report{*std::move(body), entry.seq()};
}

std::uint32_t bounded(std::uint32_t limit) {
  return limit == 0 ? list_default : std::min(limit, list_max);
}

} // namespace

result<v1::LedgerState> read_ledger(const store::reader& from,
                                    const scope& of) {
  auto state = read_row<v1::LedgerState>(from, family::state,
                                         store::ledger_key(of), "ledger");
  if (!state)
    return state.why();
  if (!*state)
    return error{errc::not_initialised, {{"path", of.terminal}}};
  return **std::move(state);
}

result<v1::Record> read_record(const store::reader& from, const scope& of,
                               seq_t seq) {
  auto bytes = from.get(family::journal, store::journal_key(of, seq));
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return damaged(seq, "missing");
  v1::Record record;
  if (!record.ParseFromString(**bytes))
    return damaged(seq, "not a record");
  return record;
}

result<v1::RecordBody> read_body(const store::reader& from, const scope& of,
                                 seq_t seq) {
  auto record = read_record(from, of, seq);
  if (!record)
    return record.why();
  v1::RecordBody body;
  if (!body.ParseFromString(record->body()))
    return damaged(seq, "its body does not parse");
  return body;
}

status each_body(const store::reader& from, const scope& of, seq_t after,
                 seq_t upto,
                 const std::function<void(const v1::RecordBody&)>& visit) {
  constexpr std::size_t chunk_bytes = 1024 * 1024;
  while (after < upto) {
    auto run = read_records(from, of, after, upto, chunk_bytes);
    if (!run)
      return run.why();
    for (run_reader in{run->bytes}; auto record = in.next();) {
      v1::RecordBody body;
      if (!body.ParseFromArray(record->body.data(),
                               static_cast<int>(record->body.size())))
        return damaged(after + 1, "its body does not parse");
      visit(body);
      ++after;
    }
  }
  return ok;
}

result<std::optional<found_receipt>> find_receipt(const store::reader& from,
                                                  const scope& of,
                                                  v1::Series series,
                                                  std::uint64_t number) {
  auto entry = read_row<v1::ReceiptEntry>(
    from, family::index, store::receipt_key(of, series, number),
    "receipt index");
  if (!entry)
    return entry.why();
  if (!*entry)
    return std::optional<found_receipt>{};
  auto body = read_body(from, of, (*entry)->seq());
  if (!body)
    return body.why();
  if (!body->has_receipt())
    return damaged((*entry)->seq(), "the index says that it is a receipt");
  auto seq = (*entry)->seq();
  return std::optional{
    found_receipt{*std::move(body), **std::move(entry), seq}};
}

result<v1::ReceiptList> list_receipts(const store::reader& from,
                                      const scope& of,
                                      std::string_view from_date,
                                      std::string_view to_date, seq_t after_seq,
                                      std::uint32_t limit) {
  constexpr std::string_view first_date = "0000-00-00";
  constexpr std::string_view last_date = "9999-99-99";
  for (auto date : {from_date, to_date})
    if (!date.empty() && !is_date(date))
      return error{errc::invalid, {{"what", std::string{date}}}};
  auto low
    = store::receipt_day_key(of, from_date.empty() ? first_date : from_date, 0);
  auto high = store::receipt_day_key(of, to_date.empty() ? last_date : to_date,
                                     ~seq_t{0});
  if (after_seq != 0) {
    auto body = read_body(from, of, after_seq);
    if (!body || !body->has_receipt())
      return error{errc::invalid, {{"what", "after_seq"}}};
    low = store::receipt_day_key(of, body->receipt().business_date(),
                                 after_seq + 1);
  }
  v1::ReceiptList out;
  auto most = static_cast<int>(bounded(limit));
  auto done = each<v1::ReceiptSummary>(
    from, family::index, low, high, "receipt index by day",
    [&](std::string_view, v1::ReceiptSummary row) {
      if (out.receipts_size() == most) {
        out.set_next_after_seq(out.receipts(most - 1).seq());
        return false;
      }
      *out.add_receipts() = std::move(row);
      return true;
    });
  if (!done)
    return done.why();
  return out;
}

result<std::optional<found_report>>
find_z(const store::reader& from, const scope& of, std::uint64_t number) {
  std::optional<found_report> out;
  if (number == 0) {
    auto state = read_ledger(from, of);
    if (!state)
      return state.why();
    number = state->next_z() - 1;
  }
  auto entry = read_row<v1::ReceiptEntry>(from, family::index,
                                          store::z_key(of, number), "Z index");
  if (!entry)
    return entry.why();
  if (!*entry)
    return out;
  auto report = report_at(from, of, **entry);
  if (!report)
    return report.why();
  out = *std::move(report);
  return out;
}

result<std::vector<found_report>> list_z(const store::reader& from,
                                         const scope& of,
                                         std::uint64_t after_number,
                                         std::uint32_t limit) {
  std::vector<found_report> out;
  std::vector<v1::ReceiptEntry> entries;
  auto done = each<v1::ReceiptEntry>(
    from, family::index, store::z_key(of, after_number + 1),
    store::z_key(of, ~std::uint64_t{0}), "Z index",
    [&](std::string_view, v1::ReceiptEntry entry) {
      entries.push_back(std::move(entry));
      return entries.size() < bounded(limit);
    });
  if (!done)
    return done.why();
  for (const auto& entry : entries) {
    auto report = report_at(from, of, entry);
    if (!report)
      return report.why();
    out.push_back(*std::move(report));
  }
  return out;
}

result<std::optional<v1::Answered>> find_answer(const store::reader& from,
                                                const scope& of,
                                                std::string_view client_id) {
  auto state = read_ledger(from, of);
  if (!state)
    return state.why();
  return find_answer(from, of, state->next_z(), client_id);
}

result<std::optional<v1::Answered>> find_answer(const store::reader& from,
                                                const scope& of,
                                                std::uint64_t next_z,
                                                std::string_view client_id) {
  for (std::uint64_t back = 0; back <= 2 && back < next_z; ++back) {
    auto row = read_row<v1::Answered>(
      from, family::index, store::answer_key(of, next_z - back, client_id),
      "answers");
    if (!row || *row)
      return row;
  }
  return std::optional<v1::Answered>{};
}

result<std::vector<v1::SaleParked>> parked(const store::reader& from,
                                           const scope& of) {
  std::vector<v1::SaleParked> out;
  auto prefix = store::parked_key(of, {});
  auto done = each<v1::SaleParked>(from, family::state, prefix,
                                   store::prefix_end(prefix), "parked sales",
                                   [&](std::string_view, v1::SaleParked row) {
                                     out.push_back(std::move(row));
                                     return true;
                                   });
  if (!done)
    return done.why();
  return out;
}

result<std::optional<v1::SaleParked>>
find_parked(const store::reader& from, const scope& of, std::string_view name) {
  return read_row<v1::SaleParked>(from, family::state,
                                  store::parked_key(of, name), "parked sales");
}

result<std::vector<v1::PrintJob>> print_jobs(const store::reader& from,
                                             const scope& of) {
  std::vector<v1::PrintJob> out;
  auto done
    = each<v1::PrintJob>(from, family::state, store::print_job_key(of, 0),
                         store::print_job_key(of, ~seq_t{0}), "print queue",
                         [&](std::string_view, v1::PrintJob row) {
                           out.push_back(std::move(row));
                           return true;
                         });
  if (!done)
    return done.why();
  return out;
}

result<std::optional<v1::PrintJob>>
find_print_job(const store::reader& from, const scope& of, seq_t job_seq) {
  return read_row<v1::PrintJob>(
    from, family::state, store::print_job_key(of, job_seq), "print queue");
}

result<std::optional<v1::Acked>> read_acked(const store::reader& from,
                                            const scope& of) {
  return read_row<v1::Acked>(from, family::state, store::acked_key(of),
                             "acknowledgement");
}

result<std::optional<v1::Token>> read_token(const store::reader& from,
                                            const scope& of) {
  return read_row<v1::Token>(from, family::state, store::token_key(of),
                             "session token");
}

result<std::optional<v1::CatalogActive>>
read_catalog_active(const store::reader& from, const scope& of) {
  return read_row<v1::CatalogActive>(
    from, family::state, store::catalog_active_key(of), "active catalog");
}

result<std::optional<scope>> read_folder_scope(const store::reader& from) {
  std::optional<scope> out;
  auto bytes = from.get(family::state, store::folder_scope_key());
  if (!bytes)
    return bytes.why();
  if (!*bytes)
    return out;
  auto of = store::decode_scope(**bytes);
  if (!of)
    return of.why();
  out = *std::move(of);
  return out;
}

} // namespace kassa::journal
