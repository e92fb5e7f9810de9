#pragma once

// Every typed interface of the hub, one comment a handler. Requests of the
// Office service are messages as they are: their type is their verb.

#include "actors/caf_compat.hpp"
#include "actors/interfaces.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/enrol.pb.h>
#include <kassa/v1/office.pb.h>
#include <kassa/v1/sync.pb.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// -- verbs --------------------------------------------------------------------

CAF_BEGIN_TYPE_ID_BLOCK(kassa_hub_atoms, caf::id_block::kassa_atoms::end)

  // The text has at most 10 characters.
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, archived, "archived")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, arrived, "arrived")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, close, "close")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, closed, "closed")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, commit, "commit")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, grown, "grown")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, refuse, "refuse")
  CAF_ADD_ATOM(kassa_hub_atoms, kassa::hub::atom, tick, "tick")

CAF_END_TYPE_ID_BLOCK(kassa_hub_atoms)

namespace kassa::hub {

/// A committer that does not answer for so long is not expected to answer.
inline constexpr std::chrono::seconds commit_timeout{60};

/// One transaction on its way to the storage; handed over, not shared.
struct commit_job {
  std::shared_ptr<store::transaction> what;
  std::uint64_t bytes = 0;
  std::uint32_t records = 0;
  std::string terminal = {}; ///< Whose journal; empty: the store's own.
};

/// What is committed with one sync, and what became of each.
struct commit_batch {
  std::shared_ptr<std::vector<store::transaction>> all;
};
struct commit_results {
  std::vector<status> each;
};

/// The WRITER interface: blocks on the disk, hence on a thread of its own in
/// production.
using writer_actor = actor_interface<
  // Commits all with one sync.
  caf::result<commit_results>(atom::commit, commit_batch)>;

/// The COMMITTER interface: the only way to write the hub's data.
using committer_actor = actor_interface<
  // Commits a transaction together with what else waits; answers once it is
  // durable. Errors: conflict, ambiguous.
  caf::result<bool>(atom::commit, commit_job)>;

/// The SESSION interface: one stream of one terminal.
template <class Up>
using session_actor = actor_interface<
  // A message of the terminal.
  caf::result<void>(atom::arrived, Up),
  // The peer is gone.
  caf::result<void>(atom::closed),
  // Ends the session with these words: superseded, fenced.
  caf::result<void>(atom::refuse, v1::Refusal)>;

/// An upload also hears up to which record its journal is archived, that its
/// terminal is to sell no more, and (INTERNAL) that what waited for its store's
/// quota is due.
using upload_actor = session_actor<v1::UploadUp>::extend<
  caf::reacts_to<atom::archived, std::uint64_t>, caf::reacts_to<v1::Retire>,
  caf::reacts_to<atom::tick>>;
using report_actor = session_actor<v1::ReportUp>;
/// A download also hears when its store published.
using download_actor
  = session_actor<v1::DownloadUp>::extend<caf::reacts_to<atom::grown>>;

/// The PROJECTOR interface: keeps the stores' statistics.
using projector_actor = actor_interface<
  // A journal of this store has grown.
  caf::result<void>(atom::grown, std::string, std::string),
  // Counts what the hub holds by now, then answers. Sessions are not asked.
  caf::result<v1::StoreStatistics>(v1::GetStatisticsRequest),
  // The same for receipts that several returns cite.
  caf::result<v1::CitedList>(v1::ListCitedRequest),
  // Tries records that were set aside again, and answers what is left.
  caf::result<v1::QuarantineList>(v1::ListQuarantineRequest),
  // INTERNAL: it is time to count.
  caf::result<void>(atom::tick)>;

/// The BACKUP interface: makes backups as often as it is set, and when asked.
/// Blocks while it copies.
using backup_actor = actor_interface<
  // Makes one, or tries the newest one; then terminals are told what is
  // archived. Errors: no_backup_folder, backup_failed, backup_damaged.
  caf::result<v1::BackupReport>(v1::MakeBackupRequest),
  // INTERNAL: it is time to look whether one is due.
  caf::result<void>(atom::tick)>;

/// The CLOSING interface: closes terminals that are to retire, each as soon as
/// its journal is here and archived. Blocks while it reads a journal.
using closing_actor = actor_interface<
  // Looks at this terminal now; whether to wait for nothing. Answers once it is
  // looked at.
  caf::result<bool>(atom::close, std::string, bool),
  // INTERNAL: it is time to look at all.
  caf::result<void>(atom::tick)>;

/// The OFFICE interface: what the operator does.
using office_actor
  = actor_interface<caf::result<v1::OfficeLogInAnswer>(v1::OfficeLogInRequest),
                    caf::result<v1::StoreSummary>(v1::AddStoreRequest),
                    caf::result<v1::StoreList>(v1::ListStoresRequest),
                    caf::result<v1::AddTerminalAnswer>(v1::AddTerminalRequest),
                    caf::result<v1::TerminalList>(v1::ListTerminalsRequest),
                    caf::result<v1::TerminalSummary>(v1::RevokeTerminalRequest),
                    caf::result<v1::TerminalSummary>(v1::RetireTerminalRequest),
                    caf::result<v1::SignedClosing>(
                      v1::GetClosingStatementRequest),
                    caf::result<v1::SlotFile>(v1::MakeSlotsRequest),
                    caf::result<v1::RevokedSlots>(v1::RevokeSlotsRequest),
                    caf::result<v1::VersionList>(v1::ListVersionsRequest),
                    caf::result<v1::Pending>(v1::RollBackRequest),
                    caf::result<v1::Pending>(v1::SetStoreRequest),
                    caf::result<v1::Pending>(v1::AddUserRequest),
                    caf::result<v1::Pending>(v1::ImportArticlesRequest),
                    caf::result<v1::Pending>(v1::ImportLayoutRequest),
                    caf::result<v1::PublishAnswer>(v1::PublishRequest),
                    caf::result<v1::StoreStatistics>(v1::GetStatisticsRequest),
                    caf::result<v1::CitedList>(v1::ListCitedRequest),
                    caf::result<v1::Readiness>(v1::GetReadinessRequest),
                    // A machine's, not the operator's: its signature lets it
                    // in.
                    caf::result<v1::Enrolled>(v1::EnrolRequest),
                    caf::result<v1::QuarantineList>(v1::ListQuarantineRequest),
                    caf::result<v1::HeldJournal>(v1::ReadHeldJournalRequest),
                    caf::result<v1::ArrivalList>(v1::ListArrivalsRequest),
                    caf::result<v1::EvidencePage>(v1::ReadEvidenceRequest),
                    caf::result<v1::BackupReport>(v1::MakeBackupRequest),
                    caf::result<v1::HubStatus>(v1::GetHubStatusRequest)>;

} // namespace kassa::hub

