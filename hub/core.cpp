#include "hub/core.hpp"

#include "actors/sync/proof.hpp"
#include "hub/keys.hpp"
#include "hub/upload_session.hpp"

namespace kassa::hub {

error leaving_error() {
  return {errc::unavailable, {{"what", "kassa-hub"}}};
}

result<admitted> admit(core& in, sync::stream_kind stream,
                       const std::optional<scope>& certified,
                       const std::string& nonce, const v1::Hello& hello) {
  // Who is revoked takes nobody's place.
  if (certified)
    if (auto ours = in.who->revoked(certified->terminal); !ours)
      return ours.why();
  if (in.leaving)
    return leaving_error();
  if (!in.lets_in(certified, stream))
    return errc::busy;
  auto claim = sync::check_hello(stream, nonce, hello);
  if (!claim)
    return claim.why();
  if (claim->protocol() != sync::protocol_version)
    return error{errc::protocol,
                 {{"what", "protocol " + std::to_string(claim->protocol())}}};
  auto of = make_scope(claim->store(), claim->terminal());
  if (!of)
    return of.why();
  if (certified != *of)
    return error{errc::wrong_certificate, {{"terminal", of->terminal}}};
  if (auto known = in.who->admit({*of, claim->device_key()}, in.now_ms());
      !known)
    return known.why();
  return admitted{*std::move(of), *std::move(claim)};
}

std::optional<v1::Retire> retire_word(const core& in, const scope& of) {
  auto known = in.who->terminal(of.terminal);
  if (!known || !known->has_retirement())
    return std::nullopt;
  const auto& asked = known->retirement();
  return sync::make_retire(of, asked.reason(), asked.asked_ms(),
                           in.settings.key);
}

namespace {

std::optional<v1::Refusal> retired_refusal(const core& in, const scope& of) {
  auto known = in.who->terminal(of.terminal);
  if (!known || !known->retirement().has_statement())
    return std::nullopt;
  auto out = refusal_of(
    {errc::retired,
     {{"terminal", of.terminal}, {"reason", known->retirement().reason()}}});
  *out.mutable_retire() = *retire_word(in, of);
  return out;
}

} // namespace

std::optional<v1::Refusal> standing_refusal(const core& in, const scope& of) {
  auto fence = in.who->fence(of.terminal);
  if (!fence) {
    if (auto ours = in.who->revoked(of.terminal); !ours)
      return refusal_of(ours.why());
    return retired_refusal(in, of);
  }
  auto out = refusal_of({errc::fenced, {{"reason", fence->reason()}}});
  *out.mutable_fence() = *fence;
  return out;
}

v1::Refusal refusal_of(const error& why) {
  v1::Refusal out;
  out.set_code(std::string{row_of(why.code).name});
  // A terminal has the words, but not what a person wrote.
  const auto person = why.code == errc::revoked || why.code == errc::retired;
  out.set_detail(person ? why.fields.at("reason") : words(why, language::en));
  if (row_of(why.code).kind == error_kind::retry)
    out.set_retry_after_ms(why.code == errc::superseded ? 1000 : 200);
  return out;
}

v1::Challenge make_challenge(core& in, std::string nonce) {
  v1::Challenge out;
  out.set_nonce(std::move(nonce));
  out.set_incarnation(in.incarnation);
  out.set_hub_ms(in.now_ms());
  out.set_protocol_min(sync::protocol_version);
  out.set_protocol_max(sync::protocol_version);
  out.set_reconnect_spread_ms(in.reconnect_spread_ms());
  return out;
}

commit_job contact_job(const scope& of, const v1::HubContact& x) {
  auto what = std::make_shared<store::transaction>();
  what->partition = of.store;
  what->writes.push_back({keys::contact(of.terminal), x.SerializeAsString()});
  return {std::move(what), 64, 0};
}

result<stored_head> read_head(const store::hub_storage& data, const scope& of) {
  auto row = data.get(of.store, keys::head(of.terminal));
  if (!row)
    return row.why();
  stored_head out{ingest::empty_head(), *row};
  if (*row && !out.head.ParseFromString(**row))
    return error{errc::corrupt, {{"what", "head of " + of.terminal}}};
  return out;
}

} // namespace kassa::hub
