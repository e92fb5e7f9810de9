#include "proto/base/head_signature.hpp"

namespace kassa {

namespace {

constexpr std::string_view head_domain = "kassa.head.1";
constexpr std::string_view ack_domain = "kassa.ack.1";
constexpr std::string_view evidence_domain = "kassa.evidence.1";

std::string be64(std::uint64_t x) {
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(x >> shift & 0xff));
  return out;
}

/// The holes and the last record that a piece of evidence states.
std::string stated_in(const v1::Evidence& x) {
  return be64(x.hole_first()) + be64(x.hole_last()) + be64(x.last() ? 1 : 0);
}

std::string sign_as(std::string_view domain, const v1::Head& head,
                    const scope& of, const key_pair& by) {
  return sign(by, domain,
              {of.store, of.terminal, be64(head.seq()), head.hash()});
}

bool holds_as(std::string_view domain, const v1::Head& head, const scope& of,
              std::string_view key, std::string_view signature) {
  return verify_signature(
    key, domain, {of.store, of.terminal, be64(head.seq()), head.hash()},
    signature);
}

} // namespace

v1::Head make_head(seq_t seq, std::string hash) {
  v1::Head out;
  out.set_seq(seq);
  out.set_hash(std::move(hash));
  return out;
}

std::string sign_head(const v1::Head& head, const scope& of,
                      const key_pair& device) {
  return sign_as(head_domain, head, of, device);
}

bool head_holds(const v1::Head& head, const scope& of,
                std::string_view device_key, std::string_view signature) {
  return holds_as(head_domain, head, of, device_key, signature);
}

std::string sign_ack(const v1::Head& durable, const scope& of,
                     const key_pair& hub) {
  return sign_as(ack_domain, durable, of, hub);
}

bool ack_holds(const v1::Head& durable, const scope& of,
               std::string_view hub_key, std::string_view countersignature) {
  return holds_as(ack_domain, durable, of, hub_key, countersignature);
}

void sign_evidence(v1::Evidence& what, const scope& of,
                   const key_pair& device) {
  what.set_signature(sign(device, evidence_domain,
                          {of.store, of.terminal, be64(what.head().seq()),
                           what.head().hash(), stated_in(what)}));
}

bool evidence_holds(const v1::Evidence& what, const scope& of,
                    std::string_view device_key) {
  return verify_signature(device_key, evidence_domain,
                          {of.store, of.terminal, be64(what.head().seq()),
                           what.head().hash(), stated_in(what)},
                          what.signature());
}

} // namespace kassa
