#include "hub/cited_sale.hpp"

#include "hub/journal_rows.hpp"
#include "proto/base/record_peek.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kassa::hub {

namespace {

struct found_sale {
  seq_t seq = 0;
  v1::Receipt receipt; ///< Of a void: its number alone.
};

/// The first number of the sales' series that became something, a receipt or a
/// void, from a seq on, up to `last`.
result<std::optional<found_sale>> next_sale(const store::hub_storage& data,
                                            const scope& of, seq_t from,
                                            seq_t last) {
  std::optional<found_sale> out;
  auto seen = visit_records(
    data, of, from, [&out, last](seq_t seq, const record_view& record) {
      if (seq > last)
        return false;
      v1::RecordBody body;
      auto top = peek_record(record.body);
      // What cannot be read is set aside elsewhere (L14).
      if (!top || (top->kind != v1::KIND_RECEIPT && top->kind != v1::KIND_VOID)
          || !body.ParseFromArray(record.body.data(),
                                  static_cast<int>(record.body.size())))
        return true;
      if (body.has_void_() && body.void_().series() == v1::SERIES_SALE) {
        out.emplace().seq = seq;
        out->receipt.set_number(body.void_().number());
      } else if (body.receipt().series() == v1::SERIES_SALE) {
        out = {seq, std::move(*body.mutable_receipt())};
      }
      return !out.has_value();
    });
  if (!seen)
    return seen.why();
  return out;
}

/// An article, or the name of what was sold without one.
using ware = std::pair<std::string, std::string>;
using quantities = std::map<ware, std::int64_t>;

void add(quantities& to, const v1::Receipt& of) {
  for (const auto& line : of.lines())
    to[{line.article_no(), line.article_no().empty() ? line.name() : ""}]
      += line.quantity_milli();
}

} // namespace

result<std::optional<v1::Receipt>> find_sale(const store::hub_storage& data,
                                             const scope& of, seq_t last,
                                             std::uint64_t number) {
  seq_t low = 1;
  seq_t high = last + 1;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    auto next = next_sale(data, of, middle, last);
    if (!next)
      return next.why();
    if (*next && (*next)->receipt.number() < number)
      low = (*next)->seq + 1;
    else
      high = middle;
  }
  auto next = next_sale(data, of, low, last);
  if (!next)
    return next.why();
  if (!*next)
    return std::optional<v1::Receipt>{};
  if ((*next)->receipt.number() == number)
    return std::optional{std::move((*next)->receipt)};
  return std::optional{v1::Receipt{}};
}

bool exceeds(const v1::Receipt& sale, const std::vector<v1::Receipt>& returns) {
  // Returns carry a minus: what is left is below zero where too much came back.
  auto total = sale.total_ore();
  quantities left;
  add(left, sale);
  for (const auto& x : returns) {
    total += x.total_ore();
    add(left, x);
  }
  return total < 0 || std::any_of(left.begin(), left.end(), [](const auto& x) {
           return x.second < 0;
         });
}

} // namespace kassa::hub
