#include "node/rejoin.hpp"

#include "node/bundle.hpp"
#include "node/certificate.hpp"
#include "node/folder.hpp"

namespace kassa::node {

namespace {

/// The code was for this terminal, of this company.
status check_same(const v1::Bundle& before, const v1::Bundle& after) {
  if (!(scope_of(after) == scope_of(before)))
    return error{errc::protocol, {{"what", "bundle of another register"}}};
  const auto ours = store_of(before).org_no();
  const auto theirs = store_of(after).org_no();
  if (ours != theirs)
    return error{errc::org_no_locked, {{"org_no", ours}, {"other", theirs}}};
  return ok;
}

} // namespace

result<std::optional<v1::Bundle>> rejoin(const enrolling& with,
                                         const store::files& disk,
                                         const node_ports& ports) {
  auto life = life_of(with.data, ports);
  if (!life && life.why().code == errc::not_initialised)
    return std::optional<v1::Bundle>{};
  if (!life)
    return life.why();
  if (life->closed)
    return *life->closed;
  if (life->moved) // Nobody may vouch for a copy but who knows the original.
    return error{errc::folder_moved};
  auto code = parse_enrol_code(with.code);
  if (!code)
    return code.why();
  auto text = disk.read(bundle_path(with.data));
  if (!text)
    return text.why();
  auto before = parse_bundle(text->value_or(""), bundle_path(with.data));
  if (!before)
    return before.why();
  if (is_of(before->authority(), *code)) // It trusts that hub.
    return error{errc::already_initialised,
                 {{"path", with.data}, {"terminal", life->of.terminal}}};
  auto device = read_device_key(disk, with.data);
  if (!device)
    return device.why();
  v1::EnrolClaim claim;
  claim.set_store(life->of.store);
  claim.set_terminal(life->of.terminal);
  auto got = redeem(with, *code, std::move(claim), *device, disk);
  if (!got)
    return got.why();
  auto after = parse_bundle(print_bundle(got->what.bundle()), with.hub);
  if (!after)
    return after.why();
  if (auto same = check_same(*before, *after); !same)
    return same.why();
  if (auto kept = keep_credentials(disk, with.data, got->own); !kept)
    return kept.why();
  if (auto kept
      = disk.replace(bundle_path(with.data), print_bundle(*after), true);
      !kept)
    return kept.why();
  return std::optional{*std::move(after)};
}

} // namespace kassa::node
