#include "actors/journal/signatures.hpp"

#include "actors/journal/history.hpp"
#include "actors/journal/rows.hpp"
#include "proto/base/head_signature.hpp"
#include "store/keys.hpp"

namespace kassa::journal {

using store::family;

namespace {

std::string named(seq_t seq, const std::string& what) {
  return "record " + std::to_string(seq) + ": " + what;
}

} // namespace

v1::HeadSignature make_signature(const scope& of, seq_t seq,
                                 const std::string& hash,
                                 const key_pair& device) {
  v1::HeadSignature out;
  out.set_hash(hash);
  out.set_key(device.public_key);
  out.set_signature(sign_head(make_head(seq, hash), of, device));
  return out;
}

signature_check::signature_check(const store::reader& from, const scope& of)
  : from_(from), of_(of) {
  auto acked = read_acked(from, of);
  if (acked && *acked && (*acked)->seq() > 0)
    acked_ = **acked;
}

status signature_check::next(seq_t seq, std::string_view hash,
                             const v1::RecordBody& body, const teller& tell) {
  if (body.has_genesis())
    device_key_ = body.genesis().device_key();
  if (acked_ && seq == acked_->seq())
    check_acked(hash, tell);
  return body.has_z_report() ? check_z(seq, hash, tell) : ok;
}

// Journals of before the first signature are as good as they were; after it, a
// Z without one is one that was taken away.
status signature_check::check_z(seq_t seq, std::string_view hash,
                                const teller& tell) {
  auto row = from_.get(family::state, store::signature_key(of_, seq));
  if (!row)
    return row.why();
  if (!*row) {
    if (signed_ > 0)
      tell(seq, named(seq, "the Z's signature is missing"));
    return ok;
  }
  ++signed_;
  v1::HeadSignature by;
  if (!by.ParseFromString(**row) || by.key() != device_key_ || by.hash() != hash
      || !head_holds(make_head(seq, std::string{hash}), of_, device_key_,
                     by.signature()))
    tell(seq, named(seq, "the Z's signature does not hold"));
  return ok;
}

void signature_check::check_acked(std::string_view hash, const teller& tell) {
  const auto seq = acked_->seq();
  if (acked_->hash() != hash)
    tell(seq, named(seq, "the hub acknowledged another record"));
  else if (!acked_->countersignature().empty()
           && !ack_holds(make_head(seq, std::string{hash}), of_,
                         acked_->hub_key(), acked_->countersignature()))
    tell(seq, named(seq, "the hub's countersignature does not hold"));
}

status signature_check::finish(seq_t last, const teller& tell) const {
  if (acked_ && acked_->seq() > last)
    tell(last + 1, named(last + 1, "missing, and the hub acknowledged up to "
                                     + std::to_string(acked_->seq())));
  std::uint64_t rows = 0;
  auto prefix = store::letter_key(of_, 'S');
  auto seen = from_.scan(family::state, prefix, store::prefix_end(prefix),
                         [&rows](std::string_view, std::string_view) {
                           ++rows;
                           return true;
                         });
  if (!seen)
    return seen;
  if (rows > signed_)
    tell(0, std::to_string(rows - signed_) + " signatures have no Z");
  return ok;
}

} // namespace kassa::journal
