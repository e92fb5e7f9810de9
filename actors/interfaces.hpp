#pragma once

// Every typed interface of the terminal, one comment a handler. Requests of the
// Register service are messages as they are: their type is their verb.

#include "actors/caf_compat.hpp"
#include "actors/journal/requests.hpp"
#include "actors/printer/layout/document.hpp"
#include "actors/sale/card/card_port.hpp"
#include "actors/sale/unit/unit_port.hpp"
#include "proto/base/record_run.hpp"

#include <kassa/v1/register.pb.h>
#include <kassa/v1/sync.pb.h>

#include <cstdint>
#include <string>
#include <vector>

// -- verbs --------------------------------------------------------------------

CAF_BEGIN_TYPE_ID_BLOCK(kassa_atoms, caf::id_block::kassa_errors::end)

  // The text has at most 10 characters.
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, again, "again")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, append, "append")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, arrived, "arrived")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, block, "block")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, closed, "closed")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, day, "day")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, ended, "ended")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, grown, "grown")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, job, "job")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, keep, "keep")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, late, "late")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, read, "read")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, seal, "seal")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, stage, "stage")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, staged, "staged")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, standing, "standing")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, start, "start")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, stop, "stop")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, switched, "switched")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, tick, "tick")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, unblock, "unblock")
  CAF_ADD_ATOM(kassa_atoms, kassa::atom, watch, "watch")

CAF_END_TYPE_ID_BLOCK(kassa_atoms)

// -- interfaces ---------------------------------------------------------------

