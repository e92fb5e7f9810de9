#include "proto/base/time.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

namespace kassa {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Years 1 to 9999, so that no number from outside overflows a calendar.
constexpr std::int64_t instant_min = -62'135'596'800'000;
constexpr std::int64_t instant_max = 253'402'300'799'999;

date::sys_time<milliseconds> instant(std::int64_t utc_ms) {
  return date::sys_time<milliseconds>{
    milliseconds{std::clamp(utc_ms, instant_min, instant_max)}};
}

/// A zone that the system knows; nothing reads as UTC.
const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string{name});
  } catch (const std::exception&) {
    return nullptr; // The library has no other way to say so.
  }
}

/// Both parts of an instant, on a clock that is `offset` ahead of UTC.
struct split {
  date::year_month_day day;
  date::hh_mm_ss<milliseconds> time;

  explicit split(date::sys_time<milliseconds> at)
    : day{date::floor<date::days>(at)}, time{at - date::floor<date::days>(at)} {
  }

  std::string print_day() const {
    return print("%04d-%02d-%02d", int{day.year()},
                 static_cast<int>(unsigned{day.month()}),
                 static_cast<int>(unsigned{day.day()}));
  }

  std::string print_time() const {
    return print("%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                 static_cast<int>(time.minutes().count()),
                 static_cast<int>(time.seconds().count()));
  }

private:
  static std::string print(const char* format, int a, int b, int c) {
    char out[40];
    auto n = std::snprintf(out, sizeof out, format, a, b, c);
    return {out, static_cast<std::size_t>(n)};
  }
};

/// Exactly as many digits as `text` is long.
std::optional<int> parse_digits(std::string_view text) {
  int n = 0;
  for (char c : text) {
    if (c < '0' || c > '9')
      return std::nullopt;
    n = n * 10 + (c - '0');
  }
  return n;
}

std::optional<date::year_month_day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  auto y = parse_digits(text.substr(0, 4));
  auto m = parse_digits(text.substr(5, 2));
  auto d = parse_digits(text.substr(8, 2));
  if (!y || !m || !d || *y == 0)
    return std::nullopt;
  date::year_month_day out{date::year{*y},
                           date::month{static_cast<unsigned>(*m)},
                           date::day{static_cast<unsigned>(*d)}};
  return out.ok() ? std::optional{out} : std::nullopt;
}

std::optional<seconds> parse_time(std::string_view text) {
  bool to_the_second = text.size() == 8;
  if ((!to_the_second && text.size() != 5) || text[2] != ':'
      || (to_the_second && text[5] != ':'))
    return std::nullopt;
  auto h = parse_digits(text.substr(0, 2));
  auto m = parse_digits(text.substr(3, 2));
  auto s = parse_digits(to_the_second ? text.substr(6, 2) : "00");
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 59)
    return std::nullopt;
  return std::chrono::hours{*h} + minutes{*m} + seconds{*s};
}

error invalid(std::string_view what) {
  return {errc::invalid, {{"what", "\"" + std::string{what} + "\""}}};
}

} // namespace

local_time to_local(std::int64_t utc_ms, std::string_view zone) {
  const auto* found = find_zone(zone);
  if (found == nullptr)
    return at_offset(utc_ms, 0);
  auto offset = found->get_info(instant(utc_ms)).offset;
  auto whole = std::chrono::duration_cast<minutes>(offset).count();
  return at_offset(utc_ms, static_cast<std::int32_t>(whole));
}

local_time at_offset(std::int64_t utc_ms, std::int32_t offset_minutes) {
  auto offset = std::clamp(offset_minutes, -24 * 60, 24 * 60);
  split at{instant(utc_ms) + minutes{offset}};
  return {at.print_day(), at.print_time(), offset};
}

std::string print_minute(const local_time& at) {
  return at.date + ' ' + at.time.substr(0, 5);
}

result<std::int64_t> from_local(std::string_view date, std::string_view time,
                                std::string_view zone) {
  auto day = parse_date(date);
  if (!day)
    return invalid(date);
  auto since_midnight = parse_time(time);
  if (!since_midnight)
    return invalid(time);
  auto local = date::local_days{*day} + *since_midnight;
  const auto* found = find_zone(zone);
  auto at = found != nullptr ? found->to_sys(local, date::choose::earliest)
                             : date::sys_seconds{local.time_since_epoch()};
  return date::floor<milliseconds>(at).time_since_epoch().count();
}

bool is_date(std::string_view text) {
  return parse_date(text).has_value();
}

std::string print_utc(std::int64_t utc_ms) {
  split at{instant(utc_ms)};
  char fraction[40];
  auto n = std::snprintf(fraction, sizeof fraction, ".%03dZ",
                         static_cast<int>(at.time.subseconds().count()));
  return at.print_day() + "T" + at.print_time()
         + std::string{fraction, static_cast<std::size_t>(n)};
}

} // namespace kassa
