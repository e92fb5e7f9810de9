#include "actors/journal/chain.hpp"

#include "actors/journal/history.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/record_peek.hpp"

namespace kassa::journal {

chain::chain(scope of)
  : of_(std::move(of)), stored_(zero_hash()), computed_(zero_hash()) {}

result<chain> chain::after(const store::reader& from, const scope& of,
                           seq_t seq) {
  chain out{of};
  if (seq == 0)
    return out;
  auto acked = read_acked(from, of);
  if (acked && *acked && (*acked)->seq() == seq
      && (*acked)->hash().size() == hash_size) {
    out.seq_ = seq;
    out.stored_ = out.computed_ = (*acked)->hash();
    return out;
  }
  auto record = read_record(from, of, seq);
  if (!record)
    return record.why();
  if (record->hash().size() != hash_size)
    return damaged(seq, "it is not a record");
  out.seq_ = seq;
  out.stored_ = out.computed_ = record->hash();
  return out;
}

chain chain::blind(scope of, seq_t seq) {
  chain out{std::move(of)};
  out.seq_ = seq;
  return out;
}

chain::link chain::next(seq_t seq, std::string_view bytes) {
  link out;
  out.seq = seq;
  out.missing = seq - seq_ - 1;
  out.record = view_record(bytes).value_or(record_view{});
  auto computed = record_hash(stored_, out.record.body);
  // A flipped bit in a hash breaks that record alone, not the one after it.
  if (computed != out.record.hash && computed_ != stored_)
    if (auto other = record_hash(computed_, out.record.body);
        other == out.record.hash)
      computed = other;
  out.damage = out.missing != 0 ? "records before it are missing"
                                : damage_of(out, computed);
  seq_ = seq;
  // What is no record at all has no hash to go on from.
  stored_ = out.record.hash.size() == hash_size ? out.record.hash : computed;
  computed_ = std::move(computed);
  return out;
}

std::string chain::damage_of(const link& found,
                             const std::string& computed) const {
  if (found.record.hash.size() != hash_size || found.record.body.empty())
    return "it is not a record";
  if (computed != found.record.hash)
    return "its bytes are not those that were chained";
  auto top = peek_record(found.record.body);
  if (!top)
    return "its body does not parse";
  if (top->seq != found.seq)
    return "it says that it is record " + std::to_string(top->seq);
  if (top->store != of_.store || top->terminal != of_.terminal)
    return "it belongs to " + std::string{top->store} + "/"
           + std::string{top->terminal};
  return {};
}

} // namespace kassa::journal
