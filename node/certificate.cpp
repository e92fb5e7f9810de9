#include "node/certificate.hpp"

#include "actors/sync/session.hpp"
#include "node/init.hpp"
#include "transport/http/post.hpp"

namespace kassa::node {

namespace {

std::string tls_path(const std::string& data) {
  return data + "/tls.pem";
}

error refused(const v1::Refusal& by, const scope& who) {
  auto out = sync::error_of(by, who);
  out.fields["what"] = by.detail();
  return out;
}

} // namespace

result<tls::credentials> own_credentials(const store::files& disk,
                                         const std::string& data) {
  auto text = disk.read(tls_path(data));
  if (!text)
    return text.why();
  if (auto there = *text ? tls::parse(**text) : errc::not_found)
    return there;
  // Damaged is as good as lost: a till sells on, and asks with a new key.
  auto key = tls::make_key();
  if (!key)
    return key.why();
  tls::credentials made{{}, *std::move(key)};
  if (auto s = keep_credentials(disk, data, made); !s)
    return s.why();
  return made;
}

status keep_credentials(const store::files& disk, const std::string& data,
                        const tls::credentials& what) {
  return disk.replace(tls_path(data), tls::print(what), true);
}

std::variant<enrolled, not_enrolled>
ask_hub(const enrol_door& at, v1::EnrolClaim claim, const key_pair& device) {
  claim.set_device_key(device.public_key);
  claim.set_program(program_name());
  auto got = http::post(
    at.address, {at.authority, tls::hub_name}, "/v1/enrol",
    sync::make_enrol_request(claim, device).SerializeAsString(), hub_patience);
  if (!got)
    return not_enrolled{got.why()};
  v1::EnrolAnswer answer;
  if (got->status != 200 || !answer.ParseFromString(got->body))
    return not_enrolled{
      {errc::protocol,
       {{"what", at.address + ": HTTP " + std::to_string(got->status)}}}};
  const auto& no = answer.refusal();
  if (!answer.has_enrolled())
    return not_enrolled{refused(no, {claim.store(), claim.terminal()}),
                        no.retry_after_ms()};
  return enrolled{std::move(*answer.mutable_enrolled()), answer.hub_ms()};
}

result<v1::EnrolClaim> claim_of(const v1::Bundle& bundle,
                                const std::string& tls_key) {
  auto request = tls::make_request(tls_key);
  if (!request)
    return request.why();
  v1::EnrolClaim out;
  out.set_store(bundle.store());
  out.set_terminal(bundle.terminal());
  out.set_secret(bundle.secret());
  out.set_certificate_request(*std::move(request));
  return out;
}

} // namespace kassa::node
