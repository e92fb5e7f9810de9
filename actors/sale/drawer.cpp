#include "actors/sale/day.hpp"
#include "actors/sale/limits.hpp"
#include "actors/sale/sale.hpp"

#include <cstdlib>

namespace kassa::sale {

namespace {

constexpr int denominations_max = 50;

error bad_amount(ore_t amount) {
  return {errc::invalid, {{"what", print_kronor(amount) + " kr"}}};
}

status check_money(const state& of, v1::Permission needed, const char* what,
                   const context& with) {
  if (auto s = allowed(with, needed); !s)
    return s;
  return not_training(of, what);
}

/// The sum; `invalid` for what is no coin or note, and for too much money.
result<ore_t> counted(const v1::CountDrawerRequest& by) {
  if (by.denominations_size() > denominations_max)
    return error{errc::too_large,
                 {{"what", "denominations"},
                  {"limit", std::to_string(denominations_max)}}};
  ore_t sum = 0;
  for (const auto& row : by.denominations()) {
    auto value = row.value_ore();
    auto room = amount_max - sum;
    if (value <= 0 || value > amount_max
        || row.count() > static_cast<std::uint64_t>(room / value))
      return bad_amount(value);
    sum += value * static_cast<ore_t>(row.count());
  }
  return sum;
}

} // namespace

result<drafts> decide(const state& of, const v1::OpenDrawerRequest&,
                      const context& with) {
  if (auto s = check_money(of, v1::PERMISSION_DRAWER, "LÅDA", with); !s)
    return s.why();
  auto body = draft(with, v1::KIND_DRAWER_OPENED);
  body.mutable_drawer_opened()->set_reason("no sale");
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::ChangeFloatRequest& by,
                      const context& with) {
  // Whoever sells may open the day: the float is asked for before a sale.
  auto opens = of.day.date.empty();
  auto needed = opens ? v1::PERMISSION_SELL : v1::PERMISSION_CASH;
  if (auto s = check_money(of, needed, "VÄXELKASSA", with); !s)
    return s.why();
  if (by.float_ore() < 0 || by.float_ore() > amount_max)
    return bad_amount(by.float_ore());
  if (opens) {
    if (auto s = clock_is_right(of, with); !s)
      return s.why();
    auto body = draft(with, v1::KIND_DAY_OPENED);
    body.mutable_day_opened()->set_float_ore(by.float_ore());
    return drafts{std::move(body)};
  }
  auto ledger = with.memory->ledger();
  if (!ledger)
    return ledger.why();
  auto body = draft(with, v1::KIND_FLOAT_CHANGED);
  body.mutable_float_changed()->set_before_ore(ledger->period().float_ore());
  body.mutable_float_changed()->set_after_ore(by.float_ore());
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::MoveCashRequest& by,
                      const context& with) {
  if (auto s = check_money(of, v1::PERMISSION_CASH, "KONTANTER", with); !s)
    return s.why();
  if (by.amount_ore() == 0 || std::abs(by.amount_ore()) > amount_max)
    return bad_amount(by.amount_ore());
  if (by.reason().empty())
    return error{errc::invalid, {{"what", "reason"}}};
  if (auto s = check_text(by.reason()); !s)
    return s.why();
  auto body = draft(with, v1::KIND_CASH_MOVED);
  body.mutable_cash_moved()->set_amount_ore(by.amount_ore());
  body.mutable_cash_moved()->set_reason(by.reason());
  return drafts{std::move(body)};
}

result<drafts> decide(const state& of, const v1::CountDrawerRequest& by,
                      const context& with) {
  if (auto s = check_money(of, v1::PERMISSION_Z, "KASSARÄKNING", with); !s)
    return s.why();
  if (of.sale)
    return errc::sale_open;
  auto sum = counted(by);
  if (!sum)
    return sum.why();
  auto body = draft(with, v1::KIND_DRAWER_COUNTED);
  auto& count = *body.mutable_drawer_counted();
  *count.mutable_denominations() = by.denominations();
  count.set_counted_ore(*sum);
  return drafts{std::move(body)};
}

} // namespace kassa::sale
