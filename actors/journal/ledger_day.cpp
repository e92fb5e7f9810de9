#include "actors/journal/ledger_step.hpp"

#include <algorithm>

namespace kassa::journal {

void step::apply_day() {
  switch (body.payload_case()) {
  case v1::RecordBody::kDayOpened: open_day(body.day_opened()); break;
  case v1::RecordBody::kFloatChanged: change_float(body.float_changed()); break;
  case v1::RecordBody::kCashMoved: move_cash(body.cash_moved()); break;
  case v1::RecordBody::kDrawerCounted:
    *state.mutable_count() = body.drawer_counted();
    break;
  case v1::RecordBody::kTrainingSwitched:
    state.set_training(body.training_switched().on());
    break;
  case v1::RecordBody::kSettingChanged:
    change_setting(body.setting_changed());
    break;
  case v1::RecordBody::kLogIn: note_log_in(body.log_in()); break;
  case v1::RecordBody::kLockOutLifted: lift(body.lock_out_lifted()); break;
  default: break;
  }
}

void step::open_day(const v1::DayOpened& opened) {
  auto& period = *state.mutable_period();
  if (period.day_opened())
    note(error{errc::internal, {}, "a sales day opens in an open one"});
  period.set_day_opened(true);
  period.set_business_date(opened.business_date());
  period.set_float_ore(opened.float_ore());
}

void step::change_float(const v1::FloatChanged& changed) {
  auto& period = *state.mutable_period();
  period.set_float_ore(changed.after_ore());
  period.set_float_changes(period.float_changes() + 1);
}

void step::move_cash(const v1::CashMoved& moved) {
  auto& period = *state.mutable_period();
  if (moved.amount_ore() >= 0) {
    period.set_cash_in_ore(period.cash_in_ore() + moved.amount_ore());
    period.set_cash_ins(period.cash_ins() + 1);
  } else {
    period.set_cash_out_ore(period.cash_out_ore() - moved.amount_ore());
    period.set_cash_outs(period.cash_outs() + 1);
  }
}

void step::change_setting(const v1::SettingChanged& changed) {
  for (auto& row : *state.mutable_settings())
    if (row.name() == changed.name())
      return row.set_value(changed.after());
  auto& row = *state.add_settings();
  row.set_name(changed.name());
  row.set_value(changed.after());
}

// Only a wrong password or PIN counts: who is locked out does not try one, and
// a user that the catalog does not know has none.
void step::note_log_in(const v1::LogIn& attempt) {
  if (!attempt.refused())
    return forget_attempts(attempt.user());
  if (attempt.reason() != row_of(errc::wrong_password).name
      && attempt.reason() != row_of(errc::wrong_pin).name)
    return;
  note_wrong(attempt.user());
}

// Wrong recovery codes are nobody's: they lock the code out for a while.
void step::lift(const v1::LockOutLifted& lifted) {
  if (lifted.refused())
    return note_wrong({});
  forget_attempts(lifted.user());
  if (lifted.by_recovery_code())
    forget_attempts({});
}

void step::note_wrong(const std::string& user) {
  v1::LockOut* row = nullptr;
  for (auto& x : *state.mutable_lock_outs())
    if (x.user() == user)
      row = &x;
  if (!row)
    row = state.add_lock_outs();
  row->set_user(user);
  row->set_wrong(row->wrong() + 1);
  row->set_wall_ms(body.wall_ms());
  row->set_monotonic_ms(body.monotonic_ms());
  row->set_boot_id(body.boot_id());
}

void step::forget_attempts(const std::string& user) {
  auto& all = *state.mutable_lock_outs();
  auto of_user = [&user](const v1::LockOut& x) { return x.user() == user; };
  all.erase(std::remove_if(all.begin(), all.end(), of_user), all.end());
}

} // namespace kassa::journal
