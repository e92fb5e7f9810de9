#include "actors/journal/derived_rows.hpp"

#include "actors/journal/changes.hpp"
#include "actors/journal/history.hpp"
#include "store/keys.hpp"

#include <algorithm>

namespace kassa::journal {

using store::family;
using store::write_op;

derived_rows::derived_rows(const store::reader& stored, scope of)
  : stored_(stored), of_(std::move(of)) {}

status derived_rows::apply(const v1::RecordBody& body,
                           const store::write_set& rows) {
  count(body);
  for (const auto& op : rows.ops) {
    if (op.kind == write_op::what::erase_range)
      continue; // Answers: they are no work of the journal's.
    track(op);
    auto stored = stored_.get(op.where, op.key);
    if (!stored)
      return stored.why();
    std::optional<std::string> fresh;
    if (op.kind == write_op::what::put)
      fresh = op.value;
    name key{op.where, op.key};
    if (*stored == fresh)
      open_.erase(key);
    else if (open_.size() < open_max || open_.contains(key))
      open_[std::move(key)] = std::move(fresh);
    else
      ++dropped_;
  }
  return ok;
}

result<std::optional<std::string>>
derived_rows::lookup(family where, std::string_view key) const {
  if (auto row = open_.find(name{where, std::string{key}}); row != open_.end())
    return row->second;
  return stored_.get(where, key);
}

status derived_rows::compare(const teller& tell) const {
  for (const auto& [key, fresh] : open_) {
    auto stored = stored_.get(key.first, key.second);
    if (!stored)
      return stored.why();
    auto what = describe(key.second);
    if (!tell(!fresh    ? what + " should be gone"
              : *stored ? what + " differs from the journal"
                        : what + " is missing"))
      return ok;
  }
  if (dropped_ != 0)
    tell(std::to_string(dropped_) + " more rows were not compared");
  for (auto [letter, due] : {std::pair{'R', receipts_}, std::pair{'D', days_},
                             std::pair{'Z', zs_}, std::pair{'H', changes_}})
    if (auto done = compare_index(letter, due, tell); !done)
      return done;
  return compare_state(tell);
}

void derived_rows::count(const v1::RecordBody& body) {
  zs_ += body.has_z_report() ? 1 : 0;
  changes_ += is_change(body) ? 1 : 0;
  if (!body.has_receipt())
    return;
  ++receipts_;
  days_ += body.receipt().series() != v1::SERIES_TRAINING ? 1 : 0;
}

// Rows of the state can be told from strangers only by name: they come and go.
void derived_rows::track(const write_op& op) {
  if (op.where != family::state || op.key.size() <= store::scope_width)
    return;
  auto put = op.kind == write_op::what::put;
  switch (op.key[store::scope_width]) {
  case 'K':
    if (put)
      parked_.insert(op.key);
    else
      parked_.erase(op.key);
    return;
  case 'P': {
    auto at = std::lower_bound(jobs_.begin(), jobs_.end(), op.key);
    auto there = at != jobs_.end() && *at == op.key;
    if (put && !there)
      jobs_.insert(at, op.key);
    else if (!put && there)
      jobs_.erase(at);
    return;
  }
  default: return;
  }
}

std::uint64_t derived_rows::absent(char letter) const {
  std::uint64_t n = 0;
  for (const auto& [key, fresh] : open_) {
    if (key.first != family::index || key.second[store::scope_width] != letter
        || !fresh)
      continue;
    auto stored = stored_.get(key.first, key.second);
    n += stored && !*stored ? 1 : 0;
  }
  return n;
}

status derived_rows::compare_index(char letter, std::uint64_t due,
                                   const teller& tell) const {
  auto prefix = store::letter_key(of_, letter);
  std::uint64_t found = 0;
  auto done = stored_.scan(family::index, prefix, store::prefix_end(prefix),
                           [&](std::string_view, std::string_view) {
                             ++found;
                             return true;
                           });
  if (!done || found + absent(letter) == due)
    return done;
  return name_strangers(letter, tell);
}

// Only when the numbers differ: looks each row's record up.
status derived_rows::name_strangers(char letter, const teller& tell) const {
  auto prefix = store::letter_key(of_, letter);
  return stored_.scan(family::index, prefix, store::prefix_end(prefix),
                      [&](std::string_view key, std::string_view value) {
                        return known(letter, key, value)
                               || tell(describe(key) + " has no record");
                      });
}

bool derived_rows::known(char letter, std::string_view key,
                         std::string_view value) const {
  v1::ReceiptEntry entry; // ReceiptSummary has its seq in the key.
  auto seq
    = letter == 'D' ? store::read_be64(key.substr(key.size() - 8))
      : entry.ParseFromArray(value.data(), static_cast<int>(value.size()))
        ? entry.seq()
        : 0;
  auto body = read_body(stored_, of_, seq);
  if (!body)
    return false;
  if (letter == 'H')
    return is_change(*body)
           && key == store::change_key(of_, change_date(*body), seq);
  if (letter == 'Z')
    return body->has_z_report()
           && key == store::z_key(of_, body->z_report().number());
  const auto& receipt = body->receipt();
  if (!body->has_receipt())
    return false;
  if (letter == 'D')
    return receipt.business_date().size() == 10
           && key == store::receipt_day_key(of_, receipt.business_date(), seq);
  return key == store::receipt_key(of_, receipt.series(), receipt.number());
}

status derived_rows::compare_state(const teller& tell) const {
  auto jobs = store::letter_key(of_, 'P');
  auto done
    = stored_.scan(family::state, jobs, store::prefix_end(jobs),
                   [&](std::string_view key, std::string_view) {
                     return std::binary_search(jobs_.begin(), jobs_.end(), key)
                            || tell(describe(key) + " has no record");
                   });
  if (!done)
    return done;
  auto sales = store::letter_key(of_, 'K');
  return stored_.scan(family::state, sales, store::prefix_end(sales),
                      [&](std::string_view key, std::string_view) {
                        return parked_.contains(key)
                               || tell(describe(key) + " has no record");
                      });
}

// "receipt 12 (sale) in the index"
std::string derived_rows::describe(std::string_view key) const {
  auto rest = key.substr(store::scope_width);
  auto number = [&](std::size_t at) {
    return rest.size() >= at + 8
             ? std::to_string(store::read_be64(rest.substr(at)))
             : std::string{"?"};
  };
  switch (rest.empty() ? '\0' : rest.front()) {
  case 'R': {
    auto series = rest.size() > 1 ? rest[1] : '\0';
    return "index: receipt " + number(2)
           + (series == v1::SERIES_SALE     ? " (sale)"
              : series == v1::SERIES_RETURN ? " (return)"
                                            : "");
  }
  case 'D':
    return "index: receipt of " + std::string{rest.substr(1, 10)} + ", record "
           + number(11);
  case 'H':
    return "index: change of " + std::string{rest.substr(1, 10)} + ", record "
           + number(11);
  case 'Z': return "index: Z " + number(1);
  case 'P': return "print queue: record " + number(1);
  case 'K': return "parked sale " + std::string{rest.substr(1)};
  default: return "a row of unknown kind";
  }
}

} // namespace kassa::journal
