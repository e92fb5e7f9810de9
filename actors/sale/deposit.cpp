#include "actors/sale/deposit.hpp"

#include "actors/sale/pricing.hpp"
#include "actors/sale/quantities.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

using wanted_lines = google::protobuf::RepeatedPtrField<v1::ReturnLine>;

const v1::ReturnLine* asked(const wanted_lines& wanted, std::uint32_t no) {
  for (const auto& x : wanted)
    if (x.line_no() == no)
      return &x;
  return nullptr;
}

const v1::Line* line_of(const v1::Receipt& of, std::uint32_t no) {
  for (const auto& x : of.lines())
    if (x.line_no() == no)
      return &x;
  return nullptr;
}

} // namespace

result<std::optional<v1::Line>>
deposit_for(const v1::Line& goods, const rating& as, const context& with) {
  std::optional<v1::Line> out;
  if (goods.article_no().empty())
    return out;
  auto article = with.catalog->article(goods.article_no(), as.at_ms);
  if (!article || article->deposit().empty())
    return out;
  auto what = article_ware(article->deposit(), {}, as, with);
  if (!what)
    return what.why();
  if (auto s = check_quantity(goods.quantity_milli(), what->decimals); !s)
    return s.why();
  auto& line = out.emplace(std::move(what->snapshot));
  line.set_line_no(goods.line_no() + 1);
  line.set_deposit_of(goods.line_no());
  line.set_quantity_milli(goods.quantity_milli());
  line.set_unit_price_ore(what->price);
  line.set_registered_ms(with.wall_ms);
  if (auto s = price_line(line); !s)
    return s.why();
  return out;
}

const v1::Line* deposit_of(const v1::OpenSale& sale, std::uint32_t line_no) {
  for (const auto& line : sale.lines())
    if (is_deposit(line) && line.deposit_of() == line_no)
      return &line;
  return nullptr;
}

status free_of_goods(const v1::OpenSale& sale, const v1::Line& line) {
  if (sale.is_return() || !is_deposit(line))
    return ok;
  return bad_quantity(line.quantity_milli(),
                      "pant -> # " + std::to_string(line.deposit_of()));
}

wanted_lines with_deposits(const written_receipt& original,
                           const wanted_lines& wanted) {
  auto out = wanted;
  const auto& receipt = original.body.receipt();
  for (const auto& line : receipt.lines()) {
    if (!is_deposit(line) || asked(wanted, line.line_no()))
      continue;
    const auto* by = asked(wanted, line.deposit_of());
    const auto* goods = line_of(receipt, line.deposit_of());
    if (!by || !goods)
      continue;
    auto quantity = by->quantity_milli() == 0 ? left_of(original, *goods)
                                              : by->quantity_milli();
    quantity = std::min(quantity, left_of(original, line));
    if (quantity <= 0)
      continue;
    auto& more = *out.Add();
    more.set_line_no(line.line_no());
    more.set_quantity_milli(quantity);
  }
  return out;
}

void link_deposits(std::vector<v1::Line>& returned) {
  for (auto& line : returned) {
    if (!is_deposit(line))
      continue;
    std::uint32_t now = 0;
    for (const auto& goods : returned)
      if (goods.original().line_no() == line.deposit_of())
        now = goods.line_no();
    line.set_deposit_of(now);
  }
}

} // namespace kassa::sale
