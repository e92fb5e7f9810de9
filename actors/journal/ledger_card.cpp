// Card payments whose outcome is awaited.

#include "actors/journal/ledger.hpp"
#include "actors/journal/ledger_step.hpp"

namespace kassa::journal {

bool waits_for_card(v1::Kind kind) {
  switch (kind) {
  case v1::KIND_LINE_ADDED:
  case v1::KIND_LINE_CHANGED:
  case v1::KIND_LINE_REMOVED:
  case v1::KIND_RECEIPT_DISCOUNT_SET:
  case v1::KIND_PAYMENT_ADDED:
  case v1::KIND_PAYMENT_REMOVED:
  case v1::KIND_SALE_ABORTED:
  case v1::KIND_SALE_PARKED:
  case v1::KIND_PARKED_FETCHED:
  case v1::KIND_RETURN_BEGUN:
  case v1::KIND_MODE_SET:
  case v1::KIND_EXCHANGE_BEGUN:
  case v1::KIND_INTENT:
  case v1::KIND_RECEIPT:
  case v1::KIND_CARD_ASKED:
  case v1::KIND_Z_REPORT:
  case v1::KIND_CATALOG_SWITCHED:
  case v1::KIND_TRAINING_SWITCHED: return true;
  default: return false;
  }
}

void step::expect_no_card() {
  if (state.has_open_card() && waits_for_card(kind_of_payload(body)))
    note(error{errc::internal,
               {},
               "a sale moves while card payment " + state.open_card().ask()
                 + " is open"});
}

void step::ask_card(const v1::CardAsked& asked) {
  begin_sale();
  *state.mutable_open_card() = asked;
}

/// An unknown outcome is none yet: the terminal is asked again.
void step::answer_card(const v1::CardAnswered& said) {
  auto final = said.outcome() == v1::CARD_OUTCOME_APPROVED
               || said.outcome() == v1::CARD_OUTCOME_DECLINED;
  if (!said.stray() && final && said.ask() == state.open_card().ask())
    state.clear_open_card();
}

} // namespace kassa::journal
