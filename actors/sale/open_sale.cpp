#include "actors/sale/open_sale.hpp"

#include "actors/journal/ledger.hpp"
#include "actors/sale/exchange.hpp"
#include "actors/sale/payments.hpp"
#include "actors/sale/pricing.hpp"

#include <algorithm>

namespace kassa::sale {

namespace {

// One overload a kind of record: each brings the sale to where it then is.

void begin(state& of, const std::string& id, std::uint64_t revision,
           std::uint64_t seq) {
  of.sale.emplace();
  of.sale->set_id(id);
  of.sale->set_revision(revision);
  of.sale->set_first_seq(seq);
  of.sale->set_next_line_no(1);
  of.sale->set_next_payment_no(1);
  of.sale->set_training(of.training);
}

void changed(state& of) {
  of.sale->set_revision(of.sale->revision() + 1);
}

v1::Line* find_line(v1::OpenSale& sale, std::uint32_t no) {
  for (auto& line : *sale.mutable_lines())
    if (line.line_no() == no)
      return &line;
  return nullptr;
}

void add(v1::OpenSale& sale, const v1::Line& line) {
  *sale.add_lines() = line;
  sale.set_next_line_no(std::max(sale.next_line_no(), line.line_no() + 1));
}

void on(state& of, const v1::LineAdded& x, std::uint64_t seq) {
  if (!of.sale)
    begin(of, x.sale(), x.revision(), seq);
  else
    changed(of);
  // A mode may have begun the sale; the catalog is the first line's.
  if (of.sale->catalog_ms() == 0) {
    of.sale->set_catalog_ms(x.catalog_ms());
    *of.sale->mutable_catalog() = x.line().priced_by();
  }
  add(*of.sale, x.line());
}

void on(state& of, const v1::ModeSet& x, std::uint64_t seq) {
  if (!of.sale)
    begin(of, x.sale(), x.revision(), seq);
  else
    changed(of);
  of.sale->set_mode(x.mode());
  if (!x.lines().empty())
    *of.sale->mutable_lines() = x.lines();
}

void on(state& of, const v1::LineChanged& x) {
  if (auto line = find_line(*of.sale, x.line().line_no()))
    *line = x.line();
  changed(of);
}

void on(state& of, const v1::LineRemoved& x) {
  auto& all = *of.sale->mutable_lines();
  auto gone
    = [&x](const v1::Line& y) { return y.line_no() == x.line().line_no(); };
  all.erase(std::remove_if(all.begin(), all.end(), gone), all.end());
  changed(of);
}

void on(state& of, const v1::ReceiptDiscountSet& x) {
  *of.sale->mutable_receipt_discount() = x.discount();
  if (is_zero(x.discount()))
    of.sale->clear_receipt_discount();
  changed(of);
}

void on(state& of, const v1::PaymentAdded& x) {
  *of.sale->add_payments() = x.payment();
  of.sale->set_next_payment_no(x.payment().payment_no() + 1);
  changed(of);
}

void on(state& of, const v1::PaymentRemoved& x) {
  auto& all = *of.sale->mutable_payments();
  auto gone = [&x](const v1::Payment& y) {
    return y.payment_no() == x.payment().payment_no();
  };
  all.erase(std::remove_if(all.begin(), all.end(), gone), all.end());
  changed(of);
}

void on(state& of, const v1::ReturnBegun& x, std::uint64_t seq) {
  begin(of, x.sale(), x.revision(), seq);
  of.sale->set_is_return(true);
  if (x.has_original())
    *of.sale->mutable_original() = x.original();
  of.sale->set_free_return(x.free());
  of.sale->set_cash_rounding(x.cash_rounding());
  of.sale->set_catalog_ms(x.catalog_ms());
  for (const auto& line : x.lines())
    add(*of.sale, line);
}

void on(state& of, const v1::ExchangeBegun& x, std::uint64_t seq) {
  if (of.sale) {
    changed(of);
  } else {
    begin(of, x.sale(), x.revision(), seq);
    of.sale->set_catalog_ms(x.catalog_ms());
  }
  *of.sale->mutable_exchange() = x.exchange();
  for (const auto& line : x.lines())
    add(*of.sale, line);
  if (x.has_receipt_discount())
    *of.sale->mutable_receipt_discount() = x.receipt_discount();
  if (x.mode() != v1::SALES_MODE_UNSPECIFIED)
    of.sale->set_mode(x.mode());
}

void on(state& of, const v1::Receipt& x) {
  of.pending.reset();
  if (!journal::is_first_of_exchange(x)) {
    of.sale.reset();
    return;
  }
  settle_exchange(*of.sale, x);
  changed(of);
}

void on(state& of, const v1::ParkedFetched& x, std::uint64_t seq) {
  of.sale = x.sale();
  of.sale->set_first_seq(seq);
}

void wait(state& of, const v1::RecordBody& body) {
  of.pending = {body.seq(), body.business_ms(), body.user(), body.intent()};
  if (!is_aside(body.intent()))
    changed(of);
}

/// Whether the record is about what waits beside the sale.
bool is_about_aside(const state& of, const v1::RecordBody& body) {
  if (body.has_intent())
    return is_aside(body.intent());
  return of.pending && is_aside(of.pending->intent)
         && journal::ended_by(body) == journal::held_by(of.pending->intent);
}

void wait_for_card(state& of, const v1::RecordBody& body) {
  of.card = {body.seq(), body.user(), body.card_asked(), false, {}};
  changed(of);
}

/// What is approved changes the sale by a record of its own.
void hear(state& of, const v1::CardAnswered& x) {
  if (x.stray() || !of.card || of.card->asked.ask() != x.ask())
    return;
  of.card->unknown = true;
  of.card->detail = x.detail();
  if (x.outcome() == v1::CARD_OUTCOME_APPROVED
      || x.outcome() == v1::CARD_OUTCOME_DECLINED)
    of.card.reset();
  changed(of);
}

/// What follows from the rest: shares of the receipt's discount, change.
void derive(v1::OpenSale& sale) {
  share_discount(sale);
  place_change(settle(sale), *sale.mutable_payments());
}

/// Changes of a sale that is open. A journal has them only after its beginning.
void evolve_open(state& of, const v1::RecordBody& body) {
  using body_t = v1::RecordBody;
  switch (body.payload_case()) {
  case body_t::kLineChanged: on(of, body.line_changed()); break;
  case body_t::kLineRemoved: on(of, body.line_removed()); break;
  case body_t::kReceiptDiscountSet: on(of, body.receipt_discount_set()); break;
  case body_t::kPaymentAdded: on(of, body.payment_added()); break;
  case body_t::kPaymentRemoved: on(of, body.payment_removed()); break;
  case body_t::kCardAsked: wait_for_card(of, body); break;
  case body_t::kCardAnswered: hear(of, body.card_answered()); break;
  case body_t::kIntent: wait(of, body); break;
  case body_t::kVoid: // The sale is open again, as it was.
    of.pending.reset();
    changed(of);
    break;
  case body_t::kReceipt: on(of, body.receipt()); break;
  case body_t::kSaleAborted:
  case body_t::kSaleParked:
    of.sale.reset();
    of.pending.reset();
    of.card.reset();
    break;
  default: break;
  }
}

} // namespace

namespace {

void evolve_day(state& of, const v1::RecordBody& body) {
  using body_t = v1::RecordBody;
  switch (body.payload_case()) {
  case body_t::kDayOpened:
    of.day = {body.day_opened().business_date(), true};
    break;
  case body_t::kReceipt:
    if (of.day.date.empty() && body.receipt().series() != v1::SERIES_TRAINING)
      of.day.date = body.receipt().business_date();
    break;
  case body_t::kZReport: of.day = {}; break;
  case body_t::kTrainingSwitched:
    of.training = body.training_switched().on();
    break;
  default: break;
  }
}

void evolve_clock(state& of, const v1::RecordBody& body) {
  of.clock_high_ms = journal::clock_high_after(of.clock_high_ms, body);
}

} // namespace

bool is_aside(const v1::Intent& of) {
  return of.has_copy() || of.has_pro_forma();
}

void evolve(state& of, const v1::RecordBody& body) {
  using body_t = v1::RecordBody;
  evolve_clock(of, body);
  evolve_day(of, body);
  if (is_about_aside(of, body)) {
    if (body.has_intent())
      wait(of, body);
    else
      of.pending.reset();
    return;
  }
  switch (body.payload_case()) {
  case body_t::kLineAdded: on(of, body.line_added(), body.seq()); break;
  case body_t::kModeSet: on(of, body.mode_set(), body.seq()); break;
  case body_t::kReturnBegun: on(of, body.return_begun(), body.seq()); break;
  case body_t::kExchangeBegun: on(of, body.exchange_begun(), body.seq()); break;
  case body_t::kParkedFetched: on(of, body.parked_fetched(), body.seq()); break;
  default:
    if (of.sale)
      evolve_open(of, body);
  }
  if (of.sale)
    derive(*of.sale);
}

std::uint64_t revision_of(const state& of) noexcept {
  return of.sale ? of.sale->revision() : 0;
}

} // namespace kassa::sale
