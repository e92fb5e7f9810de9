#include "hub/closing.hpp"

#include "actors/journal/ledger.hpp"
#include "hub/journal_rows.hpp"
#include "proto/base/record_peek.hpp"

#include <algorithm>

namespace kassa::hub {

namespace {

constexpr std::string_view closing_domain = "kassa.closing.1";

error unreadable(const scope& of, seq_t seq) {
  return {errc::corrupt,
          {{"what",
            "journal of " + of.terminal + ", record " + std::to_string(seq)}}};
}

/// The sums of a ledger need none of the rows that a terminal keeps beside it.
result<std::optional<std::string>> no_rows(store::family, std::string_view) {
  return std::optional<std::string>{};
}

} // namespace

result<seq_t> find_retired(const store::hub_storage& data, const scope& of,
                           seq_t after) {
  seq_t out = 0;
  auto seen = visit_records(data, of, after + 1,
                            [&out](seq_t seq, const record_view& record) {
                              auto top = peek_record(record.body);
                              if (top && top->kind == v1::KIND_RETIRED)
                                out = seq;
                              return out == 0;
                            });
  if (!seen)
    return seen.why();
  return out;
}

result<held_sums> fold_held(const store::hub_storage& data, const scope& of) {
  journal::ledger book{of, journal::empty_ledger()};
  held_sums out;
  std::optional<error> why;
  auto seen
    = visit_records(data, of, 1, [&](seq_t seq, const record_view& record) {
        v1::RecordBody body;
        if (!body.ParseFromArray(record.body.data(),
                                 static_cast<int>(record.body.size()))) {
          why = unreadable(of, seq);
          return false;
        }
        if (body.has_z_report())
          out.last_z_ms = body.business_ms();
        store::write_set rows;
        // What breaks a law is folded as it stands, and said by `verify`.
        (void)book.fold(body, record.hash, no_rows, rows);
        if (book.state().seq() != seq)
          why = unreadable(of, seq);
        return !why;
      });
  if (!seen)
    return seen.why();
  if (why)
    return *why;
  out.ledger = std::move(book).take();
  return out;
}

v1::ClosingStatement state_closing(const closing_facts& from,
                                   const held_sums& sums,
                                   const evidence_sums& beyond) {
  const auto& asked = from.terminal.retirement();
  const auto& ledger = sums.ledger;
  v1::ClosingStatement out;
  out.set_store(from.terminal.store());
  out.set_terminal(from.terminal.terminal());
  out.set_name(from.terminal.name());
  out.set_made_ms(from.now_ms);
  out.set_by(asked.asked_by());
  out.set_reason(asked.reason());
  out.set_forced(from.forced);
  *out.mutable_held() = from.held;
  out.set_announced_seq(
    std::max({from.contact.announced_seq(), from.held.seq(), beyond.last}));
  out.set_archived_seq(from.archived);
  out.set_heard_ms(from.contact.heard_ms());
  out.set_missing(out.announced_seq() - from.held.seq() - beyond.records);
  for (const auto& hole : beyond.holes)
    *out.add_holes() = hole;
  out.set_evidence_records(beyond.records);
  out.set_evidence_sale(beyond.last_sale);
  out.set_evidence_return(beyond.last_return);
  out.set_evidence_z(beyond.last_z);
  out.set_last_sale(ledger.next_sale() - 1);
  out.set_last_return(ledger.next_return() - 1);
  out.set_last_training(ledger.next_training() - 1);
  out.set_last_copy(ledger.next_copy() - 1);
  out.set_last_z(ledger.next_z() - 1);
  out.set_last_z_ms(sums.last_z_ms);
  *out.mutable_grand() = ledger.grand();
  *out.mutable_open() = ledger.period();
  out.set_open_date(ledger.period().business_date());
  out.set_open_number(ledger.open_intent_number());
  out.set_open_series(ledger.open_intent_series());
  return out;
}

v1::SignedClosing sign_closing(const v1::ClosingStatement& what,
                               const key_pair& hub) {
  v1::SignedClosing out;
  out.set_statement(what.SerializeAsString());
  out.set_signature(sign(hub, closing_domain, {out.statement()}));
  return out;
}

result<v1::ClosingStatement> read_closing(const v1::SignedClosing& from,
                                          std::string_view hub_key) {
  v1::ClosingStatement out;
  if (!verify_signature(hub_key, closing_domain, {from.statement()},
                        from.signature())
      || !out.ParseFromString(from.statement()))
    return errc::bad_signature;
  return out;
}

std::string retiring_words(const v1::HubTerminal& of) {
  if (!of.has_retirement())
    return {};
  if (of.retirement().has_statement())
    return "closed";
  return of.retirement().delivered_seq() != 0 ? "delivered" : "told";
}

} // namespace kassa::hub
