#include "actors/sale/payments.hpp"

#include "actors/sale/exchange.hpp"
#include "actors/sale/limits.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

constexpr ore_t krona = 100;

error over_paid(ore_t limit, const std::string& means) {
  return {errc::over_paid, {{"limit", print_kronor(limit)}, {"means", means}}};
}

/// Whole kronor of the cash part, which is positive where there is something
/// to pay or to pay back.
ore_t coins_of(ore_t part, bool is_return, v1::CashRounding rounding) {
  if (is_return && rounding == v1::CASH_ROUNDING_UP && part > 0)
    return (part + krona - 1) / krona * krona;
  return round_to_krona(part);
}

/// What cash of the amount asked for is recorded as. Öre are not coins: who
/// names exactly what remains means the rounded rest.
result<ore_t> cash_amount(ore_t asked, const settlement& now) {
  if (asked == std::abs(now.remaining))
    return std::abs(now.remaining_cash);
  if (asked % krona != 0)
    return error{errc::invalid, {{"what", print_kronor(asked) + " kr"}}};
  return asked;
}

result<ore_t> amount_of(const v1::OpenSale& sale,
                        const v1::AddPaymentRequest& by,
                        const std::string& name) {
  auto now = settle(sale);
  auto pays_out = due_of(sale).pays_out;
  auto cash = by.means() == v1::MEANS_CASH;
  auto rest = std::abs(cash ? now.remaining_cash : now.remaining);
  // What is over is taken back, not paid on.
  if (now.balanced || (pays_out ? now.remaining > 0 : now.remaining < 0))
    return over_paid(0, name);
  if (!by.has_amount_ore())
    return rest;
  if (by.amount_ore() <= 0 || by.amount_ore() > amount_max)
    return error{errc::invalid,
                 {{"what", print_kronor(by.amount_ore()) + " kr"}}};
  auto amount = by.amount_ore();
  if (cash) {
    auto coins = cash_amount(amount, now);
    if (!coins)
      return coins;
    amount = *coins;
  }
  if (amount > rest && (!cash || pays_out))
    return over_paid(rest, name);
  return amount;
}

} // namespace

std::string name_of(v1::Means means) {
  switch (means) {
  case v1::MEANS_CASH: return "Kontant";
  case v1::MEANS_CARD: return "Kort";
  case v1::MEANS_SWISH: return "Swish";
  case v1::MEANS_GIFT_CARD: return "Presentkort";
  case v1::MEANS_INVOICE: return "Faktura";
  case v1::MEANS_OFFSET: return "Kvittning";
  default: return {};
  }
}

settlement settle(ore_t total, bool is_return, const payments& all,
                  v1::CashRounding rounding) {
  // Worked out on amounts without the sign of a return.
  const ore_t sign = is_return ? -1 : 1;
  ore_t cash = 0;
  ore_t other = 0;
  bool has_cash = false;
  for (const auto& x : all) {
    auto is_cash = x.means() == v1::MEANS_CASH;
    has_cash |= is_cash;
    (is_cash ? cash : other) += sign * x.tendered_ore();
  }
  auto part = sign * total - other; // The cash part, if the rest is cash.
  auto coins = coins_of(part, is_return, rounding);
  settlement out;
  out.paid = sign * (cash + other);
  // What is paid out gives no change: in an exchange it may have become less.
  if (has_cash && part >= 0 && (is_return ? cash == coins : cash >= coins)) {
    out.rounding = sign * (coins - part);
    out.change = sign * (cash - coins);
    out.balanced = true;
    return out;
  }
  out.remaining = sign * (part - cash);
  out.remaining_cash = sign * (coins - cash);
  out.balanced = out.remaining == 0;
  return out;
}

void place_change(const settlement& of, payments& all) {
  auto left = of.change;
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    auto part = it->means() == v1::MEANS_CASH
                  ? std::min<ore_t>(left, it->tendered_ore())
                  : 0;
    // A payout gives no change; a sale's change is never negative.
    it->set_change_ore(std::max<ore_t>(part, 0));
    left -= it->change_ore();
  }
}

result<v1::Payment> make_payment(const v1::OpenSale& sale,
                                 const v1::AddPaymentRequest& by) {
  // Nobody pays by offset: an exchange is settled by it.
  if (by.means() == v1::MEANS_UNSPECIFIED || by.means() == v1::MEANS_OFFSET
      || !v1::Means_IsValid(by.means()))
    return error{errc::invalid, {{"what", "means"}}};
  auto name = by.means() == v1::MEANS_OTHER ? by.name() : name_of(by.means());
  if (name.empty())
    return error{errc::invalid, {{"what", "name"}}};
  for (std::string_view text :
       {std::string_view{name}, std::string_view{by.reference()}})
    if (auto s = check_text(text); !s)
      return s.why();
  if (sale.payments_size() >= payments_max)
    return error{
      errc::too_large,
      {{"what", "payments"}, {"limit", std::to_string(payments_max)}}};
  auto amount = amount_of(sale, by, name);
  if (!amount)
    return amount.why();
  v1::Payment out;
  out.set_payment_no(std::max(1U, sale.next_payment_no()));
  out.set_means(by.means());
  out.set_name(std::move(name));
  out.set_tendered_ore(due_of(sale).pays_out ? -*amount : *amount);
  out.set_reference(by.reference());
  return out;
}

} // namespace kassa::sale
