#include "actors/sale/returns.hpp"

#include "actors/sale/day.hpp"
#include "actors/sale/deposit.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/modes.hpp"
#include "actors/sale/sale.hpp"
#include "proto/base/receipt_code.hpp"

#include <algorithm>
#include <set>

namespace kassa::sale {

namespace {

using wanted_lines = google::protobuf::RepeatedPtrField<v1::ReturnLine>;

std::int64_t returned_of(const written_receipt& of, std::uint32_t line_no) {
  for (const auto& x : of.entry.returned())
    if (x.line_no() == line_no)
      return x.quantity_milli();
  return 0;
}

} // namespace

std::int64_t left_of(const written_receipt& of, const v1::Line& line) {
  return line.quantity_milli() - returned_of(of, line.line_no());
}

namespace {

/// The part of an amount of the line that goes with the quantity from `before`
/// to `after`, on the running sum.
ore_t part(ore_t amount, const v1::Line& line, std::int64_t before,
           std::int64_t after) {
  auto upto = [&](std::int64_t quantity) {
    return mul_div_round(amount, quantity, line.quantity_milli());
  };
  return upto(after) - upto(before);
}

v1::Line return_line(const written_receipt& of, const v1::Line& line,
                     std::int64_t quantity, const context& with) {
  auto before = returned_of(of, line.line_no());
  auto after = before + quantity;
  auto gross = part(line.gross_ore(), line, before, after);
  auto shared = part(line.receipt_discount_ore(), line, before, after);
  auto list = price_of(quantity, line.unit_price_ore());
  v1::Line out = line;
  out.set_quantity_milli(-quantity);
  out.set_gross_ore(-gross);
  out.set_receipt_discount_ore(-shared);
  // What is left of the price, so that price less discounts is the gross.
  out.set_discount_ore(-(list - shared - gross));
  out.set_registered_ms(with.wall_ms);
  auto& original = *out.mutable_original();
  original.set_terminal(with.here.terminal);
  original.set_series(of.body.receipt().series());
  original.set_number(of.body.receipt().number());
  original.set_line_no(line.line_no());
  return out;
}

error exceeds(const v1::Line& line, std::int64_t left) {
  return {
    errc::return_exceeds,
    {{"line", std::to_string(line.line_no())}, {"left", print_quantity(left)}}};
}

result<std::int64_t> quantity_of(const written_receipt& of,
                                 const v1::Line& line,
                                 const v1::ReturnLine& by) {
  if (by.quantity_milli() < 0)
    return error{
      errc::bad_quantity,
      {{"quantity", print_quantity(by.quantity_milli())}, {"what", "> 0"}}};
  auto left = left_of(of, line);
  if (left <= 0 || by.quantity_milli() > left)
    return exceeds(line, left);
  return by.quantity_milli() == 0 ? left : by.quantity_milli();
}

/// Every line with something left, in whole.
wanted_lines all_left(const written_receipt& of) {
  wanted_lines out;
  for (const auto& line : of.body.receipt().lines())
    if (left_of(of, line) > 0)
      out.Add()->set_line_no(line.line_no());
  return out;
}

/// What the QR code of a receipt names, if it lies here.
result<written_receipt> find_scanned(const std::string& text,
                                     const context& with) {
  if (auto s = check_text(text); !s)
    return s.why();
  auto code = parse_receipt_code(text);
  if (!code)
    return error{errc::bad_barcode,
                 {{"barcode", text}, {"what", "KVITTO:KASSA:NR"}}};
  auto found = sold_here(code->number, with);
  // The register may have had another name by then.
  if (found && found->body.receipt().designation() == code->designation)
    return found;
  if (code->designation != with.designation)
    return error{errc::other_terminal, {{"terminal", code->designation}}};
  return error{errc::unknown_receipt,
               {{"number", std::to_string(code->number)}}};
}

/// The original, if it may be looked for here and now.
result<written_receipt> find(const v1::BeginReturnRequest& by,
                             const context& with) {
  if (!by.code().empty() && !by.terminal().empty())
    return error{errc::invalid, {{"what", "code"}}};
  if (by.code().empty())
    if (auto s = at_home(with, by.terminal()); !s)
      return s.why();
  return sold_here(by.number(), by.code(), with);
}

status check_sale(const state& of, const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_RETURN); !s)
    return s;
  if (auto s = open_for_sales(with); !s)
    return s;
  if (of.sale)
    return of.sale->is_return() ? errc::sale_open : errc::return_mixed;
  if (auto s = not_training(of, "RETUR"); !s)
    return s;
  return day_takes_sales(of, with);
}

} // namespace

