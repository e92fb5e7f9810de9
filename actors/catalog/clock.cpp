#include "actors/catalog/clock.hpp"

#include <algorithm>
#include <cstdlib>

namespace kassa::catalog {

namespace {

v1::CatalogTime begins_at(std::int64_t ms, const clock_reading& now) {
  v1::CatalogTime out;
  out.set_at_ms(ms);
  out.set_monotonic_ms(now.monotonic_ms);
  out.set_boot_id(now.boot_id);
  return out;
}

/// @pre both of the same boot
std::int64_t goes_on(const v1::CatalogTime& from, const clock_reading& now) {
  return from.at_ms()
         + (static_cast<std::int64_t>(now.monotonic_ms)
            - static_cast<std::int64_t>(from.monotonic_ms()));
}

} // namespace

clock_reading read(clock_port& clocks) {
  return {clocks.wall_ms(), clocks.monotonic_ms(), clocks.boot_id()};
}

const char* name_of(time_source what) noexcept {
  switch (what) {
  case time_source::hub: return "hub";
  case time_source::machine: return "machine";
  case time_source::journal: return "journal";
  }
  return "";
}

clock::clock(const std::optional<v1::CatalogTime>& kept,
             std::int64_t journaled_ms, const clock_reading& start) {
  if (kept && kept->boot_id() == start.boot_id) {
    from_ = *kept;
    source_ = kept->by_hub() ? time_source::hub : time_source::machine;
    return;
  }
  auto known = std::max(journaled_ms, kept ? kept->at_ms() : 0);
  from_ = begins_at(std::max(start.wall_ms, known), start);
  source_ = start.wall_ms < known ? time_source::journal : time_source::machine;
  gap_ms_ = known != 0 ? start.wall_ms - known : 0;
}

clock::time clock::read(const clock_reading& now) const {
  time out{goes_on(from_, now), source_, 0};
  auto ahead = now.wall_ms - out.now_ms;
  // Somebody set the machine's clock, a little: that is what it is for.
  if (source_ == time_source::machine && ahead > 0 && ahead <= clock_jump_ms)
    out.now_ms = now.wall_ms;
  out.now_ms = std::max(out.now_ms, floor_ms_);
  auto differs = now.wall_ms - out.now_ms;
  if (std::abs(differs) > clock_warn_ms)
    out.doubt_ms = differs;
  else if (gap_ms_ > clock_gap_ms
           && goes_on(from_, now) - from_.at_ms() < clock_gap_told_ms)
    out.doubt_ms = gap_ms_;
  return out;
}

std::int64_t clock::step_back(const v1::CatalogTime& told,
                              const clock_reading& now) const {
  auto step = goes_on(told, now) - read(now).now_ms;
  return step < -clock_warn_ms ? step : 0;
}

void clock::trust(const v1::CatalogTime& told, const clock_reading& now) {
  // A little behind: the clock stands until the hub's has caught up.
  floor_ms_ = step_back(told, now) == 0 ? read(now).now_ms : 0;
  from_ = told;
  source_ = time_source::hub;
  gap_ms_ = 0;
}

void clock::confirm(const clock_reading& now) {
  if (source_ == time_source::hub)
    return; // The hub knows better.
  from_ = begins_at(now.wall_ms, now);
  source_ = time_source::machine;
  floor_ms_ = gap_ms_ = 0;
}

} // namespace kassa::catalog