// -- payloads -----------------------------------------------------------------

// gRPC is the only wire: no CAF message leaves the process, so payloads need
// no inspect().
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::hub::commit_batch)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::hub::commit_job)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::hub::commit_results)

#define KASSA_PAYLOAD(name) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(kassa::v1::name)
KASSA_PAYLOAD(AddStoreRequest)
KASSA_PAYLOAD(AddTerminalAnswer)
KASSA_PAYLOAD(AddTerminalRequest)
KASSA_PAYLOAD(AddUserRequest)
KASSA_PAYLOAD(ArrivalList)
KASSA_PAYLOAD(BackupReport)
KASSA_PAYLOAD(Enrolled)
KASSA_PAYLOAD(CitedList)
KASSA_PAYLOAD(DownloadUp)
KASSA_PAYLOAD(EnrolRequest)
KASSA_PAYLOAD(EvidencePage)
KASSA_PAYLOAD(GetClosingStatementRequest)
KASSA_PAYLOAD(GetHubStatusRequest)
KASSA_PAYLOAD(GetReadinessRequest)
KASSA_PAYLOAD(GetStatisticsRequest)
KASSA_PAYLOAD(HeldJournal)
KASSA_PAYLOAD(HubStatus)
KASSA_PAYLOAD(ImportArticlesRequest)
KASSA_PAYLOAD(ImportLayoutRequest)
KASSA_PAYLOAD(ListArrivalsRequest)
KASSA_PAYLOAD(ListCitedRequest)
KASSA_PAYLOAD(ListQuarantineRequest)
KASSA_PAYLOAD(ListStoresRequest)
KASSA_PAYLOAD(ListTerminalsRequest)
KASSA_PAYLOAD(ListVersionsRequest)
KASSA_PAYLOAD(MakeBackupRequest)
KASSA_PAYLOAD(MakeSlotsRequest)
KASSA_PAYLOAD(OfficeLogInAnswer)
KASSA_PAYLOAD(OfficeLogInRequest)
KASSA_PAYLOAD(Pending)
KASSA_PAYLOAD(PublishAnswer)
KASSA_PAYLOAD(PublishRequest)
KASSA_PAYLOAD(QuarantineList)
KASSA_PAYLOAD(ReadEvidenceRequest)
KASSA_PAYLOAD(ReadHeldJournalRequest)
KASSA_PAYLOAD(Readiness)
KASSA_PAYLOAD(Refusal)
KASSA_PAYLOAD(ReportUp)
KASSA_PAYLOAD(Retire)
KASSA_PAYLOAD(RetireTerminalRequest)
KASSA_PAYLOAD(RevokeSlotsRequest)
KASSA_PAYLOAD(RevokeTerminalRequest)
KASSA_PAYLOAD(RevokedSlots)
KASSA_PAYLOAD(RollBackRequest)
KASSA_PAYLOAD(SetStoreRequest)
KASSA_PAYLOAD(SignedClosing)
KASSA_PAYLOAD(SlotFile)
KASSA_PAYLOAD(StoreList)
KASSA_PAYLOAD(StoreStatistics)
KASSA_PAYLOAD(StoreSummary)
KASSA_PAYLOAD(TerminalList)
KASSA_PAYLOAD(TerminalSummary)
KASSA_PAYLOAD(UploadUp)
KASSA_PAYLOAD(VersionList)
#undef KASSA_PAYLOAD
