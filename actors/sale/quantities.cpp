#include "actors/sale/quantities.hpp"

#include <algorithm>
#include <array>

namespace kassa::sale {

namespace {

constexpr std::int64_t one = 1000; // Thousandths.

} // namespace

error bad_quantity(std::int64_t milli, std::string what) {
  return {errc::bad_quantity,
          {{"quantity", print_quantity(milli)}, {"what", std::move(what)}}};
}

status check_quantity(std::int64_t milli, std::uint32_t decimals) {
  constexpr std::array<std::int64_t, 4> steps{1000, 100, 10, 1};
  if (milli <= 0)
    return bad_quantity(milli, "> 0");
  if (milli > quantity_max)
    return bad_quantity(milli, "<= " + print_quantity(quantity_max));
  if (milli % steps[std::min(decimals, 3U)] != 0)
    return bad_quantity(milli, std::to_string(decimals) + " dec.");
  return ok;
}

result<std::int64_t> quantity_of(const v1::AddLineRequest& by,
                                 const ware& what) {
  auto quantity = by.quantity_milli() == 0 ? one : by.quantity_milli();
  if (what.portion != one) {
    if (auto s = check_quantity(quantity, 0); !s)
      return s.why();
    quantity = mul_div_round(what.portion, quantity, one);
  }
  if (auto s = check_quantity(quantity, what.decimals); !s)
    return s.why();
  return quantity;
}

std::uint32_t decimals_of(const v1::OpenSale& sale, const v1::Line& line,
                          const context& with) {
  if (line.article_no().empty())
    return 0;
  auto article = with.catalog->article(line.article_no(), sale.catalog_ms());
  if (!article)
    return 3;
  auto weighed = !article->unit().empty() && article->unit() != "st";
  return weighed && line.unit() == "st" ? 0 : article->decimals();
}

} // namespace kassa::sale
