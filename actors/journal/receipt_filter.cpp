#include "actors/journal/receipt_filter.hpp"

#include "actors/journal/rows.hpp"
#include "proto/base/time.hpp"
#include "store/keys.hpp"

#include <algorithm>
#include <cstdlib>

namespace kassa::journal {

namespace {

/// Rounding to whole kronor moves what is paid by no more (1970:1029).
constexpr std::int64_t rounding_max = 50;

class looking {
public:
  looking(const store::reader& from, const scope& of, const receipt_filter& by)
    : from_(from), of_(of), by_(by),
      most_(by.limit == 0 ? list_default : std::min(by.limit, list_max)) {}

  result<v1::ReceiptList> by_number() {
    for (auto series : {v1::SERIES_SALE, v1::SERIES_RETURN})
      if (by_.series == v1::SERIES_UNSPECIFIED || by_.series == series)
        if (auto s = look_up(series); !s)
          return s.why();
    return std::move(out_);
  }

  result<v1::ReceiptList> by_scan() {
    auto after = by_.after_seq;
    while (rows_ < filter_rows_max) {
      auto page = list_receipts(from_, of_, by_.from_date, by_.to_date, after,
                                list_max);
      if (!page)
        return page.why();
      for (const auto& row : page->receipts())
        if (auto more = take(row); !more || !*more)
          return more ? result<v1::ReceiptList>{std::move(out_)} : more.why();
      after = page->next_after_seq();
      if (after == 0)
        return std::move(out_);
    }
    out_.set_next_after_seq(after);
    return std::move(out_);
  }

private:
  /// False: the page is full.
  result<bool> take(const v1::ReceiptSummary& row) {
    ++rows_;
    auto fits = this->fits(row);
    if (!fits)
      return fits.why();
    if (*fits)
      *out_.add_receipts() = row;
    if (out_.receipts_size() < static_cast<int>(most_)
        && bodies_ < filter_bodies_max)
      return true;
    out_.set_next_after_seq(row.seq());
    return false;
  }

  status look_up(v1::Series series) {
    auto found = find_receipt(from_, of_, series, by_.number);
    if (!found)
      return found.why();
    if (!*found)
      return ok;
    const auto& date = (*found)->body.receipt().business_date();
    if ((!by_.from_date.empty() && date < by_.from_date)
        || (!by_.to_date.empty() && date > by_.to_date))
      return ok;
    auto row = read_row<v1::ReceiptSummary>(
      from_, store::family::index,
      store::receipt_day_key(of_, date, (*found)->seq), "receipt index by day");
    if (!row)
      return row.why();
    if (!*row)
      return ok;
    auto fits = this->fits(**row);
    if (!fits)
      return fits.why();
    if (*fits)
      *out_.add_receipts() = **std::move(row);
    return ok;
  }

  result<bool> fits(const v1::ReceiptSummary& row) {
    if (by_.series != v1::SERIES_UNSPECIFIED && row.series() != by_.series)
      return false;
    auto total = std::abs(row.total_ore());
    auto wanted = std::abs(by_.amount_ore.value_or(total));
    auto exact = total == wanted;
    // Only cash is rounded, and only to whole kronor.
    if (!exact
        && (wanted % 100 != 0 || std::abs(total - wanted) > rounding_max))
      return false;
    if (exact && by_.article_no.empty())
      return true;
    ++bodies_;
    auto body = read_body(from_, of_, row.seq());
    if (!body)
      return body.why();
    const auto& receipt = body->receipt();
    return (exact || std::abs(receipt.to_pay_ore()) == wanted)
           && (by_.article_no.empty() || sells(receipt));
  }

  bool sells(const v1::Receipt& receipt) const {
    return std::any_of(
      receipt.lines().begin(), receipt.lines().end(),
      [this](const v1::Line& x) { return x.article_no() == by_.article_no; });
  }

  const store::reader& from_;
  const scope& of_;
  const receipt_filter& by_;
  std::uint32_t most_;
  std::uint32_t rows_ = 0;
  std::uint32_t bodies_ = 0;
  v1::ReceiptList out_;
};

} // namespace

result<v1::ReceiptList> find_receipts(const store::reader& from,
                                      const scope& of,
                                      const receipt_filter& by) {
  for (const auto& date : {by.from_date, by.to_date})
    if (!date.empty() && !is_date(date))
      return error{errc::invalid, {{"what", date}}};
  looking how{from, of, by};
  return by.number != 0 ? how.by_number() : how.by_scan();
}

} // namespace kassa::journal
