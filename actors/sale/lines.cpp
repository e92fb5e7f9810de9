#include "actors/sale/day.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/sale.hpp"
#include "actors/sale/wares.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace kassa::sale {

namespace {

constexpr std::int64_t one = 1000; // Thousandths.

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

result<ore_t> choose_price(const v1::AddLineRequest& by, const ware& what) {
  const auto& name = what.snapshot.name();
  if (by.has_unit_price_ore() && !what.open_price)
    return error{errc::price_not_open, {{"name", name}}};
  auto price = by.has_unit_price_ore() ? by.unit_price_ore() : what.price;
  if (what.open_price && !by.has_unit_price_ore() && price == 0)
    return error{errc::price_needed, {{"name", name}}};
  if (price < 0 || price > amount_max)
    return error{errc::invalid, {{"what", print_kronor(price) + " kr"}}};
  return price;
}

status check_request(const state& of, const v1::AddLineRequest& by) {
  if (of.sale && of.sale->is_return() && !of.sale->free_return())
    return errc::return_mixed;
  if (of.sale && of.sale->is_return() && !is_zero(by.discount()))
    return error{errc::bad_discount, {{"what", "RETUR"}}};
  if (of.sale && of.sale->lines_size() >= lines_max)
    return error{errc::too_many_lines, {{"limit", std::to_string(lines_max)}}};
  if (auto s = check_text(by.text()); !s)
    return s;
  return check_extensions(by.extensions());
}

/// A line of a free return: it gives money back, and cites what it cites.
void turn_around(const v1::OpenSale& sale, v1::Line& line) {
  line.set_quantity_milli(-line.quantity_milli());
  line.set_gross_ore(-line.gross_ore());
  if (sale.has_original())
    *line.mutable_original() = sale.original();
}

result<v1::Line> make_line(const state& of, const v1::AddLineRequest& by,
                           std::int64_t at, const context& with) {
  auto what = find_ware(by, at, with);
  if (!what)
    return what.why();
  auto price = choose_price(by, *what);
  if (!price)
    return price.why();
  auto quantity = by.quantity_milli() == 0 ? one : by.quantity_milli();
  if (auto s = check_quantity(quantity, what->decimals); !s)
    return s.why();
  auto line = std::move(what->snapshot);
  line.set_line_no(of.sale ? of.sale->next_line_no() : 1);
  line.set_quantity_milli(quantity);
  line.set_unit_price_ore(*price);
  line.set_open_price(what->open_price);
  line.set_text(by.text());
  line.set_registered_ms(with.wall_ms);
  *line.mutable_extensions() = by.extensions();
  if (!is_zero(by.discount()))
    *line.mutable_discount() = by.discount();
  if (auto s = price_line(line); !s)
    return s.why();
  if (of.sale && of.sale->is_return())
    turn_around(*of.sale, line);
  return line;
}

/// A discount up to the shop's limit is anyone's who sells; above it, it is
/// PERMISSION_DISCOUNT's. `forbidden`.
status may_take_off(ore_t off, ore_t list, const context& with) {
  if (list > 0 && with.rules.free_discount != 0
      && off <= mul_div_round(list, with.rules.free_discount, 10'000))
    return allowed(with, v1::PERMISSION_SELL);
  return allowed(with, v1::PERMISSION_DISCOUNT);
}

ore_t list_price(const v1::Line& line) {
  return price_of(line.quantity_milli(), line.unit_price_ore());
}

status may_discount(const v1::Line& line, const context& with) {
  return may_take_off(line.discount_ore(), list_price(line), with);
}

/// What the receipt's discount takes counts with what the lines' took: two
/// small ones are no way round the limit.
status may_discount(const lines& all, ore_t off, const context& with) {
  ore_t list = 0;
  for (const auto& line : all) {
    list += list_price(line);
    off += line.discount_ore();
  }
  return may_take_off(off, list, with);
}

/// Whether the sale still fits with a line put in or replaced.
status check_size(const state& of, const v1::Line& line, ore_t before) {
  if (!of.sale)
    return ok;
  if (of.sale->ByteSizeLong() + line.ByteSizeLong() > sale_bytes_max)
    return error{
      errc::too_large,
      {{"what", "sale"}, {"limit", std::to_string(sale_bytes_max) + " B"}}};
  auto net = net_of(of.sale->lines()) - before + line.gross_ore();
  if (std::abs(net) > amount_max)
    return error{
      errc::too_large,
      {{"what", "sale"}, {"limit", print_kronor(amount_max) + " kr"}}};
  return ok;
}

result<const v1::Line*> find_line(const state& of, std::uint32_t no) {
  if (!of.sale)
    return errc::no_open_sale;
  for (const auto& line : of.sale->lines())
    if (line.line_no() == no)
      return &line;
  return error{errc::unknown_line, {{"line", std::to_string(no)}}};
}

v1::RecordBody removal(const state& of, const v1::Line& line,
                       const context& with) {
  auto body = draft(with, v1::KIND_LINE_REMOVED);
  body.mutable_line_removed()->set_sale(of.sale->id());
  *body.mutable_line_removed()->mutable_line() = line;
  return body;
}

/// An article that has left the catalog since keeps any quantity it is given.
std::uint32_t decimals_of(const v1::OpenSale& sale, const v1::Line& line,
                          const context& with) {
  if (line.article_no().empty())
    return 0;
  auto article = with.catalog->article(line.article_no(), sale.catalog_ms());
  return article ? article->decimals() : 3;
}

status change_quantity(const v1::OpenSale& sale, std::int64_t to,
                       v1::Line& line, const context& with) {
  if (sale.is_return())
    return bad_quantity(to, "RETUR");
  if (auto s = check_quantity(to, decimals_of(sale, line, with)); !s)
    return s;
  line.set_quantity_milli(to);
  return ok;
}

status change_discount(const v1::OpenSale& sale, const v1::Discount& to,
                       v1::Line& line) {
  if (sale.is_return())
    return error{errc::bad_discount, {{"what", "RETUR"}}};
  *line.mutable_discount() = to;
  if (is_zero(to))
    line.clear_discount();
  return ok;
}

result<v1::Line> changed_line(const state& of, const v1::Line& before,
                              const v1::ChangeLineRequest& by,
                              const context& with) {
  auto line = before;
  if (by.has_quantity_milli())
    if (auto s = change_quantity(*of.sale, by.quantity_milli(), line, with); !s)
      return s.why();
  if (by.has_discount())
    if (auto s = change_discount(*of.sale, by.discount(), line); !s)
      return s.why();
  if (by.has_text()) {
    if (auto s = check_text(by.text()); !s)
      return s.why();
    line.set_text(by.text());
  }
  if (!of.sale->is_return())
    if (auto s = price_line(line); !s)
      return s.why();
  // Kronor off weigh more on fewer goods.
  auto weighs_more = line.discount().amount_ore() != 0
                     && line.quantity_milli() < before.quantity_milli();
  if (by.has_discount() || weighs_more)
    if (auto s = may_discount(line, with); !s)
      return s.why();
  auto old = before.gross_ore() + before.receipt_discount_ore();
  if (auto s = check_size(of, line, old); !s)
    return s.why();
  return line;
}

status may_change_lines(const state& of, const context& with) {
  if (auto s = may_change(of, with); !s)
    return s;
  return lines_are_free(of);
}

} // namespace

result<drafts> decide(const state& of, const v1::AddLineRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  if (!is_zero(by.discount()) && with.rules.free_discount == 0)
    if (auto s = allowed(with, v1::PERMISSION_DISCOUNT); !s)
      return s.why();
  if (auto s = open_for_sales(with); !s)
    return s.why();
  if (!of.sale)
    if (auto s = day_takes_sales(of, with); !s)
      return s.why();
  if (auto s = check_request(of, by); !s)
    return s.why();
  auto at = of.sale ? of.sale->catalog_ms() : with.catalog_ms;
  auto line = make_line(of, by, at, with);
  if (!line)
    return line.why();
  if (!is_zero(by.discount()))
    if (auto s = may_discount(*line, with); !s)
      return s.why();
  if (auto s = check_size(of, *line, 0); !s)
    return s.why();
  auto body = draft(with, v1::KIND_LINE_ADDED);
  auto& added = *body.mutable_line_added();
  added.set_sale(of.sale ? of.sale->id() : with.new_sale);
  added.set_revision(of.sale ? of.sale->revision() + 1 : with.new_revision);
  added.set_catalog_ms(at);
  *added.mutable_line() = *std::move(line);
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::ChangeLineRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  auto line = find_line(of, by.line_no());
  if (!line)
    return line.why();
  if (by.has_quantity_milli() && by.quantity_milli() == 0)
    return drafts{removal(of, **line, with)};
  auto after = changed_line(of, **line, by, with);
  if (!after)
    return after.why();
  auto body = draft(with, v1::KIND_LINE_CHANGED);
  auto& changed = *body.mutable_line_changed();
  changed.set_sale(of.sale->id());
  *changed.mutable_line() = *std::move(after);
  *changed.mutable_before() = **line;
  if (by.has_discount())
    *changed.mutable_discount() = by.discount();
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::RemoveLineRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  auto line = find_line(of, by.line_no());
  if (!line)
    return line.why();
  return drafts{removal(of, **line, with)};
}

result<drafts> decide(const state& of, const v1::SetDiscountRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  if (!of.sale)
    return errc::no_open_sale;
  if (of.sale->is_return())
    return error{errc::bad_discount, {{"what", "RETUR"}}};
  auto off = discount_of(by.discount(), net_of(of.sale->lines()));
  if (!off)
    return off.why();
  if (auto s = may_discount(of.sale->lines(), *off, with); !s)
    return s.why();
  auto body = draft(with, v1::KIND_RECEIPT_DISCOUNT_SET);
  body.mutable_receipt_discount_set()->set_sale(of.sale->id());
  *body.mutable_receipt_discount_set()->mutable_discount() = by.discount();
  return drafts{std::move(body)};
}

} // namespace kassa::sale
