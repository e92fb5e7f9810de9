#include "hub/office_service.hpp"

#include "transport/errors.hpp"

#include <caf/scoped_actor.hpp>
#include <kassa/v1/office.grpc.pb.h>

namespace kassa::hub {

namespace {

// A rebuild of statistics reads all journals of a store.
constexpr auto answer_timeout = std::chrono::minutes{60};

class office_service final : public v1::Office::Service {
public:
  office_service(caf::actor_system& system, office_actor office, log_port& log)
    : system_(system), office_(std::move(office)), log_(log) {}

#define KASSA_CALL(method, request, answer)                                    \
  grpc::Status method(grpc::ServerContext* by, const v1::request* in,          \
                      v1::answer* out) override {                              \
    return ask(#method, *by, *in, *out);                                       \
  }
  KASSA_CALL(LogIn, OfficeLogInRequest, OfficeLogInAnswer)
  KASSA_CALL(AddStore, AddStoreRequest, StoreSummary)
  KASSA_CALL(ListStores, ListStoresRequest, StoreList)
  KASSA_CALL(AddTerminal, AddTerminalRequest, AddTerminalAnswer)
  KASSA_CALL(ListTerminals, ListTerminalsRequest, TerminalList)
  KASSA_CALL(RevokeTerminal, RevokeTerminalRequest, TerminalSummary)
  KASSA_CALL(RetireTerminal, RetireTerminalRequest, TerminalSummary)
  KASSA_CALL(GetClosingStatement, GetClosingStatementRequest, SignedClosing)
  KASSA_CALL(MakeSlots, MakeSlotsRequest, SlotFile)
  KASSA_CALL(RevokeSlots, RevokeSlotsRequest, RevokedSlots)
  KASSA_CALL(ListVersions, ListVersionsRequest, VersionList)
  KASSA_CALL(RollBack, RollBackRequest, Pending)
  KASSA_CALL(SetStore, SetStoreRequest, Pending)
  KASSA_CALL(AddUser, AddUserRequest, Pending)
  KASSA_CALL(ImportArticles, ImportArticlesRequest, Pending)
  KASSA_CALL(ImportLayout, ImportLayoutRequest, Pending)
  KASSA_CALL(Publish, PublishRequest, PublishAnswer)
  KASSA_CALL(GetStatistics, GetStatisticsRequest, StoreStatistics)
  KASSA_CALL(ListCited, ListCitedRequest, CitedList)
  KASSA_CALL(GetReadiness, GetReadinessRequest, Readiness)
  KASSA_CALL(ListQuarantine, ListQuarantineRequest, QuarantineList)
  KASSA_CALL(ReadJournal, ReadHeldJournalRequest, HeldJournal)
  KASSA_CALL(ListArrivals, ListArrivalsRequest, ArrivalList)
  KASSA_CALL(ReadEvidence, ReadEvidenceRequest, EvidencePage)
  KASSA_CALL(MakeBackup, MakeBackupRequest, BackupReport)
  KASSA_CALL(GetHubStatus, GetHubStatusRequest, HubStatus)
#undef KASSA_CALL

private:
  template <class Request, class Answer>
  grpc::Status ask(const char* call, const grpc::ServerContext& by,
                   const Request& in, Answer& out) {
    caf::scoped_actor self{system_, true};
    grpc::Status how = grpc::Status::OK;
    self->request(office_, answer_timeout, in)
      .receive([&](Answer& x) { out = std::move(x); },
               [&](const caf::error& from) {
                 auto why = from_caf(from);
                 tell(call, by, why);
                 how = transport::to_grpc(why);
               });
    return how;
  }

  /// Who tries to get in is to be seen.
  void tell(const char* call, const grpc::ServerContext& by, const error& why) {
    if (why.code == errc::not_logged_in || why.code == errc::wrong_password
        || why.code == errc::unknown_user)
      log_.log(log_level::warn, "office_refused",
               {{"call", call},
                {"code", std::string{row_of(why.code).name}},
                {"peer", by.peer()}});
  }

  caf::actor_system& system_;
  office_actor office_;
  log_port& log_;
};

} // namespace

std::unique_ptr<grpc::Service> make_office_service(caf::actor_system& system,
                                                   office_actor office,
                                                   log_port& log) {
  return std::make_unique<office_service>(system, std::move(office), log);
}

} // namespace kassa::hub
