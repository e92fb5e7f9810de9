#include "actors/sync/report.hpp"

namespace kassa::sync::report {

effects machine::step(const event& what) {
  out_.clear();
  std::visit([this](const auto& x) { on(x); }, what);
  assert(has_something_pending());
  return std::move(out_);
}

void machine::on(const started&) {
  if (dialer_.now() == dialer::phase::idle)
    dialer_.dial(out_);
}

void machine::on(const stopped&) {
  dialer_.stop(out_);
}

void machine::on(const closed& x) {
  if (!dialer_.is_live(x.life))
    return;
  dialer_.lost();
  end(x.why);
}

void machine::on(const failed& x) {
  if (dialer_.is_live(x.life))
    end(x.why);
}

void machine::on(const due& x) {
  if (!dialer_.spend(x.timer))
    return;
  if (dialer_.now() == dialer::phase::waiting)
    return dialer_.dial(out_);
  if (dialer_.now() != dialer::phase::greeted || unanswered_ >= unanswered_max)
    return end({errc::unavailable, {{"what", "hub"}}, "silent for too long"});
  ask();
}

void machine::on(const stood& x) {
  if (!dialer_.is_live(x.life) || dialer_.now() != dialer::phase::surveying)
    return;
  v1::ReportUp up;
  *up.mutable_hello() = dialer_.greet(x.now);
  out_.push_back(send{std::move(up)});
  unanswered_ = 0;
  ask();
}

void machine::on(const changed&) {
  if (dialer_.now() != dialer::phase::greeted || dirty_)
    return;
  dirty_ = true;
  if (!gathering_)
    dialer_.arm(out_, change_ms);
}

void machine::on(const gathered& x) {
  if (!dialer_.is_live(x.life) || !gathering_)
    return;
  gathering_ = false;
  ++unanswered_;
  sent_monotonic_ms_ = x.now.monotonic_ms;
  v1::ReportUp up;
  *up.mutable_status() = x.status;
  if (offset_ms_)
    up.mutable_status()->set_clock_offset_ms(*offset_ms_);
  out_.push_back(send{std::move(up)});
  dialer_.arm(out_, dirty_ ? change_ms : period_ms);
}

void machine::on(const arrived& x) {
  if (!dialer_.is_live(x.life))
    return;
  if (x.message.has_challenge())
    return dialer_.challenged(x.message.challenge(), out_);
  if (x.message.has_refusal())
    return end(error_of(x.message.refusal(), dialer_.who().of),
               x.message.refusal().retry_after_ms());
  if (!x.message.has_taken() || unanswered_ == 0)
    return;
  unanswered_ = 0;
  dialer_.progressed();
  // Between sending and now; half of it passed on each way, about.
  auto round_trip = x.now.monotonic_ms - sent_monotonic_ms_;
  if (round_trip > round_trip_max_ms)
    return;
  v1::CatalogTime time;
  time.set_at_ms(x.message.taken().hub_ms()
                 + static_cast<std::int64_t>(round_trip / 2));
  time.set_monotonic_ms(x.now.monotonic_ms);
  time.set_boot_id(x.now.boot_id);
  time.set_by_hub(true);
  time.set_round_trip_ms(static_cast<std::uint32_t>(round_trip));
  offset_ms_ = time.at_ms() - x.now.wall_ms;
  out_.push_back(told_time{std::move(time)});
}

void machine::ask() {
  gathering_ = true;
  dirty_ = false;
  dialer_.disarm();
  out_.push_back(gather{dialer_.life()});
}

void machine::end(const error& why, std::uint32_t floor_ms) {
  gathering_ = dirty_ = false;
  dialer_.end(why, floor_ms, out_);
}

bool machine::has_something_pending() const {
  switch (dialer_.now()) {
  case dialer::phase::idle:
  case dialer::phase::stopped: return true;
  case dialer::phase::greeted: return gathering_ || dialer_.armed();
  default: return dialer_.armed();
  }
}

} // namespace kassa::sync::report
