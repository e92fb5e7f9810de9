#include "actors/sale/day.hpp"
#include "actors/sale/deposit.hpp"
#include "actors/sale/discounts.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/modes.hpp"
#include "actors/sale/notes.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/quantities.hpp"
#include "actors/sale/sale.hpp"
#include "actors/sale/wares.hpp"

#include <iterator>
#include <vector>

namespace kassa::sale {

namespace {

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
  auto is_return = of.sale && of.sale->is_return();
  if (is_return && !of.sale->free_return() && !by.has_note())
    return errc::return_mixed;
  if (is_return && !is_zero(by.discount()))
    return error{errc::bad_discount, {{"what", "RETUR"}}};
  if (auto s = check_mode(by.mode()); !s)
    return s;
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
                           const rating& as, const context& with) {
  auto what = find_ware(by, as, with);
  if (!what)
    return what.why();
  auto price = choose_price(by, *what);
  if (!price)
    return price.why();
  auto quantity = quantity_of(by, *what);
  if (!quantity)
    return quantity.why();
  auto line = std::move(what->snapshot);
  line.set_line_no(of.sale ? of.sale->next_line_no() : 1);
  line.set_quantity_milli(*quantity);
  line.set_unit_price_ore(*price);
  line.set_open_price(what->open_price);
  line.set_text(by.text());
  line.set_registered_ms(with.wall_ms);
  *line.mutable_extensions() = by.extensions();
  if (!is_zero(by.discount()))
    *line.mutable_discount() = by.discount();
  if (auto s = price_line(line); !s)
    return s.why();
  return line;
}

/// The goods and their deposit, or a note; as they lie on a sale.
result<std::vector<v1::Line>> lines_of(const state& of,
                                       const v1::AddLineRequest& by,
                                       const rating& as, const context& with) {
  auto line
    = by.has_note() ? make_note(of, by, with) : make_line(of, by, as, with);
  if (!line)
    return line.why();
  std::vector<v1::Line> out{*std::move(line)};
  auto deposit = deposit_for(out.front(), as, with);
  if (!deposit)
    return deposit.why();
  if (*deposit)
    out.push_back(**std::move(deposit));
  return out;
}

/// Puts lines into a sale, which they begin where there is none.
result<drafts> add_lines(const state& of, const v1::AddLineRequest& by,
                         const context& with) {
  // The catalog clock is read at the first line, not at the mode before it.
  auto at = of.sale && of.sale->catalog_ms() != 0 ? of.sale->catalog_ms()
                                                  : with.catalog_ms;
  auto mode = of.sale ? of.sale->mode() : v1::SALES_MODE_UNSPECIFIED;
  auto all = lines_of(of, by, {by.mode(), mode, at}, with);
  if (!all)
    return all.why();
  if (!is_zero(by.discount()))
    if (auto s = may_discount(all->front(), with); !s)
      return s.why();
  if ((of.sale ? of.sale->lines_size() : 0) + static_cast<int>(all->size())
      > lines_max)
    return error{errc::too_many_lines, {{"limit", std::to_string(lines_max)}}};
  if (auto s = check_size(of.sale ? &*of.sale : nullptr, *all, 0); !s)
    return s.why();
  drafts out;
  auto revision = of.sale ? of.sale->revision() + 1 : with.new_revision;
  for (auto& line : *all) {
    auto& body = out.emplace_back(draft(with, v1::KIND_LINE_ADDED));
    auto& added = *body.mutable_line_added();
    added.set_sale(of.sale ? of.sale->id() : with.new_sale);
    added.set_revision(revision++);
    added.set_catalog_ms(at);
    if (of.sale && of.sale->is_return() && !is_note(line))
      turn_around(*of.sale, line);
    *added.mutable_line() = std::move(line);
  }
  return out;
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
  auto out = of.sale ? drafts{} : default_mode(with);
  if (out.empty())
    return add_lines(of, by, with);
  auto begun = of;
  evolve(begun, out.front());
  auto added = add_lines(begun, by, with);
  if (!added)
    return added.why();
  std::move(added->begin(), added->end(), std::back_inserter(out));
  return out;
}

} // namespace kassa::sale
