#include "hub/statistics_store.hpp"

#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

constexpr std::size_t date_size = 10;

error corrupt(std::string what) {
  return {errc::corrupt, {{"what", std::move(what)}}};
}

// 's' date dimension key
std::optional<cell_name> parse_cell_key(std::string_view key) {
  if (key.size() < 2 + date_size)
    return std::nullopt;
  return cell_name{std::string{key.substr(1, date_size)},
                   static_cast<dimension>(key[1 + date_size]),
                   std::string{key.substr(2 + date_size)}};
}

struct read_step {
  cells sums;
  cited_rows cited;
  v1::StatisticsCursor cursor;
  std::uint32_t records = 0;
  bool more = false;
};

status read_records(const store::hub_storage& data, const scope& of,
                    std::string_view zone, std::uint32_t max, read_step& step,
                    store::transaction& change) {
  return visit_records(
    data, of, step.cursor.seq() + 1, [&](seq_t seq, const record_view& record) {
      if (step.records == max) {
        step.more = true;
        return false;
      }
      auto why
        = why_aside(fold_record(step.sums, record.body, zone, &step.cited));
      if (!why.empty()) {
        step.cursor.set_set_aside(step.cursor.set_aside() + 1);
        change.writes.push_back(
          {keys::set_aside(of.terminal, seq), std::string{why}});
      }
      step.cursor.set_seq(seq);
      ++step.records;
      return true;
    });
}

/// Adds what a step found to what the storage holds.
status add_sums(const store::hub_storage& data, read_step& step,
                store::transaction& change) {
  for (const auto& [name, cell] : step.sums) {
    auto at = keys::cell(name.date, static_cast<char>(name.what), name.key);
    auto before = data.get(change.partition, at);
    v1::StatisticsCell sum;
    if (!before)
      return before.why();
    if (*before && !sum.ParseFromString(**before))
      return corrupt("statistics of " + change.partition);
    add_cell(sum, cell);
    change.writes.push_back({std::move(at), sum.SerializeAsString()});
  }
  for (auto& [at, bytes] : step.cited)
    change.writes.push_back({at, std::move(bytes)});
  return ok;
}

/// Where the counting of a terminal stands, and the row that must still say so
/// when it moves.
struct stored_cursor {
  std::string key;
  std::optional<std::string> row;
  v1::StatisticsCursor cursor;

  static result<stored_cursor> read(const store::hub_storage& data,
                                    const scope& of) {
    stored_cursor out{keys::cursor(of.terminal), {}, {}};
    auto row = data.get(of.store, out.key);
    if (!row)
      return row.why();
    if (*row && !out.cursor.ParseFromString(**row))
      return corrupt("statistics of " + of.terminal);
    out.row = *std::move(row);
    return out;
  }
};

} // namespace

result<std::optional<count_step>> next_count(const store::hub_storage& data,
                                             const scope& of,
                                             std::string_view zone,
                                             std::uint32_t records_max) {
  auto at = stored_cursor::read(data, of);
  if (!at)
    return at.why();
  read_step step;
  step.cursor = std::move(at->cursor);
  count_step out;
  out.change.partition = of.store;
  auto read = read_records(data, of, zone, records_max, step, out.change);
  if (!read)
    return read.why();
  if (step.records == 0)
    return std::optional<count_step>{};
  out.change.expect.push_back({at->key, at->row});
  if (auto s = add_sums(data, step, out.change); !s)
    return s.why();
  out.change.writes.push_back({at->key, step.cursor.SerializeAsString()});
  out.records = step.records;
  out.more = step.more;
  return std::optional{std::move(out)};
}

