#include "actors/sale/unit/machine.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace kassa::unit {

namespace {

std::uint32_t delay_of(const patience& with, std::uint32_t failures) {
  auto shift = std::min<std::uint32_t>(failures == 0 ? 0 : failures - 1, 16);
  auto ms = std::uint64_t{with.retry_min_ms} << shift;
  return static_cast<std::uint32_t>(
    std::min<std::uint64_t>(ms, with.retry_max_ms));
}

} // namespace

machine::machine(patience with, std::vector<std::string> queries)
  : with_(with), queries_(std::move(queries)) {
  assert(!queries_.empty());
}

void machine::set_queries(std::vector<std::string> queries) {
  assert(queries.size() == queries_.size());
  queries_ = std::move(queries);
}

effects machine::step(const event& what) {
  std::visit([this](const auto& x) { on(x); }, what);
  return std::exchange(out_, {});
}

void machine::on(const started&) {
  if (phase_ != phase::off)
    return;
  show(state::probing, {});
  open();
}

void machine::on(const channel_opened& x) {
  if (x.life != life_ || phase_ != phase::opening)
    return;
  if (with_.settle_ms == 0)
    return query(0);
  phase_ = phase::settling;
  set_timer(silence());
}

void machine::on(const channel_closed& x) {
  if (x.life == life_ && phase_ != phase::waiting && phase_ != phase::blocked)
    fail(x.why);
}

void machine::on(const answered& x) {
  if (x.life != life_ || phase_ == phase::waiting || phase_ == phase::blocked)
    return;
  if (phase_ == phase::settling)
    set_timer(silence());
  std::visit([this](const auto& what) { hear(what); }, x.what);
}

void machine::on(const due& x) {
  if (x.timer != timer_)
    return;
  switch (phase_) {
  case phase::off:
  case phase::blocked: return;
  case phase::opening: return fail("the line does not open");
  case phase::settling: return query(0);
  case phase::querying:
  case phase::registering:
    unheard_ = garbled_; // Else it was waited for to the end.
    return fail(garbled_ ? "the unit's answer is damaged"
                         : "the unit does not answer");
  case phase::idle: return query(0);
  case phase::waiting: return open();
  }
}

void machine::on(const asked& x) {
  auto decline = [this, &x](bool doubt, const std::string& why) {
    out_.emplace_back(
      finish{x.id, doubt ? outcome{unknown{why}} : outcome{unavailable{why}}});
  };
  if (pending_)
    return decline(x.asked_before || pending_->ask.id == x.id,
                   "a receipt is under way");
  if (phase_ == phase::off || phase_ == phase::blocked)
    return decline(x.asked_before, shown_.detail);
  pending_ = pending{x, 0, false, x.asked_before};
  if (phase_ == phase::idle)
    send_pending();
  else if (phase_ == phase::waiting)
    open();
}

void machine::on(const abandoned& x) {
  if (!pending_ || pending_->ask.id != x.id)
    return;
  auto sent = pending_->sent;
  end(unknown{"given up by a person"});
  if (sent)
    restart();
}

void machine::on(const check_wanted&) {
  if (phase_ == phase::waiting || phase_ == phase::blocked) {
    show(state::probing, shown_.detail);
    open();
  } else if (phase_ == phase::idle) {
    query(0);
  }
}

// -- the line
// -------------------------------------------------------------------

void machine::open() {
  phase_ = phase::opening;
  out_.emplace_back(open_channel{++life_});
  set_timer(with_.open_ms);
}

void machine::query(std::size_t n) {
  phase_ = phase::querying;
  query_ = n;
  garbled_ = false;
  unheard_ = true;
  out_.emplace_back(send_bytes{queries_[n]});
  set_timer(with_.query_ms);
}

void machine::next_query() {
  if (query_ + 1 < queries_.size())
    query(query_ + 1);
  else
    become_idle();
}

void machine::become_idle() {
  phase_ = phase::idle;
  failures_ = 0;
  if (pending_)
    return send_pending();
  show(warned_ ? state::warning : state::ready, warned_ ? warning_ : "");
  set_timer(with_.look_ms);
}

void machine::send_pending() {
  phase_ = phase::registering;
  garbled_ = false;
  unheard_ = true;
  pending_->sent = true;
  show(state::busy, warned_ ? warning_ : "");
  out_.emplace_back(send_bytes{pending_->ask.bytes});
  set_timer(with_.answer_ms);
}

/// The line said nothing, or nothing good: once more, later.
void machine::fail(std::string detail) {
  if (pending_) {
    pending_->doubt = pending_->doubt || phase_ == phase::registering;
    if (++pending_->failures >= with_.attempts)
      give_up(detail);
  }
  ++failures_;
  phase_ = phase::waiting;
  show(failures_ < with_.down_after ? state::degraded : state::down,
       std::move(detail));
  out_.emplace_back(close_channel{});
  set_timer(delay_of(with_, failures_));
}

void machine::block(std::string detail) {
  if (pending_)
    give_up(detail);
  phase_ = phase::blocked;
  ++timer_;
  show(state::blocked, std::move(detail));
  out_.emplace_back(close_channel{});
}

/// A new line, so that nothing said on this one is taken for something else.
void machine::restart() {
  show(state::probing, {});
  open();
}

void machine::end(outcome what) {
  out_.emplace_back(finish{pending_->ask.id, std::move(what)});
  pending_.reset();
}

void machine::give_up(const std::string& detail) {
  if (pending_->doubt)
    end(unknown{detail});
  else
    end(unavailable{detail});
}

std::uint32_t machine::silence() const {
  return with_.settle_ms
         + (unheard_ ? std::max(with_.query_ms, with_.answer_ms) : 0);
}

void machine::set_timer(std::uint32_t ms) {
  out_.emplace_back(arm{++timer_, ms});
}

void machine::show(state now, std::string detail) {
  auto next = shown_;
  next.now = now;
  next.detail = std::move(detail);
  if (std::exchange(shown_, next) != next)
    out_.emplace_back(change{shown_});
}

} // namespace kassa::unit
