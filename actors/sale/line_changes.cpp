#include "actors/sale/deposit.hpp"
#include "actors/sale/discounts.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/notes.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/quantities.hpp"
#include "actors/sale/sale.hpp"

#include <optional>
#include <vector>

namespace kassa::sale {

namespace {

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

/// A line leaves, and its deposit with it.
result<drafts> removals(const state& of, const v1::Line& line,
                        const context& with) {
  if (auto s = free_of_goods(*of.sale, line); !s)
    return s.why();
  drafts out{removal(of, line, with)};
  if (const auto* deposit = deposit_of(*of.sale, line.line_no()))
    out.push_back(removal(of, *deposit, with));
  return out;
}

v1::RecordBody change(const state& of, const v1::Line& before, v1::Line after,
                      const context& with) {
  auto body = draft(with, v1::KIND_LINE_CHANGED);
  auto& changed = *body.mutable_line_changed();
  changed.set_sale(of.sale->id());
  *changed.mutable_line() = std::move(after);
  *changed.mutable_before() = before;
  return body;
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
  if (is_note(before))
    return changed_note(before, by);
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
  return line;
}

/// The deposit of goods that have become more or less; none where they have
/// none, or nothing was said of their quantity.
result<std::optional<v1::Line>> changed_deposit(const state& of,
                                                const v1::Line& goods) {
  std::optional<v1::Line> out;
  const auto* before = deposit_of(*of.sale, goods.line_no());
  if (!before || before->quantity_milli() == goods.quantity_milli())
    return out;
  out = *before;
  out->set_quantity_milli(goods.quantity_milli());
  if (auto s = price_line(*out); !s)
    return s.why();
  return out;
}

ore_t net_of(const v1::Line& line) {
  return line.gross_ore() + line.receipt_discount_ore();
}

result<drafts> changes(const state& of, const v1::Line& before,
                       const v1::ChangeLineRequest& by, const context& with) {
  auto after = changed_line(of, before, by, with);
  if (!after)
    return after.why();
  auto deposit = by.has_quantity_milli()
                   ? changed_deposit(of, *after)
                   : result<std::optional<v1::Line>>{std::nullopt};
  if (!deposit)
    return deposit.why();
  std::vector<v1::Line> fresh{*after};
  auto old = net_of(before);
  if (*deposit) {
    fresh.push_back(**deposit);
    old += net_of(*deposit_of(*of.sale, before.line_no()));
  }
  if (auto s = check_size(&*of.sale, fresh, old); !s)
    return s.why();
  drafts out{change(of, before, *std::move(after), with)};
  if (by.has_discount())
    *out.front().mutable_line_changed()->mutable_discount() = by.discount();
  if (*deposit)
    out.push_back(change(of, *deposit_of(*of.sale, before.line_no()),
                         **std::move(deposit), with));
  return out;
}

} // namespace

result<drafts> decide(const state& of, const v1::ChangeLineRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  auto line = find_line(of, by.line_no());
  if (!line)
    return line.why();
  if (by.has_quantity_milli() && by.quantity_milli() == 0)
    return removals(of, **line, with);
  if (by.has_discount() && is_deposit(**line))
    return error{errc::bad_discount, {{"what", "pant"}}};
  if (auto s = free_of_goods(*of.sale, **line); !s)
    return s.why();
  return changes(of, **line, by, with);
}

result<drafts> decide(const state& of, const v1::RemoveLineRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  auto line = find_line(of, by.line_no());
  if (!line)
    return line.why();
  return removals(of, **line, with);
}

} // namespace kassa::sale
