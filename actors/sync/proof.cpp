#include "actors/sync/proof.hpp"

#include "store/keys.hpp"

#include <array>

namespace kassa::sync {

namespace {

std::string be64(std::uint64_t x) {
  std::string out;
  store::append_be64(out, x);
  return out;
}

std::string be64(std::int64_t x) {
  return be64(static_cast<std::uint64_t>(x));
}

constexpr std::string_view hello_domain = "kassa.hello.1";
constexpr std::string_view enrol_domain = "kassa.enrol.1";
constexpr std::string_view token_domain = "kassa.token.1";
constexpr std::string_view fence_domain = "kassa.fence.1";
constexpr std::string_view retire_domain = "kassa.retire.1";

/// What a hub says to one terminal for good, with its reason and its time.
template <class Word>
std::string sign_word(std::string_view domain, const scope& of,
                      const Word& word, const key_pair& hub) {
  return sign(hub, domain,
              {of.store, of.terminal, word.reason(), be64(word.hub_ms())});
}

template <class Word>
bool word_holds(std::string_view domain, const scope& of, const Word& word,
                std::string_view hub_key) {
  return verify_signature(
    hub_key, domain,
    {of.store, of.terminal, word.reason(), be64(word.hub_ms())},
    word.signature());
}

} // namespace

std::string_view name_of(stream_kind which) noexcept {
  constexpr std::array<std::string_view, stream_count> names
    = {"upload", "download", "report"};
  return names[static_cast<std::size_t>(which)];
}

v1::Hello make_hello(stream_kind which, std::string_view nonce,
                     const v1::HelloClaim& claim, const key_pair& device) {
  assert(claim.device_key() == device.public_key);
  v1::Hello out;
  out.set_claim(claim.SerializeAsString());
  out.set_signature(
    sign(device, hello_domain, {name_of(which), nonce, out.claim()}));
  return out;
}

result<v1::HelloClaim> check_hello(stream_kind which, std::string_view nonce,
                                   const v1::Hello& hello) {
  v1::HelloClaim claim;
  if (!claim.ParseFromString(hello.claim())
      || !make_scope(claim.store(), claim.terminal()))
    return error{errc::protocol, {{"what", "hello"}}};
  if (!verify_signature(claim.device_key(), hello_domain,
                        {name_of(which), nonce, hello.claim()},
                        hello.signature()))
    return errc::bad_signature;
  return claim;
}

v1::EnrolRequest make_enrol_request(const v1::EnrolClaim& claim,
                                    const key_pair& device) {
  assert(claim.device_key() == device.public_key);
  v1::EnrolRequest out;
  out.set_claim(claim.SerializeAsString());
  out.set_signature(sign(device, enrol_domain, {out.claim()}));
  return out;
}

result<v1::EnrolClaim> check_enrol_request(const v1::EnrolRequest& request) {
  v1::EnrolClaim claim;
  if (!claim.ParseFromString(request.claim()))
    return error{errc::protocol, {{"what", "enrol"}}};
  if (!verify_signature(claim.device_key(), enrol_domain, {request.claim()},
                        request.signature()))
    return errc::bad_signature;
  return claim;
}

void sign_token(v1::Token& token, const scope& of, const key_pair& hub) {
  token.set_signature(sign(hub, token_domain,
                           {of.store, of.terminal, token.incarnation(),
                            be64(token.n()), token.random()}));
}

bool token_holds(const v1::Token& token, const scope& of,
                 std::string_view hub_key) {
  return verify_signature(hub_key, token_domain,
                          {of.store, of.terminal, token.incarnation(),
                           be64(token.n()), token.random()},
                          token.signature());
}

v1::Fence make_fence(const scope& of, std::string_view reason,
                     std::int64_t hub_ms, const key_pair& hub) {
  v1::Fence out;
  out.set_terminal(of.terminal);
  out.set_reason(std::string{reason});
  out.set_hub_ms(hub_ms);
  out.set_signature(sign_word(fence_domain, of, out, hub));
  return out;
}

bool fence_holds(const v1::Fence& fence, const scope& of,
                 std::string_view hub_key) {
  return fence.terminal() == of.terminal
         && word_holds(fence_domain, of, fence, hub_key);
}

v1::Retire make_retire(const scope& of, std::string_view reason,
                       std::int64_t hub_ms, const key_pair& hub) {
  v1::Retire out;
  out.set_reason(std::string{reason});
  out.set_hub_ms(hub_ms);
  out.set_signature(sign_word(retire_domain, of, out, hub));
  return out;
}

bool retire_holds(const v1::Retire& word, const scope& of,
                  std::string_view hub_key) {
  return word_holds(retire_domain, of, word, hub_key);
}

} // namespace kassa::sync