result<written_receipt> sold_here(std::uint64_t number, const context& with) {
  auto found = with.memory->receipt(v1::SERIES_SALE, number);
  if (!found)
    return found.why();
  if (!*found)
    return error{errc::unknown_receipt, {{"number", std::to_string(number)}}};
  return **std::move(found);
}

result<written_receipt> sold_here(std::uint64_t number, const std::string& code,
                                  const context& with) {
  if (code.empty())
    return sold_here(number, with);
  if (number != 0)
    return error{errc::invalid, {{"what", "code"}}};
  return find_scanned(code, with);
}

result<std::vector<v1::Line>> return_lines(const written_receipt& original,
                                           const wanted_lines& wanted,
                                           const context& with) {
  auto left = all_left(original);
  if (left.empty())
    return error{
      errc::already_returned,
      {{"number", std::to_string(original.body.receipt().number())}}};
  std::vector<v1::Line> out;
  std::set<std::uint32_t> named;
  const auto& lines = original.body.receipt().lines();
  for (const auto& by :
       wanted.empty() ? left : with_deposits(original, wanted)) {
    auto no = std::to_string(by.line_no());
    auto line = std::find_if(lines.begin(), lines.end(), [&](const auto& x) {
      return x.line_no() == by.line_no();
    });
    if (line == lines.end())
      return error{errc::unknown_line, {{"line", no}}};
    if (!named.insert(by.line_no()).second)
      return error{errc::invalid, {{"what", "line " + no}}};
    auto quantity = quantity_of(original, *line, by);
    if (!quantity)
      return quantity.why();
    out.push_back(return_line(original, *line, *quantity, with));
    out.back().set_line_no(static_cast<std::uint32_t>(out.size()));
  }
  link_deposits(out);
  return out;
}

namespace {

/// Goods come back without a receipt of this terminal: what they cost is what
/// they cost now. The receipt of another register may be named; whether it was
/// returned there too, only a hub can see.
result<drafts> free_return(const v1::BeginReturnRequest& by,
                           const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_FREE_RETURN); !s)
    return s.why();
  if (auto s = check_text(by.terminal()); !s)
    return s.why();
  // A receipt that is here is not cited: it is returned from.
  if (!by.lines().empty() || !by.code().empty()
      || by.terminal() == with.here.terminal
      || by.terminal().empty() != (by.number() == 0))
    return error{errc::invalid, {{"what", "RETUR"}}};
  auto body = draft(with, v1::KIND_RETURN_BEGUN);
  auto& begun = *body.mutable_return_begun();
  begun.set_sale(with.new_sale);
  begun.set_revision(with.new_revision);
  begun.set_catalog_ms(with.catalog_ms);
  begun.set_free(true);
  begun.set_cash_rounding(with.rules.refund_rounding);
  if (by.number() != 0) {
    begun.mutable_original()->set_terminal(by.terminal());
    begun.mutable_original()->set_series(v1::SERIES_SALE);
    begun.mutable_original()->set_number(by.number());
  }
  drafts out{std::move(body)};
  for (auto& mode : default_mode(with))
    out.push_back(std::move(mode));
  return out;
}

} // namespace

result<drafts> decide(const state& of, const v1::BeginReturnRequest& by,
                      const context& with) {
  if (auto s = check_sale(of, with); !s)
    return s.why();
  if (by.free())
    return free_return(by, with);
  auto original = find(by, with);
  if (!original)
    return original.why();
  auto all = return_lines(*original, by.lines(), with);
  if (!all)
    return all.why();
  auto body = draft(with, v1::KIND_RETURN_BEGUN);
  auto& begun = *body.mutable_return_begun();
  begun.set_sale(with.new_sale);
  begun.set_revision(with.new_revision);
  begun.mutable_original()->set_terminal(with.here.terminal);
  begun.mutable_original()->set_series(v1::SERIES_SALE);
  begun.mutable_original()->set_number(original->body.receipt().number());
  begun.set_cash_rounding(with.rules.refund_rounding);
  for (auto& line : *all)
    *begun.add_lines() = std::move(line);
  return drafts{std::move(body)};
}

} // namespace kassa::sale
