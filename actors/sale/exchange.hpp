#pragma once

#include "actors/sale/payments.hpp"
#include "actors/sale/sale.hpp"

/// Goods come back and others go, as one sale that becomes two receipts: a
/// return and a sale that settle each other by the means "Kvittning"
/// (domain-sweden 2.6). And the same for a wrongly entered means of payment
/// (SKVFS 2014:10 ch. 4): the receipt is returned by its own means and sold
/// again by the right ones; nothing is offset there. The return comes first.
/// Without a control unit both are written at once; with one, a number each, so
/// that the sale may stand open with its return written ("settled"). Pure.
namespace kassa::sale {

/// What the payments of the open sale have to come to, with its sign.
struct amount_due {
  ore_t total = 0;
  bool pays_out = false; ///< Payments are money that goes out.

  bool operator==(const amount_due&) const = default;
};
[[nodiscard]] amount_due due_of(const v1::OpenSale& sale);

/// How the payments of the open sale stand against what is due.
[[nodiscard]] settlement settle(const v1::OpenSale& sale);

/// What comes back and counts as paid, positive: of an exchange all of it, of a
/// settled one what its return left. 0 of a correction and without an exchange.
[[nodiscard]] ore_t comes_back(const v1::OpenSale& sale);

/// Whether the return of the exchange is written already.
[[nodiscard]] bool is_settled(const v1::OpenSale& sale);

/// `exchange_begun` while only the return of an exchange is written: it is
/// neither given up nor put aside.
[[nodiscard]] status not_settled(const state& of);

/// As `may_change`, and `correction_open` while means of payment are corrected:
/// the lines are those of the receipt.
[[nodiscard]] status may_change_lines(const state& of, const context& with);

/// The part of the sale that is its sale receipt, as a sale of its own: what
/// comes back is a payment of it.
[[nodiscard]] v1::OpenSale sale_half(const v1::OpenSale& sale);
/// The part that is its return receipt. Only of an exchange that is not
/// settled. Where no goods go it is an ordinary return.
[[nodiscard]] v1::OpenSale return_half(const v1::OpenSale& sale);

/// What Pay makes of the balanced sale: its receipt; both receipts of an
/// exchange, the return first; with a control unit the intent of the first.
/// @pre a sale is open and balanced, and nothing waits for the unit
[[nodiscard]] drafts receipts_of(const state& of, v1::Delivery delivery,
                                 const context& with);

/// What follows once a control unit has registered the return: the intent of
/// the sale. Who paid was let to. The gate's error, `unit_down`, `unit_blocked`
/// leave the exchange settled.
/// @pre the open sale is a settled exchange
[[nodiscard]] result<drafts> second_half(const state& of, v1::Delivery delivery,
                                         const context& with);

/// The return receipt of the exchange was written: payments that it took are
/// gone from the sale.
void settle_exchange(v1::OpenSale& sale, const v1::Receipt& receipt);

/// What comes back in a parked exchange, worked out anew: some of it may have
/// been returned meanwhile. Errors as when it was begun.
[[nodiscard]] result<v1::Exchange> renewed(const v1::Exchange& of,
                                           const context& with);

} // namespace kassa::sale