result<std::optional<replay_step>>
next_replay(const store::hub_storage& data, const scope& of,
            std::string_view zone, seq_t after, std::uint32_t records_max) {
  std::vector<seq_t> aside;
  auto prefix = keys::of_terminal('X', of.terminal);
  auto seen = data.scan(of.store, keys::set_aside(of.terminal, after + 1),
                        keys::after(prefix), [&](std::string_view key, auto) {
                          aside.push_back(keys::seq_in(key));
                          return aside.size() < records_max;
                        });
  if (!seen)
    return seen.why();
  if (aside.empty())
    return std::optional<replay_step>{};
  auto at = stored_cursor::read(data, of);
  if (!at)
    return at.why();
  read_step step;
  step.cursor = std::move(at->cursor);
  replay_step out;
  out.change.partition = of.store;
  out.last = aside.back();
  for (auto seq : aside) {
    auto record = find_record(data, of, seq);
    if (!record)
      return record.why();
    if (!*record
        || !why_aside(
              fold_record(step.sums, (*record)->body(), zone, &step.cited))
              .empty())
      continue;
    out.change.writes.push_back(
      {keys::set_aside(of.terminal, seq), std::nullopt});
    ++out.counted;
  }
  if (out.counted == 0)
    return std::optional{std::move(out)};
  if (auto s = add_sums(data, step, out.change); !s)
    return s.why();
  step.cursor.set_set_aside(step.cursor.set_aside() - out.counted);
  out.change.expect.push_back({at->key, at->row});
  out.change.writes.push_back({at->key, step.cursor.SerializeAsString()});
  return std::optional{std::move(out)};
}

result<v1::QuarantineList> read_quarantine(const store::hub_storage& data,
                                           const std::string& store,
                                           std::size_t rows_max) {
  v1::QuarantineList out;
  auto seen = data.scan(
    store, "X", keys::after("X"),
    [&](std::string_view key, std::string_view why) {
      out.set_more(static_cast<std::size_t>(out.records_size()) == rows_max);
      if (out.more())
        return false;
      auto& row = *out.add_records();
      row.set_store(store);
      row.set_terminal(keys::terminal_in(key));
      row.set_seq(keys::seq_in(key));
      row.set_reason(std::string{why});
      return true;
    });
  if (!seen)
    return seen.why();
  return out;
}

result<bool> is_dropping(const store::hub_storage& data,
                         const std::string& store) {
  auto mark = data.get(store, keys::dropping());
  if (!mark)
    return mark.why();
  return mark->has_value();
}

result<std::optional<store::transaction>>
next_drop(const store::hub_storage& data, const std::string& store,
          std::size_t keys_max) {
  store::transaction out;
  out.partition = store;
  for (const auto* prefix : {"S", "X", "o", "s"}) {
    auto seen
      = data.scan(store, prefix, keys::after(prefix),
                  [&](std::string_view key, std::string_view) {
                    out.writes.push_back({std::string{key}, std::nullopt});
                    return out.writes.size() < keys_max;
                  });
    if (!seen)
      return seen.why();
    if (out.writes.size() >= keys_max) {
      out.writes.push_back({keys::dropping(), "1"});
      return std::optional{std::move(out)};
    }
  }
  auto begun = is_dropping(data, store);
  if (!begun)
    return begun.why();
  if (out.writes.empty() && !*begun)
    return std::optional<store::transaction>{};
  out.writes.push_back({keys::dropping(), std::nullopt});
  return std::optional{std::move(out)};
}

result<v1::StatisticsCursor> read_cursor(const store::hub_storage& data,
                                         const scope& of) {
  auto at = stored_cursor::read(data, of);
  if (!at)
    return at.why();
  return std::move(at->cursor);
}

result<v1::StoreStatistics> read_statistics(const store::hub_storage& data,
                                            const std::string& store,
                                            const std::string& from_date,
                                            const std::string& to_date) {
  report_maker report;
  bool sound = true;
  auto to = to_date.empty() ? keys::after("s") : keys::after("s" + to_date);
  auto seen = data.scan(store, "s" + from_date, to,
                        [&](std::string_view key, std::string_view value) {
                          auto name = parse_cell_key(key);
                          v1::StatisticsCell cell;
                          sound
                            = name
                              && cell.ParseFromArray(
                                value.data(), static_cast<int>(value.size()));
                          if (sound)
                            report.add(*name, cell);
                          return sound;
                        });
  if (!seen)
    return seen.why();
  if (!sound)
    return corrupt("statistics of " + store);
  return report.make(store);
}

} // namespace kassa::hub
