#include "actors/journal/scribe.hpp"

#include "actors/journal/finish.hpp"
#include "actors/journal/ledger.hpp"
#include "actors/journal/signatures.hpp"
#include "proto/base/crypto.hpp"
#include "store/keys.hpp"

#include <cstdlib>

namespace kassa::journal {

using store::family;

namespace {

error invalid(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

status check_kind(const v1::RecordBody& draft) {
  auto by_payload = kind_of_payload(draft);
  if (by_payload == v1::KIND_UNSPECIFIED) {
    // For those who build on us: their payload is a field unknown to us.
    if (draft.kind() < 10'000 || draft.kind() > 19'999)
      return invalid("record without a payload");
    return ok;
  }
  if (draft.kind() != v1::KIND_UNSPECIFIED && draft.kind() != by_payload)
    return invalid("record of kind " + std::to_string(draft.kind())
                   + " with another payload");
  return ok;
}

bool takes_number(v1::Kind kind) {
  return kind == v1::KIND_RECEIPT || kind == v1::KIND_INTENT
         || kind == v1::KIND_COPY;
}

// While a number is promised to a device nothing else may move (design, 5):
// what moves the sale, but what ends it, and what takes a number.
bool waits_for_intent(v1::Kind kind) {
  return kind == v1::KIND_COPY
         || (kind != v1::KIND_RECEIPT && waits_for_card(kind));
}

status check_allowed(const scope& of, const v1::LedgerState& state,
                     const v1::RecordBody& body) {
  const auto kind = body.kind();
  const auto held = state.open_intent_seq() != 0;
  // A number that was promised before the scope closed still has to end (L2).
  const auto ends = held && ended_by(body).series == state.open_intent_series();
  if (auto closed = closed_by(of, state); closed && takes_number(kind) && !ends)
    return *closed;
  if (held && !ends && waits_for_intent(kind))
    return errc::payment_pending;
  if (state.has_open_card() && waits_for_card(kind))
    return errc::card_unknown;
  return ok;
}

/// Writes one batch.
class pen {
public:
  pen(const scope& of, const v1::LedgerState& before, const stamp& now,
      const lookup_port& stored)
    : of_(of), now_(now), stored_(stored), book_(of, before) {}

  status add(v1::RecordBody body) {
    if (auto good = check_kind(body); !good)
      return good;
    if (auto payload = kind_of_payload(body); payload != v1::KIND_UNSPECIFIED)
      body.set_kind(payload);
    if (auto good = check_allowed(of_, book_.state(), body); !good)
      return good;
    finish(body, of_, book_.state(), now_);
    return chain(std::move(body));
  }

  status remember(const repeat& what) {
    v1::Answered row;
    row.set_fingerprint(what.fingerprint);
    row.set_method(what.method);
    if (what.answer_is_record)
      row.set_seq(book_.state().seq());
    else
      row.set_answer(what.answer);
    out_.changes.put(
      family::index,
      store::answer_key(of_, book_.state().next_z(), what.client_id),
      to_bytes(row));
    return ok;
  }

  status activate(const activation& what);

  written finish_all() && {
    out_.next = std::move(book_).take();
    out_.changes.put(family::state, store::ledger_key(of_),
                     to_bytes(out_.next));
    return std::move(out_);
  }

private:
  status chain(v1::RecordBody body) {
    v1::Record record;
    record.set_body(to_bytes(body));
    const auto& previous
      = book_.state().seq() == 0 ? zero_hash() : book_.state().hash();
    record.set_hash(record_hash(previous, record.body()));
    auto bytes = to_bytes(record);
    if (bytes.size() > record_max)
      return error{
        errc::too_large,
        {{"what", v1::Kind_Name(body.kind())}, {"limit", "256 KiB"}}};
    out_.changes.put(family::journal, store::journal_key(of_, body.seq()),
                     std::move(bytes));
    if (auto done = book_.fold(body, record.hash(), stored_, out_.changes);
        !done)
      return done;
    if (body.has_z_report() && now_.device != nullptr)
      out_.changes.put(
        family::state, store::signature_key(of_, body.seq()),
        to_bytes(make_signature(of_, body.seq(), record.hash(), *now_.device)));
    out_.records.push_back(std::move(record));
    out_.bodies.push_back(std::move(body));
    return ok;
  }

  const scope& of_;
  const stamp& now_;
  const lookup_port& stored_;
  ledger book_;
  written out_;
};

status pen::activate(const activation& what) {
  if (book_.state().catalog().SerializeAsString()
      != what.next.name().SerializeAsString())
    return invalid("catalog that no record switches to");
  auto generation = what.next.generation();
  if (auto good = check_catalog_rows(of_, what.rows, generation, 0); !good)
    return good;
  auto key = store::catalog_active_key(of_);
  auto before = stored_(family::state, key);
  if (!before)
    return before.why();
  v1::CatalogActive active;
  if (*before && !active.ParseFromString(**before))
    return error{errc::corrupt, {{"what", "active catalog"}}};
  if (active.generation() > generation)
    return invalid("catalog generation that is behind");
  if (active.generation() != generation)
    out_.changes.erase_range(family::catalog,
                             store::catalog_generation_key(of_, 0),
                             store::catalog_generation_key(of_, generation));
  for (const auto& op : what.rows.ops)
    out_.changes.ops.push_back(op);
  out_.changes.put(family::state, std::move(key), to_bytes(what.next));
  return ok;
}

v1::RecordBody clock_stepped(std::int64_t step_ms) {
  v1::RecordBody body;
  body.mutable_clock_stepped()->set_step_ms(step_ms);
  return body;
}

} // namespace

clock_mark mark_of(const v1::RecordBody& body) {
  return {body.wall_ms(), body.monotonic_ms(), body.boot_id()};
}

std::optional<std::int64_t> clock_step(const std::optional<clock_mark>& before,
                                       const stamp& now) {
  if (!before || before->boot_id != now.boot_id)
    return {};
  auto passed = static_cast<std::int64_t>(now.monotonic_ms)
                - static_cast<std::int64_t>(before->monotonic_ms);
  auto step = now.wall_ms - before->wall_ms - passed;
  if (std::abs(step) <= now.clock_step_ms)
    return {};
  return step;
}

result<written> write_records(const scope& of, const v1::LedgerState& before,
                              const std::optional<clock_mark>& last,
                              const stamp& now, const append_request& request,
                              const lookup_port& stored) {
  if (request.drafts.size() > drafts_max)
    return error{errc::too_large,
                 {{"what", "batch"}, {"limit", std::to_string(drafts_max)}}};
  pen writer{of, before, now, stored};
  if (auto step = clock_step(last, now); step && !request.drafts.empty())
    if (auto done = writer.add(clock_stepped(*step)); !done)
      return done.why();
  for (const auto& draft : request.drafts)
    if (auto done = writer.add(draft); !done)
      return done.why();
  if (request.activate)
    if (auto done = writer.activate(*request.activate); !done)
      return done.why();
  if (request.remember)
    if (auto done = writer.remember(*request.remember); !done)
      return done.why();
  return std::move(writer).finish_all();
}

status check_catalog_rows(const scope& of, const store::write_set& rows,
                          std::uint64_t generation, std::uint64_t active) {
  auto low = store::catalog_generation_key(of, generation);
  auto high = generation == 0
                ? store::prefix_end(store::scope_prefix(of))
                : store::catalog_generation_key(of, generation + 1);
  auto used = store::catalog_generation_key(of, active);
  auto used_end = store::catalog_generation_key(of, active + 1);
  for (const auto& op : rows.ops) {
    auto range = op.kind == store::write_op::what::erase_range;
    auto inside = op.where == family::catalog && op.key >= low && op.key < high
                  && (!range || op.value <= high);
    auto in_use = active != 0
                  && (range ? op.key < used_end && op.value > used
                            : op.key >= used && op.key < used_end);
    if (!inside || in_use)
      return invalid("write outside the catalog that is staged");
  }
  return ok;
}

} // namespace kassa::journal
