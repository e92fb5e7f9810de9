#include "hub/journal_check.hpp"

#include "hub/core.hpp"
#include "hub/journal_rows.hpp"
#include "hub/upload_session.hpp"
#include "proto/base/record_chain.hpp"

namespace kassa::hub {

namespace {

error broken(const scope& of, seq_t seq) {
  return {errc::corrupt,
          {{"what",
            "journal of " + of.terminal + ", record " + std::to_string(seq)}}};
}

status follow(const store::hub_storage& data, const scope& of, v1::Head from,
              const v1::Head& to, std::uint64_t& records) {
  status how = ok;
  auto seen = visit_records(data, of, from.seq() + 1,
                            [&](seq_t seq, const record_view& record) {
                              how = check_record(of, seq, from.hash(), record);
                              if (!how)
                                return false;
                              from.set_seq(seq);
                              from.set_hash(std::string{record.hash});
                              ++records;
                              return seq < to.seq();
                            });
  if (!seen)
    return seen;
  if (!how || from.seq() != to.seq() || from.hash() != to.hash())
    return broken(of, std::min(from.seq() + 1, to.seq()));
  return ok;
}

} // namespace

heads heads_of(const v1::BackupSeal& seal) {
  heads out;
  for (const auto& x : seal.heads())
    out[{x.store(), x.terminal()}] = x.head();
  return out;
}

void put_heads(const heads& from, v1::BackupSeal& to) {
  for (const auto& [of, head] : from) {
    auto& x = *to.add_heads();
    x.set_store(of.store);
    x.set_terminal(of.terminal);
    *x.mutable_head() = head;
  }
}

result<heads> read_heads(const store::hub_storage& data,
                         const std::vector<scope>& of) {
  heads out;
  for (const auto& one : of) {
    auto head = read_head(data, one);
    if (!head)
      return head.why();
    if (head->head.seq() > 0)
      out[one] = std::move(head->head);
  }
  return out;
}

result<heads> follow_chains(const store::hub_storage& data,
                            const std::vector<scope>& of, const heads& known,
                            std::uint64_t& records) {
  auto out = read_heads(data, of);
  if (!out)
    return out;
  for (const auto& [one, head] : *out) {
    auto at = known.find(one);
    auto from = at != known.end() && at->second.seq() <= head.seq()
                  ? at->second
                  : ingest::empty_head();
    if (auto whole = follow(data, one, from, head, records); !whole)
      return whole.why();
  }
  return out;
}

} // namespace kassa::hub
