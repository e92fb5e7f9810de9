#pragma once

#include "actors/sale/card/card_port.hpp"
#include "actors/sale/sale.hpp"

#include <optional>
#include <string>

/// A sale and the card terminal: the ask is a record before the terminal hears
/// of it, and nothing else of the sale moves until its outcome is known. Pure.
namespace kassa::sale {

/// `card_by_hand` or `card_unknown` while a card payment has no outcome.
[[nodiscard]] status no_card_waits(const state& of);

/// Whether the cashier reads the terminal that was asked.
[[nodiscard]] bool is_by_hand(const pending_card& of);

/// Whether a payment goes to the card terminal: a card's, where there is one,
/// and not of what is only practised.
[[nodiscard]] bool is_charged(const v1::OpenSale& sale,
                              const v1::Payment& payment, const context& with);

/// The record of an ask for this payment. `card_down`; the gate's error while
/// the sale could not be completed.
[[nodiscard]] result<drafts> charge(const v1::OpenSale& sale,
                                    const v1::Payment& payment,
                                    const context& with);

/// The record of an ask to pay back a payment that a terminal approved: it
/// leaves the sale once that is approved too. `card_down`, also where the
/// terminal is no longer there.
[[nodiscard]] result<drafts> pay_back(const v1::OpenSale& sale,
                                      const v1::Payment& payment,
                                      const context& with);

/// `card_paid` while a terminal has taken money for the sale.
[[nodiscard]] status none_charged(const v1::OpenSale& sale);

/// What a terminal is asked.
[[nodiscard]] card::request request_of(const v1::CardAsked& asked,
                                       bool asked_before);

/// What an answer of the terminal means.
struct card_verdict {
  drafts all;               ///< To be written; may be none.
  bool final = false;       ///< The payment has its outcome: written synced.
  std::optional<error> why; ///< What whoever pays is told when it is refused.
};
[[nodiscard]] card_verdict judge(const state& of, const card::answer& what);

/// What whoever asked is told of an ask that was answered so.
[[nodiscard]] status told_of(const v1::CardAnswered& said);

/// How it is shown.
[[nodiscard]] v1::PendingCard pending_view(const pending_card& of);

} // namespace kassa::sale
