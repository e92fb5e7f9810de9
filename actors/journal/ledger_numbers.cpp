#include "actors/journal/ledger.hpp"
#include "actors/journal/ledger_step.hpp"
#include "actors/journal/period.hpp"
#include "store/keys.hpp"

#include <kassa/v1/register.pb.h>

#include <map>

namespace kassa::journal {

using store::family;

namespace {

error broken_law(std::string what, std::uint64_t found, std::uint64_t due) {
  return {errc::internal,
          {},
          std::move(what) + " " + std::to_string(found) + " where "
            + std::to_string(due) + " is due"};
}

void set_next(v1::LedgerState& state, v1::Series series, std::uint64_t next) {
  switch (series) {
  case v1::SERIES_SALE: return state.set_next_sale(next);
  case v1::SERIES_RETURN: return state.set_next_return(next);
  case v1::SERIES_TRAINING: return state.set_next_training(next);
  case v1::SERIES_COPY: return state.set_next_copy(next);
  case v1::SERIES_PRO_FORMA: return state.set_last_pro_forma(next - 1);
  default: return;
  }
}

void add_returned(v1::ReceiptEntry& entry, const v1::Line& line) {
  v1::LineReturned* row = nullptr;
  for (auto& known : *entry.mutable_returned())
    if (known.line_no() == line.original().line_no())
      row = &known;
  if (!row) {
    row = entry.add_returned();
    row->set_line_no(line.original().line_no());
  }
  row->set_quantity_milli(row->quantity_milli() - line.quantity_milli());
  row->set_gross_ore(row->gross_ore() - line.gross_ore());
}

} // namespace

// -- numbers
// -----------------------------------------------------------------

void step::take_number(v1::Series series, std::uint64_t number) {
  if (auto due = next_number(state, series); number != due)
    note(broken_law("L2: " + v1::Series_Name(series), number, due));
  set_next(state, series, number + 1);
}

void step::hold_number(const numbered& held) {
  expect_none_held("an intent");
  if (auto due = next_number(state, held.series); held.number != due)
    note(broken_law("L2: intent " + v1::Series_Name(held.series), held.number,
                    due));
  state.set_open_intent_seq(body.seq());
  state.set_open_intent_series(held.series);
  state.set_open_intent_number(held.number);
}

void step::end_number(const numbered& ended) {
  const numbered held{state.open_intent_series(), state.open_intent_number()};
  if (state.open_intent_seq() != 0 && ended != held)
    note(broken_law("L2: " + v1::Series_Name(ended.series), ended.number,
                    held.number));
  take_number(ended.series, ended.number);
  state.clear_open_intent_seq();
  state.clear_open_intent_series();
  state.clear_open_intent_number();
}

void step::expect_none_held(const char* what) {
  if (state.open_intent_seq() != 0)
    note(error{errc::internal,
               {},
               std::string{"L2: "} + what + " while number "
                 + std::to_string(state.open_intent_number()) + " is held"});
}

status step::fold_receipt(const v1::Receipt& receipt) {
  note(check_receipt(receipt));
  end_number(ended_by(body));
  add_receipt(*state.mutable_period(), *state.mutable_grand(), receipt);
  if (!is_first_of_exchange(receipt))
    state.set_sale_first_seq(0);
  index_receipt(receipt);
  queue_print(receipt.delivery() == v1::DELIVERY_PAPER);
  if (auto done = fold_counterpart(receipt); !done)
    return done;
  return fold_returned(receipt);
}

status step::fold_counterpart(const v1::Receipt& receipt) {
  if (receipt.series() != v1::SERIES_SALE || !receipt.has_counterpart())
    return ok;
  auto number = receipt.counterpart().number();
  auto entry = entry_of(v1::SERIES_RETURN, number);
  if (!entry)
    return entry.why();
  if (!*entry)
    return ok;
  if ((*entry)->counterpart() != 0)
    note(error{errc::internal,
               {},
               "L3: return " + std::to_string(number) + " is settled twice"});
  (*entry)->set_counterpart(receipt.number());
  out.put(family::index, store::receipt_key(of, v1::SERIES_RETURN, number),
          to_bytes(**entry));
  return ok;
}

void step::index_receipt(const v1::Receipt& receipt) {
  v1::ReceiptEntry entry;
  entry.set_seq(body.seq());
  out.put(family::index,
          store::receipt_key(of, receipt.series(), receipt.number()),
          to_bytes(entry));
  if (receipt.series() == v1::SERIES_TRAINING)
    return;
  if (receipt.business_date().size() != store::date_size)
    return note(error{errc::internal, {}, "a receipt without its date"});
  state.set_last_receipt_seq(body.seq());
  state.set_receipts_ever(state.receipts_ever() + 1);
  v1::ReceiptSummary row;
  row.set_series(receipt.series());
  row.set_number(receipt.number());
  row.set_seq(body.seq());
  row.set_business_ms(body.business_ms());
  row.set_total_ore(receipt.total_ore());
  row.set_business_date(receipt.business_date());
  out.put(family::index,
          store::receipt_day_key(of, receipt.business_date(), body.seq()),
          to_bytes(row));
}

result<std::optional<v1::ReceiptEntry>> step::entry_of(v1::Series series,
                                                       std::uint64_t number) {
  std::optional<v1::ReceiptEntry> out_entry;
  if (number != 0 && number < next_number(state, series)) {
    auto bytes = stored(family::index, store::receipt_key(of, series, number));
    if (!bytes)
      return bytes.why();
    if (*bytes) {
      auto parsed = parse_row<v1::ReceiptEntry>(**bytes, "receipt index");
      if (!parsed)
        return parsed.why();
      out_entry = *std::move(parsed);
    }
  }
  if (!out_entry)
    note(error{errc::unknown_receipt, {{"number", std::to_string(number)}}});
  return out_entry;
}

// One row a receipt that is returned from: in practice one.
status step::fold_returned(const v1::Receipt& receipt) {
  std::map<std::uint64_t, v1::ReceiptEntry> entries;
  for (const auto& line : receipt.lines()) {
    const auto& original = line.original();
    if (receipt.series() != v1::SERIES_RETURN || !line.has_original()
        || (!original.terminal().empty() && original.terminal() != of.terminal))
      continue;
    auto known = entries.find(original.number());
    if (known == entries.end()) {
      auto entry = entry_of(v1::SERIES_SALE, original.number());
      if (!entry)
        return entry.why();
      if (!*entry)
        continue;
      known = entries.emplace(original.number(), **entry).first;
    }
    add_returned(known->second, line);
  }
  for (const auto& [number, entry] : entries)
    out.put(family::index, store::receipt_key(of, v1::SERIES_SALE, number),
            to_bytes(entry));
  return ok;
}

status step::fold_copy(const v1::Copy& copy) {
  end_number(ended_by(body));
  auto& period = *state.mutable_period();
  period.set_copies(period.copies() + 1);
  period.set_copies_ore(period.copies_ore() + copy.amount_ore());
  queue_print(copy.delivery() != v1::DELIVERY_ELECTRONIC);
  auto entry = entry_of(copy.original_series(), copy.original_number());
  if (!entry)
    return entry.why();
  if (!*entry)
    return ok;
  if ((*entry)->copy_seq() != 0)
    note(error{errc::already_copied,
               {{"number", std::to_string(copy.original_number())}}});
  (*entry)->set_copy_seq(body.seq());
  out.put(
    family::index,
    store::receipt_key(of, copy.original_series(), copy.original_number()),
    to_bytes(**entry));
  return ok;
}

// -- reports
// -----------------------------------------------------------------

void step::check_report(const v1::Report& report) {
  note(check_period(state.period()));
  note(check_articles(report));
  if (to_bytes(report.period()) != to_bytes(state.period()))
    note(error{errc::internal, {}, "L3: the report's counters differ"});
  if (to_bytes(report.grand()) != to_bytes(state.grand()))
    note(error{errc::internal, {}, "L3: the report's grand totals differ"});
}

status step::fold_z(const v1::Report& report) {
  expect_none_held("a Z");
  check_report(report);
  // A closed scope takes no number any more, not even the other receipt's.
  if (!closed_by(of, state))
    note(check_offsets(state.period()));
  auto before = grand_of_last_z();
  if (!before)
    return before.why();
  if (*before)
    note(check_grand(**before, state.period(), state.grand()));
  if (report.number() != state.next_z())
    note(broken_law("L2: Z", report.number(), state.next_z()));
  v1::ReceiptEntry entry;
  entry.set_seq(body.seq());
  out.put(family::index, store::z_key(of, report.number()), to_bytes(entry));
  out.erase_range(family::index, store::answer_epoch_key(of, 0),
                  store::answer_epoch_key(of, report.number()));
  queue_print(report.delivery() == v1::DELIVERY_PAPER);
  state.set_next_z(report.number() + 1);
  state.set_last_z_seq(body.seq());
  state.clear_period();
  state.clear_count();
  return ok;
}

// Nothing when the Z before is damaged: that stops sales, never a Z.
result<std::optional<v1::GrandTotals>> step::grand_of_last_z() {
  if (state.last_z_seq() == 0)
    return std::optional{v1::GrandTotals{}};
  auto bytes
    = stored(family::journal, store::journal_key(of, state.last_z_seq()));
  if (!bytes)
    return bytes.why();
  v1::Record record;
  v1::RecordBody z;
  if (!*bytes || !record.ParseFromString(**bytes)
      || !z.ParseFromString(record.body()) || !z.has_z_report())
    return std::optional<v1::GrandTotals>{};
  return std::optional{z.z_report().grand()};
}

} // namespace kassa::journal
