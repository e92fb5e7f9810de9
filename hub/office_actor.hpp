#pragma once

#include "hub/catalog_store.hpp"
#include "hub/core.hpp"

#include <caf/typed_response_promise.hpp>

#include <map>
#include <string>
#include <vector>

namespace kassa::hub {

/// What the operator does. Takes one call at a time; a call that commits holds
/// up the next until it is durable.
class office_state {
public:
  using handle = office_actor;
  static constexpr auto name = "office";

  static constexpr std::int64_t session_ms = 12LL * 60 * 60 * 1000;
  static constexpr std::size_t sessions_max = 1000;
  /// A rebuild reads all journals of a store, a drill those of all.
  static constexpr auto long_work = std::chrono::minutes{60};

  office_state(office_actor::pointer self, core_ptr in,
               committer_actor committer, projector_actor projector,
               backup_actor backup, closing_actor closing);
  office_actor::behavior_type make_behavior();

private:
  struct session {
    std::string user;
    std::int64_t expires_ms;
  };
  template <class T>
  using promise = caf::typed_response_promise<T>;

  auto register_handlers();
  auto catalog_handlers();
  auto report_handlers();

  status check(const std::string& token);
  /// Calls, unless `not_logged_in`; in a store, unless `unknown_store`.
  template <class Request, class Call>
  auto allowed(const Request& x, Call call) -> decltype(call());
  template <class Request, class Call>
  auto in_store(const Request& x, Call call) -> decltype(call());

  result<v1::OfficeLogInAnswer> log_in(const v1::OfficeLogInRequest& x);
  result<v1::StoreSummary> add_store(const v1::AddStoreRequest& x);
  result<std::vector<v1::Row>> set_store(const v1::SetStoreRequest& x);
  static std::vector<v1::Row> layout_rows(const v1::ImportLayoutRequest& x);
  result<std::vector<v1::Row>> with_org_no(const v1::SetStoreRequest& x);
  result<v1::StoreList> list_stores();
  result<v1::AddTerminalAnswer> add_terminal(const v1::AddTerminalRequest& x);
  result<v1::AddTerminalAnswer> add_by_code(v1::HubTerminal of);
  result<v1::Enrolled> enrol(const v1::EnrolRequest& x);
  result<v1::Bundle> enrol_by_code(const v1::EnrolClaim& x, scope& who);
  result<std::string> certificate(const v1::EnrolClaim& x,
                                  const scope& who) const;
  result<v1::TerminalSummary>
  revoke_terminal(const v1::RevokeTerminalRequest& x);
  status revoke(const v1::HubTerminal& found, const std::string& reason,
                const std::string& token);
  result<v1::HubTerminal> ask_to_retire(const v1::RetireTerminalRequest& x);
  caf::result<v1::TerminalSummary>
  retire_terminal(const v1::RetireTerminalRequest& x);
  result<v1::SignedClosing>
  closing_statement(const v1::GetClosingStatementRequest& x) const;
  result<v1::SlotFile> make_slots(const v1::MakeSlotsRequest& x);
  result<v1::RevokedSlots> revoke_slots(const v1::RevokeSlotsRequest& x);
  result<v1::TerminalSummary> terminal_summary(const v1::HubTerminal& of) const;
  result<v1::TerminalList> list_terminals(const v1::ListTerminalsRequest& x);
  result<std::vector<v1::Row>> make_user(const v1::AddUserRequest& x);
  result<std::vector<v1::Row>> articles(const v1::ImportArticlesRequest& x);
  result<v1::HeldJournal> held_journal(const v1::ReadHeldJournalRequest& x);
  result<v1::ArrivalList> arrivals(const v1::ListArrivalsRequest& x) const;
  result<v1::EvidencePage> held_evidence(const v1::ReadEvidenceRequest& x);
  result<scope> scope_of_terminal(const std::string& terminal) const;
  /// Who takes a terminal's records is to be seen (L11). @param by a session
  void log_handed_out(std::string_view what, const scope& of,
                      const std::string& by, seq_t upto) const;
  result<v1::Readiness> readiness(const v1::GetReadinessRequest& x) const;
  caf::result<v1::QuarantineList>
  quarantine(const v1::ListQuarantineRequest& x);
  result<v1::HubStatus> hub_status();

  result<v1::StoreSummary> summary(const v1::HubStore& of) const;
  result<v1::Bundle> make_bundle(const v1::HubTerminal& of, std::string secret,
                                 std::string recovery_code) const;
  std::uint64_t seen_version(const std::string& store,
                             const std::string& lineage) const;

  caf::result<v1::PublishAnswer> publish(const v1::PublishRequest& x);
  caf::result<v1::StoreStatistics>
  statistics(const v1::GetStatisticsRequest& x);
  caf::result<v1::CitedList> cited(const v1::ListCitedRequest& x);
  caf::result<v1::BackupReport> make_backup(const v1::MakeBackupRequest& x);
  /// Lets another actor answer, within an hour.
  template <class Answer, class Actor, class Request>
  caf::result<Answer> delegated(const Actor& to, const Request& x);
  /// Makes rows wait for Publish.
  caf::result<v1::Pending> pend(const std::string& store,
                                const result<std::vector<v1::Row>>& rows);
  /// Commits, then answers with `value` or with what went wrong.
  template <class T>
  void commit(store::transaction what, promise<T> answer, T value,
              std::function<void()> then = {});

  office_actor::pointer self_;
  core_ptr in_;
  committer_actor committer_;
  projector_actor projector_;
  backup_actor backup_;
  closing_actor closing_;
  std::map<std::string, session> sessions_;
};

/// Names and reasons: at most 100 bytes, else `text_too_long`.
[[nodiscard]] status check_text(const std::string& text);

/// The first catalog of a store whose data are new: version {lineage, 0} and
/// the base rows, waiting for Publish. Nothing where there is one.
[[nodiscard]] result<std::optional<store::transaction>>
lay_foundation(const store::hub_storage& data, const v1::HubStore& of,
               random_port& random, std::int64_t now_ms);

} // namespace kassa::hub