namespace kassa {

/// A catalog version that lies complete and compared beside the active one.
struct staged_catalog {
  journal::activation activation;
  v1::CatalogHead head;
};

/// What became of an ask of the control unit.
struct unit_outcome {
  std::string ask;
  unit::outcome outcome;
};

/// The WATCHER interface: hears how far the journal is durable.
using watcher_actor = actor_interface<
  // The journal is durable up to this sequence.
  caf::result<void>(atom::grown, std::uint64_t)>;

/// The JOURNAL interface: the only writer of the terminal's store.
using journal_actor = actor_interface<
  // Finishes drafts, chains and writes them; answers when they are written,
  // and durable where that was asked for.
  caf::result<journal::appended>(atom::append, journal::append_request),
  // Durable records after a sequence, up to so many bytes (at least one);
  // whether their chain is followed.
  caf::result<record_run>(atom::read, std::uint64_t, std::uint32_t, bool),
  // What verifies after a record that may be damaged: holes and a run,
  // unsigned.
  caf::result<v1::Evidence>(atom::read, std::uint64_t),
  // Where the journal stands.
  caf::result<journal::position>(atom::standing),
  // Subscribes a watcher; it is told at once.
  caf::result<void>(atom::watch, watcher_actor),
  // Keeps what the hub acknowledged (lazily: it may be told again).
  caf::result<void>(atom::keep, v1::Acked),
  // Keeps where the catalog clock stands (lazily: it is told again); a record's
  // clock is confirmed or doubted by it.
  caf::result<void>(atom::keep, v1::CatalogTime),
  // Keeps a session token; answers once it is synced.
  caf::result<bool>(atom::keep, v1::Token),
  // Keeps where the data folder now belongs; answers once it is synced.
  caf::result<bool>(atom::keep, v1::Binding),
  // Writes rows of a catalog that is being staged.
  caf::result<bool>(atom::stage, store::write_set),
  // Makes all that was written durable; answers how far. Before the end of the
  // process, and where something must leave it.
  caf::result<std::uint64_t>(atom::seal),
  // INTERNAL: lazy records have waited long enough.
  caf::result<void>(atom::tick)>;

/// The EVENTS interface: what watchers of the terminal are told.
using events_actor = actor_interface<
  // Numbers an event and passes it on.
  caf::result<void>(v1::Event)>;

/// The PRINTER interface: the durable print queue.
using printer_actor = actor_interface<
  // The record with this sequence waits to be printed.
  caf::result<void>(atom::job, std::uint64_t),
  // Prints a sheet: a document that no record stands behind. It is not queued,
  // and not tried again; answers once it came out, or why it did not.
  caf::result<bool>(atom::job, printer::document),
  // A person answered for the printer: the job came out, or prints again.
  caf::result<v1::Done>(v1::AnswerPrintRequest, std::string),
  // What is not printed yet.
  caf::result<v1::PrintJobList>(v1::ListPrintJobsRequest),
  // How the printer is, as far as it is known.
  caf::result<v1::PrinterStatus>(atom::standing),
  // Somebody waits for the printer: it is looked at now.
  caf::result<void>(atom::again),
  // INTERNAL: how the printer is; whether that is the answer to a look.
  caf::result<void>(atom::standing, v1::PrinterStatus, bool),
  // INTERNAL: the next look is due.
  caf::result<void>(atom::tick),
  // INTERNAL: the port answered for an attempt (outcome as int, detail).
  caf::result<void>(atom::ended, std::uint64_t, std::uint32_t, int,
                    std::string),
  // INTERNAL: the port took too long, or a retry is due.
  caf::result<void>(atom::tick, std::uint64_t, std::uint32_t)>;

/// The SALE interface: everything a cashier does. Checks the session, the
/// repeat and the revision of each changing call.
using sale_actor = actor_interface<
  caf::result<v1::LogInAnswer>(v1::LogInRequest),
  caf::result<v1::Done>(v1::LogOutRequest),
  caf::result<v1::SaleView>(v1::GetSaleRequest),
  caf::result<v1::SaleView>(v1::AddLineRequest),
  caf::result<v1::SaleView>(v1::ChangeLineRequest),
  caf::result<v1::SaleView>(v1::RemoveLineRequest),
  caf::result<v1::SaleView>(v1::SetDiscountRequest),
  caf::result<v1::SaleView>(v1::SetModeRequest),
  caf::result<v1::SaleView>(v1::AddPaymentRequest),
  caf::result<v1::SaleView>(v1::RemovePaymentRequest),
  caf::result<v1::SaleView>(v1::AbortRequest),
  caf::result<v1::SaleView>(v1::ParkRequest),
  caf::result<v1::SaleView>(v1::FetchRequest),
  caf::result<v1::Done>(v1::RemoveParkedRequest),
  caf::result<v1::ParkedList>(v1::ListParkedRequest),
  caf::result<v1::SaleView>(v1::BeginReturnRequest),
  caf::result<v1::SaleView>(v1::BeginExchangeRequest),
  caf::result<v1::SaleView>(v1::CorrectPaymentRequest),
  caf::result<v1::ReceiptView>(v1::PayRequest),
  caf::result<v1::Done>(v1::OpenDrawerRequest),
  caf::result<v1::Done>(v1::ChangeFloatRequest),
  caf::result<v1::Done>(v1::MoveCashRequest),
  caf::result<v1::CountView>(v1::CountDrawerRequest),
  caf::result<v1::PriceView>(v1::InquirePriceRequest),
  caf::result<v1::CatalogView>(v1::GetCatalogRequest),
  caf::result<v1::ReceiptView>(v1::FindReceiptRequest),
  caf::result<v1::ReceiptList>(v1::ListReceiptsRequest),
  caf::result<v1::ReceiptView>(v1::CopyReceiptRequest),
  caf::result<v1::ReportView>(v1::MakeXRequest),
  caf::result<v1::ReportView>(v1::MakeZRequest),
  caf::result<v1::ReportView>(v1::FindZRequest),
  caf::result<v1::ReportList>(v1::ListZRequest),
  caf::result<v1::ReportView>(v1::ReprintZRequest),
  caf::result<v1::PeriodSummary>(v1::SumPeriodRequest),
  caf::result<v1::ReceiptView>(v1::PrintProFormaRequest),
  // The electronic receipt, or the one copy of one on paper; drawn elsewhere.
  caf::result<v1::ReceiptView>(v1::GetDocumentRequest),
  caf::result<v1::Done>(v1::SetTrainingRequest),
  caf::result<v1::Done>(v1::LiftLockOutRequest),
  caf::result<v1::Done>(v1::AnswerPrintRequest),
  caf::result<v1::Done>(v1::ConfirmMoveRequest),
  caf::result<v1::Done>(v1::ConfirmClockRequest),
  caf::result<v1::Done>(v1::CheckUnitRequest),
  caf::result<v1::Done>(v1::VoidPendingRequest),
  // Another user of this till, by PIN.
  caf::result<v1::LogInAnswer>(v1::SwitchUserRequest),
  // A form for sales by hand while the register may not sell.
  caf::result<v1::Document>(v1::PrintCashNoteRequest),
  // What the law wants to be taken out.
  caf::result<v1::PriceList>(v1::GetPriceListRequest),
  caf::result<v1::Identity>(v1::GetIdentityRequest),
  caf::result<v1::ChangeList>(v1::ListChangesRequest),
  caf::result<v1::Document>(v1::PrintExtractRequest),
  // INTERNAL: look at the clock: midnight, and when a Z is forced.
  caf::result<void>(atom::day),
  // The terminal's own part of the status.
  caf::result<v1::NodeStatus>(v1::GetStatusRequest),
  // New sales stop for this reason, until it is taken back by its code.
  caf::result<void>(atom::block, error),
  caf::result<void>(atom::unblock, error),
  // The hub has heard this folder's head and token and found no other holder.
  caf::result<void>(atom::standing, std::string),
  // How the receipt printer is now.
  caf::result<void>(v1::PrinterStatus),
  // The hub told the time.
  caf::result<void>(v1::CatalogTime),
  // A catalog lies ready; it is switched to between sales.
  caf::result<void>(atom::staged, staged_catalog),
  // INTERNAL: try to switch, look at lock-outs.
  caf::result<void>(atom::tick),
  // INTERNAL: what the control unit did, said and is.
  caf::result<void>(unit_outcome), caf::result<void>(unit::heard),
  caf::result<void>(unit::condition),
  // A person answers for the card terminal, or wants to know at once.
  caf::result<v1::SaleView>(v1::AnswerCardRequest),
  caf::result<v1::Done>(v1::CheckCardRequest),
  // INTERNAL: what the card terminal said and is.
  caf::result<void>(card::answer), caf::result<void>(card::condition),
  // INTERNAL: the unit is asked again, unless it was asked since so many asks;
  // and the card terminal, unless it was asked.
  caf::result<void>(atom::again, std::uint32_t),
  // INTERNAL: somebody who pays has waited long enough.
  caf::result<void>(atom::late, std::uint64_t)>;

/// The SYNC interface: moves the journal up and the catalog down.
using sync_actor = watcher_actor::extend_with<actor_interface<
  // Begins to connect. Without it nothing is sent.
  caf::result<void>(atom::start),
  // Closes the streams for good.
  caf::result<bool>(atom::stop),
  // The sale actor switched to a staged version, or could not.
  caf::result<void>(atom::switched, v1::Applied),
  // How the session with the hub stands.
  caf::result<v1::SyncEvent>(atom::standing),
  // INTERNAL: what arrived on a stream; the stream's number of life.
  caf::result<void>(atom::arrived, std::uint64_t, v1::UploadDown),
  caf::result<void>(atom::arrived, std::uint64_t, v1::DownloadDown),
  caf::result<void>(atom::arrived, std::uint64_t, v1::ReportDown),
  // INTERNAL: a stream (0 upload, 1 download, 2 report) of that life is over.
  caf::result<void>(atom::closed, int, std::uint64_t, error),
  // INTERNAL: a timer (stream, life) is due.
  caf::result<void>(atom::tick, int, std::uint64_t)>>;

} // namespace kassa

