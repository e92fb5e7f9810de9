#pragma once

#include "store/write_set.hpp"

#include <kassa/v1/register.pb.h>

namespace kassa::sale {

/// What a changing call is: its answer, whether that waits for the disk,
/// whether it names the revision of the open sale, and whether its record is
/// the answer (a number was taken) when the call is repeated.
template <class Request>
struct call_traits;

#define KASSA_CALL(method, answer_type, how, of_sale, by_record)               \
  template <>                                                                  \
  struct call_traits<v1::method##Request> {                                    \
    using answer = v1::answer_type;                                            \
    static constexpr auto name = #method;                                      \
    static constexpr auto durability = store::durability::how;                 \
    static constexpr bool on_sale = of_sale;                                   \
    static constexpr bool answer_is_record = by_record;                        \
  };

// What changes the open sale and leaves it open is told before it is durable:
// the screen of the open sale is the one exception of L4.
KASSA_CALL(AddLine, SaleView, lazy, true, false)
KASSA_CALL(ChangeLine, SaleView, lazy, true, false)
KASSA_CALL(RemoveLine, SaleView, lazy, true, false)
KASSA_CALL(SetDiscount, SaleView, lazy, true, false)
KASSA_CALL(SetMode, SaleView, lazy, true, false)
KASSA_CALL(AddPayment, SaleView, lazy, true, false)
KASSA_CALL(RemovePayment, SaleView, lazy, true, false)
KASSA_CALL(Abort, SaleView, synced, true, false)
KASSA_CALL(Park, SaleView, synced, true, false)
KASSA_CALL(Fetch, SaleView, lazy, true, false)
KASSA_CALL(BeginReturn, SaleView, lazy, true, false)
KASSA_CALL(BeginExchange, SaleView, lazy, true, false)
KASSA_CALL(CorrectPayment, SaleView, lazy, true, false)
KASSA_CALL(Pay, ReceiptView, synced, true, true)
KASSA_CALL(RemoveParked, Done, synced, false, false)
KASSA_CALL(OpenDrawer, Done, synced, false, false)
KASSA_CALL(ChangeFloat, Done, synced, false, false)
KASSA_CALL(InquirePrice, PriceView, synced, false, false)
KASSA_CALL(CopyReceipt, ReceiptView, synced, false, true)
KASSA_CALL(GetDocument, ReceiptView, synced, false, true)
KASSA_CALL(MakeX, ReportView, synced, false, true)
KASSA_CALL(MakeZ, ReportView, synced, false, true)
KASSA_CALL(MoveCash, Done, synced, false, false)
KASSA_CALL(CountDrawer, CountView, synced, false, true)
KASSA_CALL(SetTraining, Done, synced, false, false)
KASSA_CALL(PrintProForma, ReceiptView, synced, false, true)
KASSA_CALL(ReprintZ, ReportView, synced, false, true)
KASSA_CALL(LiftLockOut, Done, synced, false, false)
KASSA_CALL(LogOut, Done, synced, false, false)
KASSA_CALL(ConfirmMove, Done, synced, false, false)
KASSA_CALL(ConfirmClock, Done, synced, false, false)
KASSA_CALL(VoidPending, Done, synced, false, false)
KASSA_CALL(AnswerCard, SaleView, synced, false, false)

#undef KASSA_CALL

} // namespace kassa::sale
