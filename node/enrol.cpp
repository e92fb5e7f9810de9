#include "node/enrol.hpp"

#include "actors/sync/proof.hpp"
#include "node/bundle.hpp"
#include "node/folder.hpp"
#include "node/init.hpp"
#include "proto/base/enrol_code.hpp"
#include "transport/http/post.hpp"
#include "transport/tls/certificates.hpp"

namespace kassa::node {

namespace {

constexpr std::chrono::seconds patience{20};

std::string with_port(const std::string& hub) {
  const bool has_one = hub.find(':', hub.find(']') + 1) != std::string::npos;
  return has_one ? hub : hub + ':' + std::to_string(enrol_port);
}

/// Whose SHA-256 the code carries.
bool is_of(const std::string& certificate, const enrol_code& code) {
  auto sha256 = tls::fingerprint(certificate);
  return sha256 && short_fingerprint(*sha256) == code.fingerprint;
}

result<std::string> bundle_in(const http::answer& from,
                              const std::string& address) {
  v1::EnrolAnswer answer;
  if (from.status != 200 || !answer.ParseFromString(from.body))
    return error{errc::protocol,
                 {{"what", address + ": HTTP " + std::to_string(from.status)}}};
  if (answer.has_bundle())
    return print_bundle(answer.bundle());
  const auto& no = answer.refusal();
  return error{code_named(no.code()), {{"what", no.detail()}}};
}

} // namespace

result<std::string> fetch_bundle(const enrolling& with,
                                 const store::files& disk,
                                 random_port& random) {
  auto there = disk.read(bundle_path(with.data));
  if (!there)
    return there.why();
  if (*there)
    return **std::move(there);
  auto code = parse_enrol_code(with.code);
  if (!code)
    return code.why();
  if (auto s = disk.make_folder(with.data); !s)
    return s.why();
  auto device = device_key(disk, with.data, random);
  if (!device)
    return device.why();
  auto address = with_port(with.hub);
  auto authority = http::find_authority(
    address, [&code](const std::string& pem) { return is_of(pem, *code); },
    patience);
  if (!authority)
    return authority.why();
  v1::EnrolClaim claim;
  claim.set_code(code->secret);
  claim.set_device_key(device->public_key);
  claim.set_program(program_name());
  auto answer = http::post(
    address, {*authority, tls::hub_name}, "/v1/enrol",
    sync::make_enrol_request(claim, *device).SerializeAsString(), patience);
  if (!answer)
    return answer.why();
  return bundle_in(*answer, address);
}

} // namespace kassa::node