// -- payloads -----------------------------------------------------------------

// gRPC is the only wire: no CAF message leaves the process, so payloads need
// no inspect().
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::card::answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::card::condition)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::journal::append_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::journal::appended)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::journal::position)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::printer::document)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::record_run)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::staged_catalog)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::store::write_set)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::unit::condition)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::unit::heard)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::unit_outcome)

#define KASSA_PAYLOAD(name) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::v1::name)
KASSA_PAYLOAD(AbortRequest)
KASSA_PAYLOAD(Acked)
KASSA_PAYLOAD(AddLineRequest)
KASSA_PAYLOAD(AddPaymentRequest)
KASSA_PAYLOAD(AnswerCardRequest)
KASSA_PAYLOAD(AnswerPrintRequest)
KASSA_PAYLOAD(Applied)
KASSA_PAYLOAD(BeginExchangeRequest)
KASSA_PAYLOAD(BeginReturnRequest)
KASSA_PAYLOAD(Binding)
KASSA_PAYLOAD(CatalogTime)
KASSA_PAYLOAD(CatalogView)
KASSA_PAYLOAD(ChangeList)
KASSA_PAYLOAD(ChangeFloatRequest)
KASSA_PAYLOAD(ChangeLineRequest)
KASSA_PAYLOAD(CheckCardRequest)
KASSA_PAYLOAD(CheckUnitRequest)
KASSA_PAYLOAD(ConfirmClockRequest)
KASSA_PAYLOAD(ConfirmMoveRequest)
KASSA_PAYLOAD(CopyReceiptRequest)
KASSA_PAYLOAD(CorrectPaymentRequest)
KASSA_PAYLOAD(CountDrawerRequest)
KASSA_PAYLOAD(CountView)
KASSA_PAYLOAD(Document)
KASSA_PAYLOAD(Done)
KASSA_PAYLOAD(DownloadDown)
KASSA_PAYLOAD(Event)
KASSA_PAYLOAD(Evidence)
KASSA_PAYLOAD(FetchRequest)
KASSA_PAYLOAD(FindReceiptRequest)
KASSA_PAYLOAD(FindZRequest)
KASSA_PAYLOAD(GetCatalogRequest)
KASSA_PAYLOAD(GetDocumentRequest)
KASSA_PAYLOAD(GetIdentityRequest)
KASSA_PAYLOAD(GetPriceListRequest)
KASSA_PAYLOAD(GetSaleRequest)
KASSA_PAYLOAD(GetStatusRequest)
KASSA_PAYLOAD(Identity)
KASSA_PAYLOAD(InquirePriceRequest)
KASSA_PAYLOAD(LiftLockOutRequest)
KASSA_PAYLOAD(ListChangesRequest)
KASSA_PAYLOAD(ListParkedRequest)
KASSA_PAYLOAD(ListPrintJobsRequest)
KASSA_PAYLOAD(ListReceiptsRequest)
KASSA_PAYLOAD(ListZRequest)
KASSA_PAYLOAD(LogInAnswer)
KASSA_PAYLOAD(LogInRequest)
KASSA_PAYLOAD(LogOutRequest)
KASSA_PAYLOAD(MakeXRequest)
KASSA_PAYLOAD(MakeZRequest)
KASSA_PAYLOAD(MoveCashRequest)
KASSA_PAYLOAD(NodeStatus)
KASSA_PAYLOAD(OpenDrawerRequest)
KASSA_PAYLOAD(ParkRequest)
KASSA_PAYLOAD(ParkedList)
KASSA_PAYLOAD(PayRequest)
KASSA_PAYLOAD(PeriodSummary)
KASSA_PAYLOAD(PriceList)
KASSA_PAYLOAD(PriceView)
KASSA_PAYLOAD(PrintCashNoteRequest)
KASSA_PAYLOAD(PrintExtractRequest)
KASSA_PAYLOAD(PrintJobList)
KASSA_PAYLOAD(PrintProFormaRequest)
KASSA_PAYLOAD(PrinterStatus)
KASSA_PAYLOAD(ReceiptList)
KASSA_PAYLOAD(ReceiptView)
KASSA_PAYLOAD(RemoveLineRequest)
KASSA_PAYLOAD(RemoveParkedRequest)
KASSA_PAYLOAD(RemovePaymentRequest)
KASSA_PAYLOAD(ReportDown)
KASSA_PAYLOAD(ReportList)
KASSA_PAYLOAD(ReportView)
KASSA_PAYLOAD(ReprintZRequest)
KASSA_PAYLOAD(SaleView)
KASSA_PAYLOAD(SetDiscountRequest)
KASSA_PAYLOAD(SetModeRequest)
KASSA_PAYLOAD(SetTrainingRequest)
KASSA_PAYLOAD(SumPeriodRequest)
KASSA_PAYLOAD(SwitchUserRequest)
KASSA_PAYLOAD(SyncEvent)
KASSA_PAYLOAD(Token)
KASSA_PAYLOAD(UploadDown)
KASSA_PAYLOAD(VoidPendingRequest)
#undef KASSA_PAYLOAD
