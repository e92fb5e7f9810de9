#include "actors/sale/day.hpp"

#include "actors/sale/sale.hpp"
#include "proto/base/time.hpp"

namespace kassa::sale {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::int64_t now_of(const context& with) {
  return with.replay ? with.catalog_ms : with.wall_ms;
}

std::string two_digits(int n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

/// The date after it at some minutes. Noon and 24 hours are on the next date,
/// whatever the clocks do that night.
std::int64_t next_day_at(const std::string& date, int minutes,
                         const shop_rules& rules) {
  auto noon = from_local(date, "12:00", rules.zone);
  if (!noon)
    return 0; // Unreadable: the Z is due.
  auto next = to_local(*noon + day_ms, rules.zone).date;
  auto at = from_local(
    next, two_digits(minutes / 60) + ':' + two_digits(minutes % 60),
    rules.zone);
  return at ? *at : 0;
}

/// When a Z of this day is due: the next date, at the shop's hour.
std::int64_t due_ms(const std::string& date, const shop_rules& rules) {
  return next_day_at(date, rules.z_due_minutes, rules);
}

std::string minute_of(std::int64_t ms, const std::string& zone) {
  return print_minute(to_local(ms, zone));
}

} // namespace

v1::SalesDay day_of(const state& of, const context& with) {
  v1::SalesDay out;
  out.set_training(of.training);
  out.set_business_date(of.day.date);
  out.set_clock_doubt_ms(with.clock_doubt_ms);
  if (of.day.date.empty()) {
    out.set_float_missing(with.rules.float_required && !with.replay);
    return out;
  }
  if (with.replay && !of.day.opened)
    return out;
  auto now = now_of(with);
  out.set_past_midnight(to_local(now, with.rules.zone).date > of.day.date);
  out.set_z_forced(out.past_midnight()
                   && now >= due_ms(of.day.date, with.rules));
  return out;
}

std::optional<std::int64_t> next_day_change(const state& of,
                                            const context& with) {
  if (of.day.date.empty())
    return std::nullopt;
  for (auto at : {next_day_at(of.day.date, 0, with.rules),
                  due_ms(of.day.date, with.rules)})
    if (at > now_of(with))
      return at;
  return std::nullopt;
}

status clock_is_right(const state& of, const context& with) {
  constexpr std::int64_t minute_ms = 60'000;
  if (with.replay || with.rules.clock_behind_minutes == 0
      || of.clock_high_ms - with.wall_ms
           <= with.rules.clock_behind_minutes * minute_ms)
    return ok;
  return error{errc::clock_behind,
               {{"now", minute_of(with.wall_ms, with.rules.zone)},
                {"last", minute_of(of.clock_high_ms, with.rules.zone)}}};
}

status day_takes_sales(const state& of, const context& with) {
  if (of.training)
    return ok;
  if (auto s = clock_is_right(of, with); !s)
    return s;
  auto day = day_of(of, with);
  if (day.z_forced())
    return error{errc::z_due, {{"date", day.business_date()}}};
  if (day.float_missing())
    return errc::float_needed;
  return ok;
}

result<drafts> decide(const state& of, const v1::ConfirmClockRequest&,
                      const context& with) {
  if (auto s = allowed(with, v1::PERMISSION_MANAGE); !s)
    return s.why();
  if (clock_is_right(of, with))
    return drafts{};
  auto body = draft(with, v1::KIND_CLOCK_STEPPED);
  body.mutable_clock_stepped()->set_step_ms(with.wall_ms - of.clock_high_ms);
  body.mutable_clock_stepped()->set_by(with.user);
  return drafts{std::move(body)};
}

status not_training(const state& of, const char* what) {
  if (of.training)
    return error{errc::training_on, {{"what", what}}};
  return ok;
}

} // namespace kassa::sale
