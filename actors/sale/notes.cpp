#include "actors/sale/notes.hpp"

#include "actors/sale/limits.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/quantities.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

error invalid(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

/// A line break would begin a row of the receipt that looks like the till's.
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

status check_note(const std::string& text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c == ' '; })
      || std::any_of(text.begin(), text.end(), is_control))
    return invalid("text");
  return check_text(text);
}

} // namespace

result<v1::Line> make_note(const state& of, const v1::AddLineRequest& by,
                           const context& with) {
  if (by.quantity_milli() != 0 || by.has_unit_price_ore() || !by.text().empty()
      || !is_zero(by.discount()))
    return invalid("text + ...");
  if (auto s = check_note(by.note()); !s)
    return s.why();
  v1::Line out;
  out.set_line_no(of.sale ? of.sale->next_line_no() : 1);
  out.set_text(by.note());
  out.set_registered_ms(with.wall_ms);
  *out.mutable_priced_by() = with.catalog->head().name();
  *out.mutable_extensions() = by.extensions();
  return out;
}

result<v1::Line> changed_note(const v1::Line& before,
                              const v1::ChangeLineRequest& by) {
  if (by.has_quantity_milli())
    return bad_quantity(by.quantity_milli(), "text");
  if (by.has_discount())
    return error{errc::bad_discount, {{"what", "text"}}};
  auto out = before;
  if (!by.has_text())
    return out;
  if (auto s = check_note(by.text()); !s)
    return s.why();
  out.set_text(by.text());
  return out;
}

bool has_goods(const v1::OpenSale& sale) noexcept {
  return std::any_of(sale.lines().begin(), sale.lines().end(),
                     [](const v1::Line& x) { return !is_note(x); });
}

} // namespace kassa::sale
