#include "node/enrol.hpp"

#include "node/bundle.hpp"
#include "node/folder.hpp"
#include "node/init.hpp"
#include "transport/http/post.hpp"

namespace kassa::node {

namespace {

std::string with_port(const std::string& hub) {
  const bool has_one = hub.find(':', hub.find(']') + 1) != std::string::npos;
  return has_one ? hub : hub + ':' + std::to_string(enrol_port);
}

} // namespace

bool is_of(const std::string& certificate, const enrol_code& code) {
  auto sha256 = tls::fingerprint(certificate);
  return sha256 && short_fingerprint(*sha256) == code.fingerprint;
}

result<redeemed> redeem(const enrolling& with, const enrol_code& code,
                        v1::EnrolClaim claim, const key_pair& device,
                        const store::files& disk) {
  auto address = with_port(with.hub);
  auto authority = http::find_authority(
    address, [&code](const std::string& pem) { return is_of(pem, code); },
    hub_patience);
  if (!authority)
    return authority.why();
  auto own = own_credentials(disk, with.data);
  if (!own)
    return own.why();
  auto request = tls::make_request(own->key);
  if (!request)
    return request.why();
  claim.set_code(code.secret);
  claim.set_certificate_request(*std::move(request));
  auto got = ask_hub({address, *authority}, std::move(claim), device);
  if (const auto* no = std::get_if<not_enrolled>(&got))
    return no->why;
  redeemed out{std::get<enrolled>(got).what, *std::move(own)};
  if (!out.what.has_bundle())
    return error{errc::protocol, {{"what", "no bundle"}}};
  out.own.certificate = out.what.certificate();
  return out;
}

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
  auto got = redeem(with, *code, {}, *device, disk);
  if (!got)
    return got.why();
  if (auto s = keep_credentials(disk, with.data, got->own); !s)
    return s.why();
  return print_bundle(got->what.bundle());
}

} // namespace kassa::node
