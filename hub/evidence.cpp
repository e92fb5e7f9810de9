#include "hub/evidence.hpp"

#include "hub/append_rule.hpp"
#include "hub/keys.hpp"
#include "proto/base/head_signature.hpp"

#include <algorithm>

namespace kassa::hub {

namespace {

/// No journal comes so far.
constexpr seq_t seq_max = seq_t{1} << 48;

error out_of_turn() {
  return {errc::protocol, {{"what", "evidence out of turn"}}};
}

/// Where its records begin.
seq_t first_of(const v1::Head& tip, const v1::Evidence& x) {
  return x.hole_last() == 0 ? tip.seq() + 1 : x.hole_last() + 1;
}

status check_place(const v1::Head& tip, const v1::Evidence& x) {
  const auto hole = x.hole_first() != 0;
  if (hole != (x.hole_last() != 0)
      || (hole
          && (x.hole_first() != tip.seq() + 1 || x.hole_last() < x.hole_first()
              || x.hole_last() > x.head().seq())))
    return out_of_turn();
  if (x.run().empty() && (!x.last() || x.head().seq() != x.hole_last()))
    return out_of_turn();
  return ok;
}

/// That it chains in itself, and what its last record is.
status check_run(const scope& of, const v1::Head& tip, const v1::Evidence& x) {
  auto records = view_run(x.run());
  if (!records || records->empty())
    return error{errc::protocol, {{"what", "evidence without records"}}};
  auto seq = first_of(tip, x);
  std::string_view before;
  if (x.hole_first() == 0 && (tip.seq() == 0 || tip.hash() != zero_hash()))
    before = tip.hash();
  for (const auto& record : *records) {
    auto checked = before.empty() ? check_unchained(of, seq, record)
                                  : check_record(of, seq, before, record);
    if (!checked)
      return checked;
    before = record.hash;
    ++seq;
  }
  if (x.head().seq() != seq - 1 || x.head().hash() != before)
    return out_of_turn();
  return ok;
}

void count(const v1::RecordBody& body, evidence_sums& out) {
  if (body.has_z_report())
    out.last_z = std::max(out.last_z, body.z_report().number());
  if (!body.has_receipt())
    return;
  const auto number = body.receipt().number();
  if (body.receipt().series() == v1::SERIES_SALE)
    out.last_sale = std::max(out.last_sale, number);
  if (body.receipt().series() == v1::SERIES_RETURN)
    out.last_return = std::max(out.last_return, number);
}

/// @param held no record up to there, nor a hole
void count(const v1::Evidence& x, seq_t held, evidence_sums& out) {
  if (x.hole_last() > held) {
    auto& hole = out.holes.emplace_back();
    hole.set_first(std::max(x.hole_first(), held + 1));
    hole.set_last(x.hole_last());
  }
  out.last = x.head().seq();
  auto records = view_run(x.run());
  if (!records)
    return;
  auto seq = x.head().seq() - records->size();
  for (const auto& record : *records) {
    if (++seq <= held)
      continue;
    ++out.records;
    v1::RecordBody body;
    if (body.ParseFromArray(record.body.data(),
                            static_cast<int>(record.body.size())))
      count(body, out);
  }
}

} // namespace

status check_evidence(const scope& of, const std::string& device_key,
                      const v1::Head& tip, const v1::Evidence& x) {
  if (x.ByteSizeLong() > batch_size_max)
    return error{
      errc::too_large,
      {{"what", "evidence"}, {"limit", std::to_string(batch_size_max)}}};
  if (x.head().hash().size() != hash_size || x.head().seq() > seq_max)
    return out_of_turn();
  if (!evidence_holds(x, of, device_key))
    return errc::bad_signature;
  if (auto placed = check_place(tip, x); !placed || x.run().empty())
    return placed;
  return check_run(of, tip, x);
}

bool is_held(const v1::Head& tip, const v1::Evidence& x) {
  return x.hole_first() != 0 && x.hole_first() <= tip.seq();
}

status visit_evidence(const store::hub_storage& data, const scope& of,
                      seq_t after, const evidence_visitor& visit) {
  bool sound = true;
  auto seen = data.scan(of.store, keys::evidence(of.terminal, after + 1),
                        keys::after(keys::of_terminal('e', of.terminal)),
                        [&](std::string_view, std::string_view value) {
                          v1::HeldEvidence piece;
                          sound = piece.ParseFromArray(
                            value.data(), static_cast<int>(value.size()));
                          return sound && visit(piece);
                        });
  if (!seen)
    return seen;
  if (!sound)
    return error{errc::corrupt, {{"what", "evidence of " + of.terminal}}};
  return ok;
}

result<evidence_state> read_evidence_state(const store::hub_storage& data,
                                           const scope& of) {
  evidence_state out;
  auto row = data.get(of.store, keys::evidence_state(of.terminal));
  if (!row)
    return row.why();
  if (*row && !out.now.ParseFromString(**row))
    return error{errc::corrupt, {{"what", "evidence of " + of.terminal}}};
  out.row = *std::move(row);
  return out;
}

store::transaction keep_evidence(const scope& of, const v1::Evidence& x,
                                 std::int64_t received_ms,
                                 evidence_state& before) {
  store::transaction out;
  out.partition = of.store;
  v1::HeldEvidence piece;
  *piece.mutable_evidence() = x;
  piece.set_received_ms(received_ms);
  out.writes.push_back(
    {keys::evidence(of.terminal, x.head().seq()), piece.SerializeAsString()});
  auto state = keys::evidence_state(of.terminal);
  out.expect.push_back({state, before.row});
  *before.now.mutable_tip() = x.head();
  if (x.last())
    before.now.set_delivered_seq(x.head().seq());
  before.row = before.now.SerializeAsString();
  out.writes.push_back({std::move(state), before.row});
  return out;
}

result<evidence_sums> sum_evidence(const store::hub_storage& data,
                                   const scope& of, seq_t held) {
  evidence_sums out;
  auto seen
    = visit_evidence(data, of, held, [&](const v1::HeldEvidence& piece) {
        count(piece.evidence(), held, out);
        return true;
      });
  if (!seen)
    return seen.why();
  return out;
}

} // namespace kassa::hub
