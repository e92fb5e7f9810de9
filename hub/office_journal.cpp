// The part of the Office that hands journals out.

#include "hub/arrivals.hpp"
#include "hub/evidence.hpp"
#include "hub/journal_rows.hpp"
#include "hub/keys.hpp"
#include "hub/office_actor.hpp"

namespace kassa::hub {

namespace {

constexpr std::size_t page_bytes = 1024 * 1024;

} // namespace

result<scope>
office_state::scope_of_terminal(const std::string& terminal) const {
  auto whose = in_->who->terminal(terminal);
  if (!whose)
    return error{errc::unknown_terminal, {{"terminal", terminal}}};
  return scope{whose->store(), whose->terminal()};
}

void office_state::log_handed_out(std::string_view what, const scope& of,
                                  const std::string& by, seq_t upto) const {
  in_->log().log(log_level::info, what,
                 {{"terminal", of.terminal},
                  {"store", of.store},
                  {"held", std::to_string(upto)},
                  {"user", sessions_.at(by).user}});
}

result<v1::ArrivalList>
office_state::arrivals(const v1::ListArrivalsRequest& x) const {
  auto of = scope_of_terminal(x.terminal());
  if (!of)
    return of.why();
  return list_arrivals(*in_->ports.data, *of, x.after_seq());
}

result<v1::EvidencePage>
office_state::held_evidence(const v1::ReadEvidenceRequest& x) {
  auto of = scope_of_terminal(x.terminal());
  if (!of)
    return of.why();
  v1::EvidencePage out;
  auto seen = visit_evidence(*in_->ports.data, *of, x.after_seq(),
                             [&out](const v1::HeldEvidence& piece) {
                               *out.mutable_held() = piece;
                               return false;
                             });
  if (!seen)
    return seen.why();
  if (x.after_seq() == 0 && out.has_held())
    log_handed_out("evidence_handed_out", *of, x.session(),
                   out.held().evidence().head().seq());
  return out;
}

result<v1::HeldJournal>
office_state::held_journal(const v1::ReadHeldJournalRequest& x) {
  auto whose = scope_of_terminal(x.terminal());
  if (!whose)
    return whose.why();
  const auto& of = *whose;
  auto held = read_head(*in_->ports.data, of);
  if (!held)
    return held.why();
  if (x.after_seq() == 0)
    log_handed_out("journal_handed_out", of, x.session(), held->head.seq());
  v1::HeldJournal out;
  *out.mutable_held() = held->head;
  auto by = in_->ports.data->get(of.store, keys::signature(of.terminal));
  if (!by)
    return by.why();
  if (*by)
    out.mutable_signed_head()->ParseFromString(**by);
  out.set_last_seq(x.after_seq());
  record_run run;
  auto seen = visit_records(*in_->ports.data, of, x.after_seq() + 1,
                            [&](seq_t seq, const record_view& record) {
                              run.push(record.bytes);
                              out.set_last_seq(seq);
                              return run.bytes.size() < page_bytes
                                     && seq < held->head.seq();
                            });
  if (!seen)
    return seen.why();
  out.set_run(std::move(run.bytes));
  return out;
}

} // namespace kassa::hub
