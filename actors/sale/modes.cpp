#include "actors/sale/modes.hpp"

#include "actors/sale/day.hpp"
#include "actors/sale/exchange.hpp"
#include "proto/base/lines.hpp"

namespace kassa::sale {

namespace {

/// The line as the mode rates it. A group or a code that has left the catalog
/// since leaves the line as it was.
v1::Line rated(const v1::OpenSale& sale, const v1::Line& line,
               v1::SalesMode mode, const context& with) {
  auto out = line;
  if (is_note(line) || line.mode() != v1::SALES_MODE_UNSPECIFIED)
    return out;
  auto group = with.catalog->group(line.group(), sale.catalog_ms());
  if (!group)
    return out;
  auto vat = with.catalog->vat_of(*group, mode, sale.catalog_ms());
  if (!vat || vat->code == line.vat_code())
    return out;
  out.set_vat_code(vat->code);
  out.set_vat_basis_points(vat->basis_points);
  *out.mutable_priced_by() = with.catalog->head().name();
  return out;
}

v1::RecordBody mode_set(v1::SalesMode mode, const context& with) {
  auto body = draft(with, v1::KIND_MODE_SET);
  auto& set = *body.mutable_mode_set();
  set.set_sale(with.new_sale);
  set.set_mode(mode);
  set.set_revision(with.new_revision);
  return body;
}

} // namespace

status check_mode(v1::SalesMode mode) {
  if (!v1::SalesMode_IsValid(mode))
    return error{errc::invalid, {{"what", "mode"}}};
  return ok;
}

drafts default_mode(const context& with) {
  if (with.rules.default_mode == v1::SALES_MODE_UNSPECIFIED)
    return {};
  return {mode_set(with.rules.default_mode, with)};
}

result<drafts> decide(const state& of, const v1::SetModeRequest& by,
                      const context& with) {
  if (auto s = may_change_lines(of, with); !s)
    return s.why();
  if (auto s = check_mode(by.mode()); !s)
    return s.why();
  // What comes back has the rate that it was sold at.
  if (of.sale && of.sale->is_return() && !of.sale->free_return())
    return errc::return_mixed;
  if (of.sale && of.sale->mode() == by.mode())
    return drafts{};
  auto body = mode_set(by.mode(), with);
  if (!of.sale) {
    if (auto s = open_for_sales(with); !s)
      return s.why();
    if (auto s = day_takes_sales(of, with); !s)
      return s.why();
    return drafts{std::move(body)};
  }
  auto& set = *body.mutable_mode_set();
  set.set_sale(of.sale->id());
  set.set_revision(of.sale->revision() + 1);
  for (const auto& line : of.sale->lines())
    *set.add_lines() = rated(*of.sale, line, by.mode(), with);
  return drafts{std::move(body)};
}

} // namespace kassa::sale
