#include "actors/journal/chain.hpp"
#include "actors/journal/history.hpp"
#include "proto/base/head_signature.hpp"
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
  // What the disk gives back damaged is a hole like any other.
  if (!done && done.why().code != errc::corrupt)
    return done.why();
  if (!done && !hole)
    hole = damaged(after + 1, done.why().detail);
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

namespace {

/// The links after a record, whether or not it can be gone on from.
result<chain> links_after(const store::reader& from, const scope& of,
                          seq_t after) {
  auto out = chain::after(from, of, after);
  if (!out
      && (out.why().code == errc::journal_damaged
          || out.why().code == errc::corrupt))
    return chain::blind(of, after);
  return out;
}

/// Gathers what verifies after the first hole, until the next one.
class gathering {
public:
  gathering(chain links, seq_t after, std::size_t max_bytes)
    : links_(std::move(links)), after_(after), max_bytes_(max_bytes) {}

  bool take(std::string_view key, std::string_view value) {
    const auto link = links_.next(store::seq_of_journal_key(key), value);
    if (!link.damage.empty())
      return run_.empty(); // The hole before the run grows; or the run ends.
    if (run_.empty() && link.seq > after_ + 1) {
      out_.set_hole_first(after_ + 1);
      out_.set_hole_last(link.seq - 1);
    }
    run_.push(value);
    *out_.mutable_head() = make_head(link.seq, std::string{link.record.hash});
    return run_.count < read_records_max && run_.bytes.size() < max_bytes_;
  }

  [[nodiscard]] bool empty() const noexcept { return run_.empty(); }
  [[nodiscard]] seq_t seen() const noexcept { return links_.seq(); }

  v1::Evidence finish(seq_t upto) && {
    if (run_.empty()) {
      out_.set_hole_first(after_ + 1);
      out_.set_hole_last(upto);
      *out_.mutable_head() = make_head(upto, zero_hash());
    }
    out_.set_last(out_.head().seq() == upto);
    out_.set_run(std::move(run_.bytes));
    return std::move(out_);
  }

private:
  chain links_;
  seq_t after_;
  std::size_t max_bytes_;
  record_run run_;
  v1::Evidence out_;
};

} // namespace

result<v1::Evidence> read_beyond(const store::reader& from, const scope& of,
                                 seq_t after, seq_t upto,
                                 std::size_t max_bytes) {
  auto links = links_after(from, of, after);
  if (!links)
    return links.why();
  gathering all{*std::move(links), after, max_bytes};
  for (auto at = after + 1; at <= upto;) {
    auto done = from.scan(family::journal, store::journal_key(of, at),
                          store::journal_key(of, upto + 1),
                          [&all](std::string_view key, std::string_view value) {
                            return all.take(key, value);
                          });
    if (!done && done.why().code != errc::corrupt)
      return done.why();
    if (done || !all.empty())
      break;
    at = std::max(at, all.seen()) + 1; // Past a block that the disk lost.
  }
  return std::move(all).finish(upto);
}

} // namespace kassa::journal
