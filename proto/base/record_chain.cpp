#include "proto/base/record_chain.hpp"

#include "proto/base/crypto.hpp"
#include "proto/base/record_peek.hpp"

namespace kassa {

namespace {

error damaged(seq_t seq, std::string detail) {
  return {errc::corrupt,
          {{"what", "record " + std::to_string(seq)}},
          std::move(detail)};
}

} // namespace

status check_unchained(const scope& of, seq_t seq, const record_view& record) {
  if (record.body.size() > record_size_max)
    return error{errc::too_large,
                 {{"what", "record " + std::to_string(seq)},
                  {"limit", std::to_string(record_size_max)}}};
  auto top = peek_record(record.body);
  if (!top)
    return damaged(seq, "the body is no message");
  if (top->store != of.store || top->terminal != of.terminal)
    return damaged(seq, "of another scope");
  if (top->seq != seq)
    return damaged(seq, "the body says " + std::to_string(top->seq));
  if (record.hash.size() != hash_size)
    return damaged(seq, "it has no hash");
  return ok;
}

status check_record(const scope& of, seq_t seq, std::string_view before,
                    const record_view& record) {
  if (auto s = check_unchained(of, seq, record); !s)
    return s;
  if (!record_hash_holds(before, record.body, record.hash))
    return damaged(seq, "the hash chain is broken");
  return ok;
}

record_chain::record_chain() : hash_(zero_hash()) {}

status record_chain::add(const record_view& record) {
  if (!of_) {
    auto top = peek_record(record.body);
    auto whose = top ? make_scope(top->store, top->terminal)
                     : result<scope>{damaged(1, "the body is no message")};
    if (!whose)
      return whose.why();
    of_ = *std::move(whose);
  }
  if (auto s = check_record(*of_, seq_ + 1, hash_, record); !s)
    return s;
  ++seq_;
  hash_ = record.hash;
  return ok;
}

} // namespace kassa
