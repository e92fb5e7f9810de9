#include "actors/sale/card/machine.hpp"

#include <algorithm>
#include <utility>

namespace kassa::card {

namespace {

std::uint32_t delay_of(const patience& with, std::uint32_t failures) {
  auto shift = std::min<std::uint32_t>(failures == 0 ? 0 : failures - 1, 16);
  auto ms = std::uint64_t{with.retry_min_ms} << shift;
  return static_cast<std::uint32_t>(
    std::min<std::uint64_t>(ms, with.retry_max_ms));
}

} // namespace

effects machine::step(const event& what) {
  std::visit([this](const auto& x) { on(x); }, what);
  return std::exchange(out_, {});
}

void machine::on(const started&) {
  if (phase_ == phase::off)
    open();
}

void machine::on(const line_opened& x) {
  if (x.life == life_ && phase_ == phase::opening)
    greet();
}

void machine::on(const line_closed& x) {
  if (x.life == life_ && phase_ != phase::waiting)
    fail(x.why);
}

void machine::on(const heard& x) {
  if (x.life == life_ && phase_ != phase::waiting)
    std::visit([this](const auto& what) { hear(what); }, x.what);
}

void machine::on(const due& x) {
  if (x.timer != timer_)
    return;
  switch (phase_) {
  case phase::off: return;
  case phase::opening: return fail("the line does not open");
  case phase::greeting: return fail("the terminal does not answer");
  case phase::asking: return fail("the terminal does not answer", true);
  case phase::idle: return greet();
  case phase::waiting: return open();
  }
}

void machine::on(const asked& x) {
  if (pending_ && pending_->ask.id == x.what.id)
    return; // It is under way.
  pending_ = pending{x.what, 0, x.what.asked_before};
  if (phase_ == phase::idle)
    send_pending();
  else if (phase_ == phase::waiting || phase_ == phase::asking)
    open();
}

void machine::on(const abandoned& x) {
  if (!pending_ || pending_->ask.id != x.id)
    return;
  pending_.reset();
  // A new line, so that the terminal is found as it then is.
  if (phase_ == phase::asking || phase_ == phase::waiting)
    open();
}

void machine::on(const check_wanted&) {
  if (phase_ == phase::waiting)
    open();
  else if (phase_ == phase::idle)
    greet();
}

// -- what it says
// --------------------------------------------------------------

void machine::hear(const identity& x) {
  if (phase_ != phase::greeting)
    return;
  failures_ = 0;
  shown_.terminal = x.terminal;
  if (pending_)
    send_pending();
  else
    rest();
}

void machine::hear(const told& x) {
  if (!pending_ || !pending_->sent || pending_->ask.id != x.id)
    return say({x.id, x.what, x.proof, x.detail, true});
  if (x.what == outcome::unknown)
    return fail(x.detail, true);
  if (x.what == outcome::approved && x.amount != pending_->ask.amount)
    return fail("the terminal speaks of another amount: "
                + std::to_string(x.amount));
  end(x);
}

void machine::hear(const garbled& x) {
  fail(x.detail);
}

// -- the line
// --------------------------------------------------------------

void machine::open() {
  phase_ = phase::opening;
  out_.emplace_back(open_line{++life_});
  set_timer(with_.open_ms);
}

void machine::greet() {
  phase_ = phase::greeting;
  out_.emplace_back(say_hello{});
  set_timer(with_.hello_ms);
}

void machine::rest() {
  phase_ = phase::idle;
  show(state::ready, {});
  set_timer(with_.look_ms);
}

void machine::send_pending() {
  phase_ = phase::asking;
  pending_->sent = true;
  show(state::busy, {});
  out_.emplace_back(say_ask{pending_->ask.id, pending_->ask.amount});
  set_timer(with_.answer_ms);
}

/// The state first: who hears the answer may ask for the next at once.
void machine::end(const told& x) {
  pending_.reset();
  if (phase_ == phase::asking)
    rest();
  say({x.id, x.what, x.proof, x.detail, false});
}

/// The line said nothing, or nothing good: once more, later.
void machine::fail(std::string detail, bool tell) {
  auto failures = pending_ ? ++pending_->failures : ++failures_;
  phase_ = phase::waiting;
  out_.emplace_back(close_line{});
  set_timer(delay_of(with_, failures));
  if (!pending_ || tell || failures >= with_.attempts)
    show(state::down, detail);
  if (pending_)
    tell_failure(detail, tell);
}

void machine::tell_failure(const std::string& detail, bool at_once) {
  if (!at_once && pending_->failures < with_.attempts)
    return;
  auto id = pending_->ask.id;
  if (pending_->sent)
    return say({id, outcome::unknown, {}, detail, false});
  pending_.reset();
  say({id, outcome::unavailable, {}, detail, false});
}

void machine::say(answer what) {
  out_.emplace_back(report{std::move(what)});
}

void machine::set_timer(std::uint32_t ms) {
  out_.emplace_back(arm{++timer_, ms});
}

void machine::show(state now, std::string detail) {
  shown_.now = now;
  shown_.detail = std::move(detail);
  if (told_ == shown_)
    return;
  told_ = shown_;
  out_.emplace_back(change{shown_});
}

} // namespace kassa::card
