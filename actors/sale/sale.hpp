#pragma once

#include "actors/sale/context.hpp"
#include "actors/sale/open_sale.hpp"

#include <kassa/v1/register.pb.h>

#include <vector>

/// What a cashier may do, and what it means: each call becomes drafts of
/// records, or an error of the table. Pure: the same sale, call and context
/// give the same answer. The sale itself changes by `evolve` only, once the
/// journal has written the records. Each checks the permission first.
namespace kassa::sale {

using drafts = std::vector<v1::RecordBody>;

/// The caller may go on with the open sale: PERMISSION_RETURN on a return,
/// both on an exchange whose return is not written, else PERMISSION_SELL.
status may_change(const state&, const context&);

// -- lines (lines.cpp, line_changes.cpp): begin a sale where none is open
/// Goods bring the line of their deposit along; a note has neither.
result<drafts> decide(const state&, const v1::AddLineRequest&, const context&);
/// A quantity of 0 removes the line. A deposit follows its goods.
result<drafts> decide(const state&, const v1::ChangeLineRequest&,
                      const context&);
result<drafts> decide(const state&, const v1::RemoveLineRequest&,
                      const context&);
result<drafts> decide(const state&, const v1::SetDiscountRequest&,
                      const context&);

/// The sale's mode, and its lines as that rates them; begins a sale where none
/// is open. No drafts where nothing changes. `return_mixed` on a return that
/// cites a receipt.
result<drafts> decide(const state&, const v1::SetModeRequest&, const context&);

// -- payments and completion (completion.cpp)
result<drafts> decide(const state&, const v1::AddPaymentRequest&,
                      const context&);
result<drafts> decide(const state&, const v1::RemovePaymentRequest&,
                      const context&);
/// A receipt without its number, which the journal gives it; with a control
/// unit, the intent to have it registered. Of an exchange both receipts.
result<drafts> decide(const state&, const v1::PayRequest&, const context&);

// -- putting aside (parking.cpp)
result<drafts> decide(const state&, const v1::AbortRequest&, const context&);
result<drafts> decide(const state&, const v1::ParkRequest&, const context&);
result<drafts> decide(const state&, const v1::FetchRequest&, const context&);
result<drafts> decide(const state&, const v1::RemoveParkedRequest&,
                      const context&);

// -- documents (counter.cpp)
/// The one copy of a receipt that is on paper, to be handed out as a file:
/// `not_electronic` where it has a copy already.
result<drafts> decide(const state&, const v1::GetDocumentRequest&,
                      const context&);

// -- returns (returns.cpp)
result<drafts> decide(const state&, const v1::BeginReturnRequest&,
                      const context&);

// -- exchange and correction (begin_exchange.cpp)
/// Goods of a receipt come back in the sale that is begun, or is open with
/// nothing in it. Errors as of a return; `sale_open`.
result<drafts> decide(const state&, const v1::BeginExchangeRequest&,
                      const context&);
/// The receipt comes back whole and is sold again as it was, to be paid by
/// other means. `not_correctable` where some of it was returned, where it was
/// part of an exchange, and where nothing was paid.
result<drafts> decide(const state&, const v1::CorrectPaymentRequest&,
                      const context&);

// -- the control unit (signing.cpp)
/// A manager's word: the number that waits is voided. `nothing_pending`.
result<drafts> decide(const state&, const v1::VoidPendingRequest&,
                      const context&);

// -- the card terminal (charging.cpp)
/// A person says what became of the ask. `no_card_payment`.
result<drafts> decide(const state&, const v1::AnswerCardRequest&,
                      const context&);

// -- beside the sale (counter.cpp, drawer.cpp)
result<drafts> decide(const state&, const v1::OpenDrawerRequest&,
                      const context&);
/// The first float of a period opens the sales day; anyone who sells may. Later
/// ones need PERMISSION_CASH.
result<drafts> decide(const state&, const v1::ChangeFloatRequest&,
                      const context&);
/// Cash put in or taken out, with a reason; PERMISSION_CASH.
result<drafts> decide(const state&, const v1::MoveCashRequest&, const context&);
/// What lies in the drawer; the journal works out what should.
result<drafts> decide(const state&, const v1::CountDrawerRequest&,
                      const context&);
result<drafts> decide(const state&, const v1::InquirePriceRequest&,
                      const context&);
/// The one copy of a receipt (L11), or the intent to have it registered. The
/// gate's error while no number may be taken (L13).
result<drafts> decide(const state&, const v1::CopyReceiptRequest&,
                      const context&);
/// Takes no number: no gate stops it.
result<drafts> decide(const state&, const v1::MakeXRequest&, const context&);
/// The z_gate's error where this folder may not go on with the series (L13).
result<drafts> decide(const state&, const v1::MakeZRequest&, const context&);
/// No drafts where the folder has not moved.
result<drafts> decide(const state&, const v1::ConfirmMoveRequest&,
                      const context&);
/// A manager's word that a clock behind the journal is right (day.cpp). No
/// drafts where it stops no sale.
result<drafts> decide(const state&, const v1::ConfirmClockRequest&,
                      const context&);
result<drafts> decide(const state&, const v1::LogOutRequest&, const context&);

// -- training and prints that are no receipts (training.cpp)
/// Between sales only. No drafts where nothing changes.
result<drafts> decide(const state&, const v1::SetTrainingRequest&,
                      const context&);
/// Of the open sale or a parked one: no totals, and no number but where a
/// control unit is told of it.
result<drafts> decide(const state&, const v1::PrintProFormaRequest&,
                      const context&);
result<drafts> decide(const state&, const v1::ReprintZRequest&, const context&);
result<drafts> decide(const state&, const v1::LiftLockOutRequest&,
                      const context&);

/// The price of an article at the catalog clock. `unknown_article`.
result<v1::PriceView> price_of_article(const v1::InquirePriceRequest&,
                                       const context&);

/// The receipt that the open sale becomes; number and sales day are missing.
/// @pre a sale is open
v1::Receipt make_receipt(const v1::OpenSale&, v1::Delivery, const context&);

} // namespace kassa::sale
