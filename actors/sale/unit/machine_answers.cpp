#include "actors/sale/unit/machine.hpp"

#include <algorithm>

// What follows from each thing that a unit can say.
namespace kassa::unit {

namespace {

constexpr std::size_t given_max = 64;

} // namespace

void machine::hear(const identity& x) {
  if (phase_ != phase::querying)
    return;
  unheard_ = false;
  shown_.unit = x.unit;
  shown_.version = x.version;
  shown_.system = x.system;
  if (queries_.size() == 1) // It says nothing else of itself: all is well.
    warned_ = false;
  next_query();
}

void machine::hear(const standing& x) {
  if (phase_ != phase::querying)
    return;
  unheard_ = false;
  switch (x.now) {
  case health::fine:
  case health::warning:
    warned_ = x.now == health::warning;
    warning_ = x.detail;
    return next_query();
  case health::busy:
  case health::fault: return fail(x.detail);
  case health::blocked: return block(x.detail);
  }
}

void machine::hear(const coded& x) {
  auto stray = is_stray(x);
  out_.emplace_back(report{
    {stray ? std::string{} : pending_->ask.id, "code", x.code, {}, stray}});
  if (!stray)
    give_code(x);
}

void machine::hear(const rejected& x) {
  auto taken = phase_ == phase::registering;
  auto querying = phase_ == phase::querying;
  out_.emplace_back(report{{taken ? pending_->ask.id : std::string{},
                            "refused",
                            {},
                            x.detail,
                            !taken && !querying}});
  if (!taken && !querying)
    return;
  unheard_ = false;
  if (x.what == verdict::block && querying)
    return block(x.detail);
  if (querying)
    return fail(x.detail);
  if (x.what == verdict::never || x.what == verdict::block)
    return refuse(x);
  // The ask was answered, so only the unit's own doubt is left of it.
  pending_->doubt = pending_->doubt || x.what == verdict::doubt;
  phase_ = phase::querying;
  fail(x.detail);
}

void machine::hear(const garbled& x) {
  if (garbled_ || (phase_ != phase::registering && phase_ != phase::querying))
    return;
  garbled_ = true;
  if (phase_ == phase::registering)
    out_.emplace_back(
      report{{pending_->ask.id, "garbled", {}, x.detail, false}});
  set_timer(with_.garble_ms);
}

/// Whether a code belongs to nothing that is open here.
bool machine::is_stray(const coded& x) const {
  if (!pending_ || !pending_->sent)
    return true;
  if (x.code.empty())
    return pending_->ask.needs_code || phase_ != phase::registering;
  return std::any_of(given_.begin(), given_.end(), [this, &x](auto& before) {
    return before.code == x.code && before.id != pending_->ask.id;
  });
}

void machine::give_code(const coded& x) {
  auto unit = x.unit.empty() ? shown_.unit : x.unit;
  shown_.unit = unit; // A control system may name itself only with a code.
  auto alone = phase_ == phase::registering;
  unheard_ = unheard_ && !alone;
  if (!x.code.empty())
    given_.push_back({pending_->ask.id, x.code});
  if (given_.size() > given_max)
    given_.pop_front();
  if (x.buffered)
    end(buffered{x.code, unit});
  else
    end(accepted{x.code, unit});
  if (x.buffered) {
    warned_ = true;
    warning_ = "the control system has no contact with its server and keeps "
               "what it registers";
  }
  if (x.after == health::blocked)
    return block("the unit's storage is full");
  if (x.after == health::warning) {
    warned_ = true;
    warning_ = "the unit's storage is nearly full";
  }
  // Without a code a repeated answer could not be told from the next one's.
  if (alone && x.code.empty())
    restart();
  else if (alone)
    become_idle();
}

void machine::refuse(const rejected& x) {
  end(refused{x.why, x.detail, pending_->doubt});
  if (x.what == verdict::block)
    block(x.detail);
  else
    restart(); // A repeated refusal would be taken for the next receipt's.
}

} // namespace kassa::unit
