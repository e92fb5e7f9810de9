#include "actors/sale/charging.hpp"
#include "actors/sale/day.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/pricing.hpp"
#include "actors/sale/sale.hpp"

namespace kassa::sale {

namespace {

error unknown_parking(const std::string& name) {
  return {errc::unknown_parking, {{"parking", name}}};
}

status check_parking(const std::string& name) {
  if (name.empty())
    return error{errc::invalid, {{"what", "parking"}}};
  return check_text(name);
}

/// The parked sale with this name, or why there is none.
result<v1::SaleParked> find(const std::string& name, const context& with) {
  auto found = with.memory->parked(name);
  if (!found)
    return found.why();
  if (!*found)
    return unknown_parking(name);
  return **std::move(found);
}

} // namespace

result<drafts> decide(const state& of, const v1::AbortRequest&,
                      const context& with) {
  if (auto s = may_change(of, with); !s)
    return s.why();
  if (!of.sale)
    return errc::no_open_sale;
  // A closed scope takes no number any more: there it ends without its sale.
  auto closed
    = with.gate
      && (with.gate->code == errc::fenced || with.gate->code == errc::retired);
  if (auto s = not_settled(of); !s && !closed)
    return s.why();
  if (auto s = none_charged(*of.sale); !s)
    return s.why();
  auto body = draft(with, v1::KIND_SALE_ABORTED);
  auto& aborted = *body.mutable_sale_aborted();
  aborted.set_sale(of.sale->id());
  aborted.set_amount_ore(total_of(of.sale->lines()));
  aborted.set_lines(static_cast<std::uint32_t>(of.sale->lines_size()));
  aborted.set_training(of.sale->training());
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::ParkRequest& by,
                      const context& with) {
  if (auto s = may_change(of, with); !s)
    return s.why();
  if (!of.sale)
    return errc::no_open_sale;
  if (of.sale->is_return())
    return errc::return_mixed;
  if (auto s = not_settled(of); !s)
    return s.why();
  // A practised sale must not be fetched as a real one, nor the other way.
  if (auto s = not_training(of, "PARKERING"); !s)
    return s.why();
  if (auto s = check_parking(by.parking()); !s)
    return s.why();
  auto taken = with.memory->parked(by.parking());
  if (!taken)
    return taken.why();
  if (*taken)
    return error{errc::parking_taken, {{"parking", by.parking()}}};
  auto body = draft(with, v1::KIND_SALE_PARKED);
  body.mutable_sale_parked()->set_parking(by.parking());
  *body.mutable_sale_parked()->mutable_sale() = *of.sale;
  body.mutable_sale_parked()->set_parked_ms(with.wall_ms);
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::FetchRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_SELL); !s)
    return s.why();
  if (auto s = open_for_sales(with); !s)
    return s.why();
  if (of.sale)
    return errc::sale_open;
  if (auto s = not_training(of, "PARKERING"); !s)
    return s.why();
  if (auto s = day_takes_sales(of, with); !s)
    return s.why();
  auto parked = find(by.parking(), with);
  if (!parked)
    return parked.why();
  auto body = draft(with, v1::KIND_PARKED_FETCHED);
  auto& fetched = *body.mutable_parked_fetched();
  fetched.set_parking(by.parking());
  *fetched.mutable_sale() = std::move(*parked->mutable_sale());
  fetched.mutable_sale()->set_revision(with.new_revision);
  if (fetched.sale().has_exchange()) {
    auto again = renewed(fetched.sale().exchange(), with);
    if (!again)
      return again.why();
    *fetched.mutable_sale()->mutable_exchange() = *std::move(again);
  }
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::RemoveParkedRequest& by,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_SELL); !s)
    return s.why();
  if (auto s = not_training(of, "PARKERING"); !s)
    return s.why();
  auto parked = find(by.parking(), with);
  if (!parked)
    return parked.why();
  if (auto s = none_charged(parked->sale()); !s)
    return s.why();
  auto body = draft(with, v1::KIND_PARKED_REMOVED);
  auto& removed = *body.mutable_parked_removed();
  removed.set_parking(by.parking());
  removed.set_sale(parked->sale().id());
  removed.set_amount_ore(total_of(parked->sale().lines()));
  return drafts{std::move(body)};
}

} // namespace kassa::sale
