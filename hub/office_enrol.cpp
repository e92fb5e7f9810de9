// The part of the Office that makes machines terminals.

#include "actors/sync/proof.hpp"
#include "hub/enrolment.hpp"
#include "hub/office_actor.hpp"
#include "proto/base/enrol_code.hpp"

namespace kassa::hub {

namespace {

errc refused(code_use how) {
  return how == code_use::used ? errc::enrol_code_used
                               : errc::enrol_code_expired;
}

} // namespace

result<v1::AddTerminalAnswer> office_state::add_by_code(v1::HubTerminal of) {
  if (in_->settings.authority_sha256.empty())
    return error{errc::invalid, {{"what", "--code"}}};
  auto code
    = make_enrol_code(*in_->ports.random, in_->settings.authority_sha256);
  of.set_code_hash(secret_hash(code.secret));
  of.set_code_until_ms(in_->now_ms() + code_minutes * 60 * 1000);
  if (auto added = in_->who->add(of); !added)
    return added.why();
  v1::AddTerminalAnswer out;
  out.set_terminal(of.terminal());
  out.set_code(to_text(code));
  out.set_code_until_ms(of.code_until_ms());
  out.set_enrol(in_->enrol_address());
  return out;
}

/// One write binds code and key; the bundle can be asked for again.
result<v1::Bundle> office_state::enrol(const v1::EnrolRequest& x) {
  auto claim = sync::check_enrol_request(x);
  if (!claim)
    return claim.why();
  auto found = in_->who->terminal_of_code(secret_hash(claim->code()));
  if (!found)
    return errc::enrol_code_unknown;
  auto how = judge_code(*found, claim->device_key(), in_->now_ms());
  if (how == code_use::used || how == code_use::expired)
    return refused(how);
  auto recovery
    = recovery_of(in_->settings.key.seed, claim->code(), claim->device_key());
  if (how == code_use::first) {
    auto bound = *found;
    bound.set_device_key(claim->device_key());
    bound.set_bound_ms(in_->now_ms());
    bound.set_recovery_hash(secret_hash(recovery));
    if (auto s = in_->who->change(*found, bound); !s)
      return s.why();
  }
  return make_bundle(*found, {}, std::move(recovery));
}

} // namespace kassa::hub
