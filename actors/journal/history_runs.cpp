#include "actors/journal/chain.hpp"
#include "actors/journal/history.hpp"
#include "store/keys.hpp"

#include <algorithm>

// Records as they lie on the disk, for the hub.

namespace kassa::journal {

using store::family;

namespace {

/// A reading that asks for "all" must not reserve for all.
constexpr std::size_t reserve_max = std::size_t{1} << 20;

/// Records from the disk until one is damaged, or it is enough.
/// @param damage_of (seq, bytes) why this one may not go; empty: it may
template <class Damage>
result<record_run> read_run(const store::reader& from, const scope& of,
                            seq_t after, seq_t upto, std::size_t max_bytes,
                            Damage damage_of) {
  record_run out;
  std::optional<error> hole;
  out.bytes.reserve(std::min(max_bytes, reserve_max));
  auto done = from.scan(
    family::journal, store::journal_key(of, after + 1),
    store::journal_key(of, upto + 1),
    [&](std::string_view key, std::string_view value) {
      const auto seq = store::seq_of_journal_key(key);
      if (auto damage = damage_of(seq, value); !damage.empty()) {
        hole = damaged(seq, damage);
        return false;
      }
      if (!out.empty() && out.bytes.size() + value.size() > max_bytes)
        return false;
      out.push(value);
      return out.count < read_records_max && out.bytes.size() < max_bytes;
    });
  if (!done)
    return done.why();
  if (out.empty())
    return hole.value_or(damaged(after + 1, "missing"));
  return out;
}

} // namespace

result<record_run> read_records(const store::reader& from, const scope& of,
                                seq_t after, seq_t upto,
                                std::size_t max_bytes) {
  if (after >= upto)
    return record_run{};
  auto links = chain::after(from, of, after);
  if (!links)
    return links.why();
  return read_run(from, of, after, upto, max_bytes,
                  [&links](seq_t seq, std::string_view bytes) {
                    return links->next(seq, bytes).damage;
                  });
}

result<record_run> read_unfollowed(const store::reader& from, const scope& of,
                                   seq_t after, seq_t upto,
                                   std::size_t max_bytes) {
  if (after >= upto)
    return record_run{};
  return read_run(from, of, after, upto, max_bytes,
                  [due = after + 1](seq_t seq, std::string_view bytes) mutable {
                    if (seq != due++)
                      return std::string{"records before it are missing"};
                    auto record = view_record(bytes);
                    return record && record->hash.size() == hash_size
                             ? std::string{}
                             : std::string{"it is not a record"};
                  });
}

result<v1::Evidence> read_beyond(const store::reader& from, const scope& of,
                                 seq_t after, seq_t upto,
                                 std::size_t max_bytes) {
  auto links = chain::after(from, of, after);
  if (!links)
    return links.why();
  record_run run;
  v1::Evidence out;
  out.mutable_head()->set_seq(after);
  auto done = from.scan(
    family::journal, store::journal_key(of, after + 1),
    store::journal_key(of, upto + 1),
    [&](std::string_view key, std::string_view value) {
      const auto link = links->next(store::seq_of_journal_key(key), value);
      if (!link.damage.empty())
        return run.empty(); // The hole before the run grows; or the run ends.
      if (run.empty() && link.seq > after + 1) {
        out.set_hole_first(after + 1);
        out.set_hole_last(link.seq - 1);
      }
      run.push(value);
      out.mutable_head()->set_seq(link.seq);
      out.mutable_head()->set_hash(std::string{link.record.hash});
      return run.count < read_records_max && run.bytes.size() < max_bytes;
    });
  if (!done)
    return done.why();
  if (run.empty()) {
    out.set_hole_first(after + 1);
    out.set_hole_last(upto);
    out.mutable_head()->set_seq(upto);
    out.mutable_head()->set_hash(zero_hash());
  }
  out.set_last(out.head().seq() == upto);
  out.set_run(std::move(run.bytes));
  return out;
}

} // namespace kassa::journal
