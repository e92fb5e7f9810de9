#include "actors/journal/finish.hpp"

#include "actors/journal/ledger.hpp"
#include "actors/journal/period.hpp"
#include "proto/base/time.hpp"

namespace kassa::journal {

namespace {

std::string designation_of(const scope& of, const stamp& now) {
  return now.designation.empty() ? of.terminal : now.designation;
}

// In replay what has no business time of its own happens at the latest one.
std::int64_t business_time(const v1::RecordBody& draft,
                           const v1::LedgerState& state, const stamp& now) {
  if (draft.business_ms() != 0)
    return draft.business_ms();
  return now.replay && state.business_ms() != 0 ? state.business_ms()
                                                : now.wall_ms;
}

void place(v1::RecordBody& body, const scope& of, const v1::LedgerState& state,
           const stamp& now) {
  body.set_format(1);
  body.set_store(of.store);
  body.set_terminal(of.terminal);
  body.set_seq(state.seq() + 1);
  if (state.has_catalog())
    *body.mutable_catalog() = state.catalog();
  body.set_program(now.program);
  if (designation_of(of, now) != of.terminal)
    body.set_designation(now.designation);
}

void date(v1::RecordBody& body, std::int64_t business_ms,
          const local_time& local, const stamp& now) {
  body.set_wall_ms(now.wall_ms);
  body.set_business_ms(business_ms);
  body.set_offset_minutes(local.offset_minutes);
  body.set_monotonic_ms(now.monotonic_ms);
  body.set_boot_id(now.boot_id);
  body.set_clock_quality(now.clock_quality);
}

// Receipts and reports name the company alike; a draft's own words win.
template <class Message>
void name_company(Message& into, const scope& of, const v1::Genesis& genesis,
                  const stamp& now) {
  if (into.company().empty())
    into.set_company(genesis.company());
  if (into.org_no().empty())
    into.set_org_no(genesis.org_no());
  if (into.address().empty())
    into.set_address(genesis.address());
  if (into.designation().empty())
    into.set_designation(designation_of(of, now));
  into.set_replayed(now.replay);
}

// A sales day keeps its date past midnight, until the Z. In replay only one
// that was opened by its float does: there days come from outside, each with
// its receipt.
const std::string& sales_day(const v1::PeriodTotals& period, const stamp& now,
                             const local_time& local) {
  auto held
    = period.day_opened() || (!now.replay && !period.business_date().empty());
  return held ? period.business_date() : local.date;
}

void fill_receipt(v1::Receipt& receipt, const scope& of,
                  const v1::LedgerState& state, const stamp& now,
                  const local_time& local) {
  receipt.set_number(next_number(state, receipt.series()));
  receipt.set_business_date(sales_day(state.period(), now, local));
  if (state.has_catalog())
    *receipt.mutable_catalog() = state.catalog();
  name_company(receipt, of, state.genesis(), now);
}

/// The two receipts of an exchange are written together, the return first. With
/// a control unit they are not: which number the sale will get is open then.
void fill_counterpart(v1::Receipt& receipt, const v1::LedgerState& state) {
  if (!receipt.has_counterpart() || receipt.counterpart().number() != 0)
    return;
  receipt.mutable_counterpart()->set_number(
    receipt.series() == v1::SERIES_RETURN ? state.next_sale()
                                          : state.next_return() - 1);
}

/// What the control unit is asked to register. Whether the amount is the one
/// before or after the rounding of cash, and whether a return's has a sign, is
/// not verified: the stamp decides. Of a copy the draft says when its original
/// was made.
v1::UnitData unit_data_of(const v1::Intent& intent, const local_time& at,
                          const stamp& now) {
  const auto& of = intent.receipt();
  const auto held = held_by(intent);
  v1::UnitData out;
  out.ParseFromString(intent.unit_data());
  out.set_date(at.date);
  out.set_time(at.time);
  out.set_org_no(of.org_no());
  out.set_register_name(of.designation());
  out.set_series(held.series);
  out.set_number(held.number);
  // Not by its series: a pro forma of an open return has none.
  const bool comes_back = of.total_ore() < 0;
  out.set_return_ore(comes_back ? -of.total_ore() : 0);
  out.set_sale_ore(now.unit_total ? of.total_ore() : of.to_pay_ore());
  *out.mutable_vat() = of.vat();
  out.set_unsigned_return(now.unit_unsigned && comes_back);
  return out;
}

void fill_intent(v1::Intent& intent, const scope& of,
                 const v1::LedgerState& state, const stamp& now,
                 const local_time& local) {
  if (intent.has_copy()) // Its receipt was finished long ago.
    intent.mutable_copy()->set_number(state.next_copy());
  else
    fill_receipt(*intent.mutable_receipt(), of, state, now, local);
  if (intent.has_pro_forma()) {
    intent.mutable_receipt()->clear_number();
    intent.mutable_pro_forma()->set_number(
      next_number(state, v1::SERIES_PRO_FORMA));
  }
  intent.set_unit_data(to_bytes(unit_data_of(intent, local, now)));
}

void fill_void(v1::Void& end, const v1::LedgerState& state) {
  if (state.open_intent_seq() != 0) {
    end.set_series(state.open_intent_series());
    end.set_intent_seq(state.open_intent_seq());
  }
  end.set_number(next_number(state, end.series()));
}

void fill_count(v1::DrawerCounted& count, const v1::PeriodTotals& period) {
  count.set_expected_ore(expected_cash(period));
  count.set_difference_ore(count.counted_ore() - count.expected_ore());
}

void fill_report(v1::Report& report, bool closes, const scope& of,
                 const v1::LedgerState& state, const stamp& now,
                 const local_time& local) {
  report.set_number(closes ? state.next_z() : 0);
  *report.mutable_period() = state.period();
  *report.mutable_grand() = state.grand();
  report.set_business_date(state.period().business_date().empty()
                             ? local.date
                             : state.period().business_date());
  if (state.has_count())
    *report.mutable_count() = state.count();
  report.set_last_seq(state.seq());
  report.set_program(now.program);
  report.set_offset_minutes(local.offset_minutes);
  if (report.manufacturing_number().empty())
    report.set_manufacturing_number(
      state.genesis().manufacturing_number().empty()
        ? of.terminal
        : state.genesis().manufacturing_number());
  if (report.model().empty())
    report.set_model(state.genesis().model());
  name_company(report, of, state.genesis(), now);
}

} // namespace

void finish(v1::RecordBody& body, const scope& of, const v1::LedgerState& state,
            const stamp& now) {
  auto business_ms = business_time(body, state, now);
  auto local = to_local(business_ms, now.zone);
  place(body, of, state, now);
  date(body, business_ms, local, now);
  switch (body.payload_case()) {
  case v1::RecordBody::kReceipt:
    // One that an intent finished stands as it is: a device has registered it.
    if (state.open_intent_seq() == 0) {
      fill_receipt(*body.mutable_receipt(), of, state, now, local);
      fill_counterpart(*body.mutable_receipt(), state);
    }
    break;
  case v1::RecordBody::kIntent:
    fill_intent(*body.mutable_intent(), of, state, now, local);
    break;
  case v1::RecordBody::kVoid: fill_void(*body.mutable_void_(), state); break;
  case v1::RecordBody::kCopy:
    body.mutable_copy()->set_number(state.next_copy());
    break;
  case v1::RecordBody::kProForma:
    // One with a number stands as a unit was told of it.
    if (body.pro_forma().number() == 0) {
      auto& receipt = *body.mutable_pro_forma()->mutable_receipt();
      fill_receipt(receipt, of, state, now, local);
      receipt.clear_number();
    }
    break;
  case v1::RecordBody::kDayOpened:
    body.mutable_day_opened()->set_business_date(local.date);
    break;
  case v1::RecordBody::kDrawerCounted:
    fill_count(*body.mutable_drawer_counted(), state.period());
    break;
  case v1::RecordBody::kXReport:
    fill_report(*body.mutable_x_report(), false, of, state, now, local);
    body.mutable_x_report()->set_made_ms(business_ms);
    break;
  case v1::RecordBody::kZReport:
    fill_report(*body.mutable_z_report(), true, of, state, now, local);
    body.mutable_z_report()->set_made_ms(business_ms);
    break;
  default: break;
  }
}

} // namespace kassa::journal
