#include "hub/cited.hpp"

#include "hub/cited_sale.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/statistics_store.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace kassa::hub {

namespace {

/// A receipt, by the name of its terminal as cited, and who cites it.
using citations = std::map<std::pair<std::string, std::uint64_t>, v1::Cited>;
using names = std::map<std::string, std::set<std::string>, std::less<>>;

error corrupt() {
  return {errc::corrupt, {{"what", "cited receipts"}}};
}

/// Which terminals print a name.
result<names> read_names(const store::hub_storage& data,
                         const std::string& store) {
  names out;
  auto prefix = keys::printed_name({}, {}).substr(0, 2);
  auto seen = data.scan(store, prefix, keys::after(prefix),
                        [&](std::string_view key, std::string_view value) {
                          auto name = key.substr(2, key.find('\0', 2) - 2);
                          out[std::string{name}].insert(std::string{value});
                          return true;
                        });
  if (!seen)
    return seen.why();
  return out;
}

std::string terminal_of(const std::string& cited, const names& known) {
  auto at = known.find(cited);
  return at != known.end() && at->second.size() == 1 ? *at->second.begin()
                                                     : cited;
}

bool is_cited_elsewhere(const v1::Cited& of) {
  return std::any_of(
    of.by().begin(), of.by().end(),
    [&of](const v1::Citation& x) { return x.terminal() != of.terminal(); });
}

/// The returns that cite it, as they lie in the journals.
result<std::vector<v1::Receipt>> read_returns(const store::hub_storage& data,
                                              const std::string& store,
                                              const v1::Cited& of) {
  std::vector<v1::Receipt> out;
  for (const auto& by : of.by()) {
    auto record = find_record(data, {store, by.terminal()}, by.seq());
    if (!record)
      return record.why();
    v1::RecordBody body;
    if (!*record || !body.ParseFromString((*record)->body())
        || !body.has_receipt())
      return corrupt();
    out.push_back(std::move(*body.mutable_receipt()));
  }
  return out;
}

/// Holds what came back against what was sold, where the hub has it.
status compare(const store::hub_storage& data, const std::string& store,
               v1::Cited& with) {
  const scope home{store, with.terminal()};
  auto counted = read_cursor(data, home);
  if (!counted)
    return counted.why();
  auto sale = find_sale(data, home, counted->seq(), with.number());
  if (!sale)
    return sale.why();
  auto returns = read_returns(data, store, with);
  if (!returns)
    return returns.why();
  for (const auto& x : *returns)
    with.set_returned_ore(with.returned_ore() - x.total_ore());
  with.set_twice(with.by_size() > 1);
  with.set_sale_is_held(sale->has_value());
  if (!*sale)
    return ok;
  with.set_sold_ore((*sale)->total_ore());
  with.set_more_than_sold(exceeds(**sale, *returns));
  return ok;
}

/// All receipts that returns cite.
result<citations> read_all(const store::hub_storage& data,
                           const std::string& store, const names& known) {
  citations all;
  bool sound = true;
  auto prefix = keys::cited(0, {}, {}, 0).substr(0, 2);
  auto seen
    = data.scan(store, prefix, keys::after(prefix),
                [&](std::string_view key, std::string_view value) {
                  v1::Citation row;
                  sound = key.size() > 10
                          && row.ParseFromArray(value.data(),
                                                static_cast<int>(value.size()));
                  if (!sound)
                    return false;
                  auto number = keys::read_be64(key.substr(2));
                  std::string cited{key.substr(10, key.find('\0', 10) - 10)};
                  auto& receipt = all[{terminal_of(cited, known), number}];
                  *receipt.add_by() = std::move(row);
                  return true;
                });
  if (!seen)
    return seen.why();
  if (!sound)
    return corrupt();
  return all;
}

} // namespace

void add_cited(cited_rows& to, const v1::RecordBody& of) {
  const auto& receipt = of.receipt();
  if (!receipt.designation().empty() && receipt.designation() != of.terminal())
    to[keys::printed_name(receipt.designation(), of.terminal())]
      = of.terminal();
  const auto& original = receipt.original();
  if (receipt.series() != v1::SERIES_RETURN || original.number() == 0)
    return;
  v1::Citation row;
  row.set_terminal(of.terminal());
  row.set_number(receipt.number());
  row.set_seq(of.seq());
  row.set_business_date(receipt.business_date());
  row.set_amount_ore(-receipt.total_ore());
  const auto& cited
    = original.terminal().empty() ? of.terminal() : original.terminal();
  to[keys::cited(original.number(), cited, of.terminal(), of.seq())]
    = row.SerializeAsString();
}

result<v1::CitedList> read_cited(const store::hub_storage& data,
                                 const std::string& store) {
  auto known = read_names(data, store);
  if (!known)
    return known.why();
  auto all = read_all(data, store, *known);
  if (!all)
    return all.why();
  v1::CitedList out;
  for (auto& [name, receipt] : *all) {
    receipt.set_terminal(name.first);
    receipt.set_number(name.second);
    if (!is_cited_elsewhere(receipt))
      continue;
    if (auto s = compare(data, store, receipt); !s)
      return s.why();
    if (receipt.twice() || receipt.more_than_sold())
      *out.add_receipts() = std::move(receipt);
  }
  return out;
}

} // namespace kassa::hub
