#include "actors/sync/session.hpp"

namespace kassa::sync {

bool is_lasting(errc code) noexcept {
  switch (code) {
  case errc::unknown_terminal:
  case errc::unknown_store:
  case errc::wrong_key:
  case errc::wrong_certificate:
  case errc::revoked:
  case errc::retired:
  case errc::bad_signature:
  case errc::protocol:
  case errc::fork:
  case errc::fenced:
  case errc::corrupt:
  case errc::journal_damaged: return true;
  default: return false;
  }
}

error error_of(const v1::Refusal& refusal, const scope& of) {
  error out{code_named(refusal.code()), {}, refusal.detail()};
  out.fields["terminal"] = of.terminal;
  out.fields["store"] = of.store;
  out.fields["what"] = out.code == errc::protocol ? refusal.detail() : "hub";
  if (refusal.has_fence())
    out.fields["reason"] = refusal.fence().reason();
  else if (out.code == errc::revoked || out.code == errc::retired)
    out.fields["reason"] = refusal.detail();
  return out;
}

status dialer::take(const v1::Challenge& x) {
  if (x.nonce().size() != nonce_size)
    return error{errc::protocol, {{"what", "challenge"}}};
  if (x.protocol_min() > protocol_version
      || x.protocol_max() < protocol_version)
    return error{errc::protocol, {{"what", "version"}}};
  challenge_ = x;
  return ok;
}

std::uint32_t dialer::reconnect_slot_ms() const {
  const auto hash = hash256("kassa.slot.1", {who_.of.store, who_.of.terminal});
  std::uint64_t luck = 0;
  for (std::size_t i = 0; i < 4; ++i)
    luck = luck << 8 | static_cast<unsigned char>(hash[i]);
  const auto spread = std::min(challenge_.reconnect_spread_ms(), spread_max_ms);
  return static_cast<std::uint32_t>(luck * spread >> 32);
}

v1::Hello dialer::greet(const moment& now) {
  assert(phase_ == phase::surveying);
  phase_ = phase::greeted;
  v1::HelloClaim claim;
  claim.set_store(who_.of.store);
  claim.set_terminal(who_.of.terminal);
  claim.set_device_key(who_.device.public_key);
  if (now.token)
    *claim.mutable_token() = *now.token;
  *claim.mutable_head() = now.durable;
  claim.set_protocol(protocol_version);
  claim.set_program(who_.program);
  *claim.mutable_catalog() = now.catalog;
  claim.set_catalog_state_hash(now.catalog_state_hash);
  claim.set_terminal_ms(now.wall_ms);
  return make_hello(which_, challenge_.nonce(), claim, who_.device);
}

} // namespace kassa::sync
