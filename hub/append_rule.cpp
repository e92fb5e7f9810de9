#include "hub/append_rule.hpp"

#include "actors/sync/proof.hpp"
#include "hub/record_peek.hpp"
#include "proto/base/crypto.hpp"

#include <algorithm>

namespace kassa::hub {

namespace {

error damaged(seq_t seq, std::string detail) {
  return {errc::corrupt,
          {{"what", "record " + std::to_string(seq)}},
          std::move(detail)};
}

status check_record(const scope& of, seq_t seq, const std::string& before,
                    const v1::Record& record) {
  if (record.body().size() > record_size_max)
    return error{errc::too_large,
                 {{"what", "record " + std::to_string(seq)},
                  {"limit", std::to_string(record_size_max)}}};
  auto top = peek_record(record.body());
  if (!top)
    return damaged(seq, "the body is no message");
  if (top->store != of.store || top->terminal != of.terminal)
    return damaged(seq, "of another scope");
  if (top->seq != seq)
    return damaged(seq, "the body says " + std::to_string(top->seq));
  if (record.hash() != record_hash(before, record.body()))
    return damaged(seq, "the hash chain is broken");
  return ok;
}

void append_varint(std::string& out, std::size_t x) {
  for (; x >= 0x80; x >>= 7)
    out.push_back(static_cast<char>(x | 0x80));
  out.push_back(static_cast<char>(x));
}

} // namespace

result<v1::Head> check_batch(const scope& of, const std::string& device_key,
                             const v1::Batch& batch) {
  if (batch.records().empty() || batch.first_seq() == 0
      || batch.previous_hash().size() != hash_size)
    return error{errc::protocol, {{"what", "an empty batch"}}};
  if (batch.ByteSizeLong() > batch_size_max)
    return error{
      errc::too_large,
      {{"what", "batch"}, {"limit", std::to_string(batch_size_max)}}};
  auto seq = batch.first_seq();
  const auto* before = &batch.previous_hash();
  for (const auto& record : batch.records()) {
    if (auto checked = check_record(of, seq, *before, record); !checked)
      return checked.why();
    before = &record.hash();
    ++seq;
  }
  v1::Head last;
  last.set_seq(seq - 1);
  last.set_hash(*before);
  if (!sync::head_holds(last, of, device_key, batch.head_signature()))
    return errc::bad_signature;
  return last;
}

result<fit> fit_batch(const v1::Head& tip, const v1::Batch& batch,
                      const hash_lookup& held) {
  auto first = batch.first_seq();
  auto last = first + static_cast<std::size_t>(batch.records_size()) - 1;
  if (first > tip.seq() + 1)
    return fit{fitting::gap};
  if (first == tip.seq() + 1) {
    if (batch.previous_hash() == tip.hash())
      return fit{fitting::append};
    return fit{fitting::fork, 0, tip.seq()};
  }
  // Chained records with one hash in common have all before it in common.
  auto common = std::min(last, tip.seq());
  const auto& theirs = batch.records(static_cast<int>(common - first)).hash();
  auto ours = common == tip.seq()
                ? result<std::optional<std::string>>{tip.hash()}
                : held(common);
  if (!ours)
    return ours.why();
  if (!*ours || **ours != theirs)
    return fit{fitting::fork, 0, common};
  if (last <= tip.seq())
    return fit{fitting::duplicate};
  return fit{fitting::append, static_cast<std::size_t>(tip.seq() - first + 1)};
}

std::string stored_record(const v1::Record& record) {
  std::string out;
  out.reserve(record.body().size() + record.hash().size() + 16);
  out.push_back(1 << 3 | 2);
  append_varint(out, record.body().size());
  out += record.body();
  out.push_back(2 << 3 | 2);
  append_varint(out, record.hash().size());
  out += record.hash();
  return out;
}

} // namespace kassa::hub
