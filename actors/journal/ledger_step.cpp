#include "actors/journal/ledger_step.hpp"

#include "actors/journal/ledger.hpp"
#include "actors/journal/period.hpp"
#include "store/keys.hpp"

namespace kassa::journal {

using store::family;

status step::run(std::string_view hash) {
  if (body.seq() != state.seq() + 1)
    note(error{errc::internal,
               {},
               "L2: record " + std::to_string(body.seq()) + " after record "
                 + std::to_string(state.seq())});
  if (auto done = before_period(); !done)
    return done;
  index_change();
  if (auto done = apply(); !done)
    return done;
  state.set_seq(body.seq());
  state.set_hash(std::string{hash});
  state.set_wall_ms(body.wall_ms());
  state.set_clock_high_ms(clock_high_after(state.clock_high_ms(), body));
  state.set_business_ms(body.business_ms());
  return problem;
}

// A report counts what lies before it; so it is checked before its own
// record begins a period, and a Z never begins the one it closes.
status step::before_period() {
  if (body.has_x_report())
    check_report(body.x_report());
  if (body.has_z_report())
    return fold_z(body.z_report());
  if (state.period().first_seq() == 0) {
    state.mutable_period()->set_first_seq(body.seq());
    state.mutable_period()->set_began_ms(body.wall_ms());
  }
  return ok;
}

// Kinds that are not named here are kept, and of no consequence.
status step::apply() {
  expect_no_card();
  switch (body.payload_case()) {
  case v1::RecordBody::kLineAdded:
  case v1::RecordBody::kLineChanged:
  case v1::RecordBody::kLineRemoved:
  case v1::RecordBody::kReceiptDiscountSet:
  case v1::RecordBody::kPaymentAdded:
  case v1::RecordBody::kPaymentRemoved:
  case v1::RecordBody::kModeSet:
  case v1::RecordBody::kReturnBegun:
  case v1::RecordBody::kExchangeBegun: begin_sale(); break;
  case v1::RecordBody::kSaleAborted:
    end_unfinished(body.sale_aborted().amount_ore(),
                   body.sale_aborted().training());
    break;
  case v1::RecordBody::kSaleParked: park(body.sale_parked()); break;
  case v1::RecordBody::kParkedFetched:
    unpark(body.parked_fetched().parking());
    begin_sale();
    break;
  case v1::RecordBody::kParkedRemoved:
    unpark(body.parked_removed().parking());
    break;
  case v1::RecordBody::kIntent: hold_number(held_by(body.intent())); break;
  case v1::RecordBody::kReceipt: return fold_receipt(body.receipt());
  case v1::RecordBody::kVoid: end_number(ended_by(body)); break;
  case v1::RecordBody::kCopy: return fold_copy(body.copy());
  case v1::RecordBody::kCardAsked: ask_card(body.card_asked()); break;
  case v1::RecordBody::kCardAnswered: answer_card(body.card_answered()); break;
  case v1::RecordBody::kXReport:
    queue_print(body.x_report().delivery() == v1::DELIVERY_PAPER);
    break;
  case v1::RecordBody::kProForma:
    if (body.pro_forma().number() != 0)
      end_number(ended_by(body));
    queue_print(true);
    break;
  case v1::RecordBody::kZReprinted: queue_print(true); break;
  case v1::RecordBody::kPrintStarted: print_started(); break;
  case v1::RecordBody::kPrintEnded: return print_ended();
  default:
    apply_life();
    apply_counter();
    apply_day();
    break;
  }
  return ok;
}

// What the terminal is.
void step::apply_life() {
  if (body.has_genesis()) {
    *state.mutable_genesis() = body.genesis();
    *state.mutable_catalog() = body.catalog();
  }
  if (body.has_catalog_switched())
    *state.mutable_catalog() = body.catalog_switched().after();
  if (body.has_fenced()) {
    state.set_fenced(true);
    state.set_fence_reason(body.fenced().reason());
  }
  if (body.has_retired()) {
    state.set_retired(true);
    state.set_retire_reason(body.retired().reason());
  }
  if (body.has_outage())
    note_outage(body.outage());
}

// What a period only counts.
void step::apply_counter() {
  auto& period = *state.mutable_period();
  // That the hub tells another time is no step of this clock.
  if (body.has_clock_stepped()
      && (body.clock_stepped().step_ms() != 0
          || body.clock_stepped().catalog_step_ms() != 0))
    period.set_clock_steps(period.clock_steps() + 1);
  if (body.has_price_inquired())
    period.set_price_inquiries(period.price_inquiries() + 1);
  if (body.has_drawer_opened() && body.drawer_opened().reason() == "no sale")
    period.set_drawer_openings(period.drawer_openings() + 1);
}

// -- the open sale
// -----------------------------------------------------------

void step::begin_sale() {
  if (state.sale_first_seq() == 0)
    state.set_sale_first_seq(body.seq());
}

// What was only practised is no unfinished sale (L12).
void step::end_unfinished(std::int64_t amount, bool training) {
  state.set_sale_first_seq(0);
  if (training)
    return;
  auto& period = *state.mutable_period();
  period.set_unfinished(period.unfinished() + 1);
  period.set_unfinished_ore(period.unfinished_ore() + amount);
}

void step::park(const v1::SaleParked& parked) {
  out.put(family::state, store::parked_key(of, parked.parking()),
          to_bytes(parked));
  end_unfinished(amount_of(parked.sale()), parked.sale().training());
}

void step::unpark(const std::string& parking) {
  out.erase(family::state, store::parked_key(of, parking));
}

// -- print queue
// -------------------------------------------------------------

void step::put_job(const v1::PrintJob& job) {
  out.put(family::state, store::print_job_key(of, job.job_seq()),
          to_bytes(job));
}

void step::queue_print(bool on_paper) {
  if (!on_paper)
    return;
  v1::PrintJob job;
  job.set_job_seq(body.seq());
  job.set_state(v1::PRINT_STATE_QUEUED);
  put_job(job);
}

void step::print_started() {
  v1::PrintJob job;
  job.set_job_seq(body.print_started().job_seq());
  job.set_attempt(body.print_started().attempt());
  job.set_state(v1::PRINT_STATE_PRINTING);
  put_job(job);
}

status step::print_ended() {
  const auto& end = body.print_ended();
  auto key = store::print_job_key(of, end.job_seq());
  if (end.state() == v1::PRINT_STATE_PRINTED) {
    out.erase(family::state, std::move(key));
    return ok;
  }
  auto bytes = stored(family::state, key);
  if (!bytes)
    return bytes.why();
  v1::PrintJob job;
  if (*bytes && !job.ParseFromString(**bytes))
    return error{errc::corrupt, {{"what", "print queue"}}};
  job.set_job_seq(end.job_seq());
  job.set_state(end.state());
  job.set_detail(end.detail());
  put_job(job);
  return ok;
}

} // namespace kassa::journal
