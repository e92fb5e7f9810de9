#include "node/register/register_service.hpp"

#include "node/register/bridge.hpp"
#include "node/register/streams.hpp"
#include "node/register/unary_call.hpp"

#include <kassa/v1/register.grpc.pb.h>

#include <algorithm>
#include <utility>

namespace kassa::node {

namespace {

/// For the parts of a status that are worth no waiting.
constexpr std::chrono::seconds status_part_time{5};

using call_ptr = std::shared_ptr<unary_call>;

} // namespace

class register_service::implementation final
  : public v1::Register::CallbackService {
public:
  implementation(caf::actor_system& sys, register_ports ports,
                 register_limits limits)
    : ports_(std::move(ports)), limits_(limits), bridge_(sys),
      calls_(limits.calls), watchers_(limits.watchers),
      readers_(limits.readers), verifiers_(1) {}

  ~implementation() override { close(); }

  void close() {
    calls_.close();
    watchers_.close();
    readers_.close();
    verifiers_.close();
  }

private:
// Calls whose request is the sale actor's verb.
#define KASSA_FORWARD(method, Request, Answer)                                 \
  grpc::ServerUnaryReactor* method(grpc::CallbackServerContext* context,       \
                                   const v1::Request* request,                 \
                                   v1::Answer* answer) override {              \
    return forward(*context, *request, *answer);                               \
  }
  KASSA_FORWARD(LogIn, LogInRequest, LogInAnswer)
  KASSA_FORWARD(LogOut, LogOutRequest, Done)
  KASSA_FORWARD(GetSale, GetSaleRequest, SaleView)
  KASSA_FORWARD(AddLine, AddLineRequest, SaleView)
  KASSA_FORWARD(ChangeLine, ChangeLineRequest, SaleView)
  KASSA_FORWARD(RemoveLine, RemoveLineRequest, SaleView)
  KASSA_FORWARD(SetDiscount, SetDiscountRequest, SaleView)
  KASSA_FORWARD(SetMode, SetModeRequest, SaleView)
  KASSA_FORWARD(AddPayment, AddPaymentRequest, SaleView)
  KASSA_FORWARD(RemovePayment, RemovePaymentRequest, SaleView)
  KASSA_FORWARD(Abort, AbortRequest, SaleView)
  KASSA_FORWARD(Park, ParkRequest, SaleView)
  KASSA_FORWARD(Fetch, FetchRequest, SaleView)
  KASSA_FORWARD(RemoveParked, RemoveParkedRequest, Done)
  KASSA_FORWARD(ListParked, ListParkedRequest, ParkedList)
  KASSA_FORWARD(BeginReturn, BeginReturnRequest, SaleView)
  KASSA_FORWARD(BeginExchange, BeginExchangeRequest, SaleView)
  KASSA_FORWARD(CorrectPayment, CorrectPaymentRequest, SaleView)
  KASSA_FORWARD(Pay, PayRequest, ReceiptView)
  KASSA_FORWARD(OpenDrawer, OpenDrawerRequest, Done)
  KASSA_FORWARD(ChangeFloat, ChangeFloatRequest, Done)
  KASSA_FORWARD(MoveCash, MoveCashRequest, Done)
  KASSA_FORWARD(CountDrawer, CountDrawerRequest, CountView)
  KASSA_FORWARD(InquirePrice, InquirePriceRequest, PriceView)
  KASSA_FORWARD(GetCatalog, GetCatalogRequest, CatalogView)
  KASSA_FORWARD(FindReceipt, FindReceiptRequest, ReceiptView)
  KASSA_FORWARD(ListReceipts, ListReceiptsRequest, ReceiptList)
  KASSA_FORWARD(CopyReceipt, CopyReceiptRequest, ReceiptView)
  KASSA_FORWARD(MakeX, MakeXRequest, ReportView)
  KASSA_FORWARD(MakeZ, MakeZRequest, ReportView)
  KASSA_FORWARD(FindZ, FindZRequest, ReportView)
  KASSA_FORWARD(ListZ, ListZRequest, ReportList)
  KASSA_FORWARD(ReprintZ, ReprintZRequest, ReportView)
  KASSA_FORWARD(SumPeriod, SumPeriodRequest, PeriodSummary)
  KASSA_FORWARD(PrintProForma, PrintProFormaRequest, ReceiptView)
  KASSA_FORWARD(SetTraining, SetTrainingRequest, Done)
  KASSA_FORWARD(LiftLockOut, LiftLockOutRequest, Done)
  KASSA_FORWARD(AnswerPrint, AnswerPrintRequest, Done)
  KASSA_FORWARD(ConfirmMove, ConfirmMoveRequest, Done)
  KASSA_FORWARD(ConfirmClock, ConfirmClockRequest, Done)
  KASSA_FORWARD(CheckUnit, CheckUnitRequest, Done)
  KASSA_FORWARD(VoidPending, VoidPendingRequest, Done)
  KASSA_FORWARD(SwitchUser, SwitchUserRequest, LogInAnswer)
  KASSA_FORWARD(PrintCashNote, PrintCashNoteRequest, Document)
  KASSA_FORWARD(PrintExtract, PrintExtractRequest, Document)
  KASSA_FORWARD(GetPriceList, GetPriceListRequest, PriceList)
  KASSA_FORWARD(GetIdentity, GetIdentityRequest, Identity)
  KASSA_FORWARD(ListChanges, ListChangesRequest, ChangeList)
  KASSA_FORWARD(AnswerCard, AnswerCardRequest, SaleView)
  KASSA_FORWARD(CheckCard, CheckCardRequest, Done)
#undef KASSA_FORWARD

  grpc::ServerUnaryReactor* ListPrintJobs(grpc::CallbackServerContext* context,
                                          const v1::ListPrintJobsRequest* what,
                                          v1::PrintJobList* answer) override {
    return begin(*context, [&](const call_ptr& call) {
      // The printer knows no sessions; the sale actor does.
      v1::GetSaleRequest check;
      check.set_session(what->session());
      ask<v1::SaleView>(
        ports_.sale, call,
        [this, call, answer, what = *what](v1::SaleView&) {
          pass(ports_.printer, call, what, *answer);
        },
        check);
    });
  }

  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const v1::GetDocumentRequest* what,
                                        v1::Document* answer) override {
    return begin(*context, [&](const call_ptr& call) {
      if (auto s = ports_.can_make(what->format()); !s)
        return call->fail(s.why());
      ask<v1::ReceiptView>(
        ports_.sale, call,
        [this, call, answer, format = what->format()](v1::ReceiptView& of) {
          auto made = ports_.document(of, format);
          if (!made)
            return call->fail(made.why());
          *answer = *std::move(made);
          call->succeed();
        },
        *what);
    });
  }

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* what,
                                      v1::NodeStatus* answer) override {
    return begin(*context, [&](const call_ptr& call) {
      ask<v1::NodeStatus>(
        ports_.sale, call,
        [this, call, answer](v1::NodeStatus& mine) {
          *answer = std::move(mine);
          add_sync(call, *answer);
        },
        *what);
    });
  }

  grpc::ServerWriteReactor<v1::RecordRun>*
  ReadJournal(grpc::CallbackServerContext* context,
              const v1::ReadJournalRequest* request) override {
    return journal_stream::begin(*context, on(readers_), *request);
  }

  grpc::ServerWriteReactor<v1::VerifyProgress>*
  Verify(grpc::CallbackServerContext* context,
         const v1::VerifyRequest*) override {
    return verify_stream::begin(*context, on(verifiers_));
  }

  grpc::ServerWriteReactor<v1::Event>*
  Watch(grpc::CallbackServerContext* context,
        const v1::WatchRequest* request) override {
    return watch_stream::begin(*context, on(watchers_), *request);
  }

  stream_ports on(gate& door) {
    return {&ports_, &limits_, &bridge_, &door};
  }

  /// Lets a call in and starts it, or answers why not.
  template <class Start>
  grpc::ServerUnaryReactor* begin(grpc::CallbackServerContext& context,
                                  Start start) {
    auto* reactor = context.DefaultReactor();
    if (auto ticket = calls_.enter())
      start(std::make_shared<unary_call>(*reactor, *ticket));
    else
      reactor->Finish(transport::to_grpc(ticket.why()));
    return reactor;
  }

  /// Asks an actor on behalf of a call; an error is the call's answer.
  template <class Answer, class Handle, class Request>
  void ask(const Handle& who, const call_ptr& call,
           std::type_identity_t<bridge::then<Answer>> told,
           const Request& request) {
    bridge_.ask<Answer>(
      who, limits_.answer_time, std::move(told),
      [call](const error& why) { call->fail(why); }, request);
  }

  /// What the actor answers is what the call answers. The places for request
  /// and answer are gRPC's and last until the call is finished.
  template <class Handle, class Request, class Answer>
  void pass(const Handle& who, const call_ptr& call, const Request& request,
            Answer& answer) {
    ask<Answer>(who, call, answering(call, answer), request);
  }

  template <class Answer>
  bridge::then<Answer> answering(const call_ptr& call, Answer& answer) {
    return [this, call, out = &answer](Answer& got) {
      *out = std::move(got);
      add_text(*out);
      call->succeed();
    };
  }

  template <class Request, class Answer>
  grpc::ServerUnaryReactor* forward(grpc::CallbackServerContext& context,
                                    const Request& request, Answer& answer) {
    return begin(context, [&](const call_ptr& call) {
      pass(ports_.sale, call, request, answer);
    });
  }

  template <class Answer>
  void add_text(Answer&) {}
  void add_text(v1::ReceiptView& view) {
    if (ports_.receipt_text)
      view.set_text(ports_.receipt_text(view));
  }
  void add_text(v1::ReportView& view) {
    if (ports_.report_text)
      view.set_text(ports_.report_text(view));
  }

  void add_text(v1::PeriodSummary& view) {
    if (ports_.summary_text)
      view.set_text(ports_.summary_text(view));
  }

  /// A status is told although a part of the terminal does not answer.
  void add_sync(const call_ptr& call, v1::NodeStatus& status) {
    if (!ports_.sync) {
      status.set_hub("none");
      return add_printer(call, status);
    }
    bridge_.ask<v1::SyncEvent>(
      ports_.sync, status_part_time,
      [this, call, &status](const v1::SyncEvent& sync) {
        status.set_hub(sync.state());
        status.set_durable_seq(
          std::max(status.durable_seq(), sync.durable_seq()));
        if (sync.acked_seq() > status.acked().seq())
          status.mutable_acked()->set_seq(sync.acked_seq());
        add_printer(call, status);
      },
      [this, call, &status](const error&) {
        status.set_hub("offline");
        add_printer(call, status);
      },
      atom::standing_v);
  }

  void add_printer(const call_ptr& call, v1::NodeStatus& status) {
    auto finish = [this, call, &status] {
      if (ports_.fill)
        ports_.fill(status);
      call->succeed();
    };
    auto how = [this, finish, &status] {
      bridge_.ask<v1::PrinterStatus>(
        ports_.printer, status_part_time,
        [finish, &status](const v1::PrinterStatus& now) {
          *status.mutable_printer_status() = now;
          finish();
        },
        [finish](const error&) { finish(); }, atom::standing_v);
    };
    bridge_.ask<v1::PrintJobList>(
      ports_.printer, status_part_time,
      [how, &status](const v1::PrintJobList& list) {
        status.set_print_queue(static_cast<std::uint64_t>(list.jobs_size()));
        how();
      },
      [finish](const error&) { finish(); }, v1::ListPrintJobsRequest{});
  }

  register_ports ports_;
  register_limits limits_;
  bridge bridge_;
  gate calls_;
  gate watchers_;
  gate readers_;
  gate verifiers_;
};

register_service::register_service(caf::actor_system& sys, register_ports ports,
                                   register_limits limits)
  : impl_(std::make_unique<implementation>(sys, std::move(ports), limits)) {}

register_service::~register_service() = default;

grpc::Service& register_service::service() {
  return *impl_;
}

void register_service::close() {
  impl_->close();
}

} // namespace kassa::node
