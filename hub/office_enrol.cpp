// The part of the Office that makes machines terminals, and takes it back.

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
  if (in_->settings.trusted.sha256.empty())
    return error{errc::invalid, {{"what", "--code"}}};
  auto code = make_enrol_code(*in_->ports.random, in_->settings.trusted.sha256);
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

result<v1::Enrolled> office_state::enrol(const v1::EnrolRequest& x) {
  auto claim = sync::check_enrol_request(x);
  if (!claim)
    return claim.why();
  v1::Enrolled out;
  scope who{claim->store(), claim->terminal()};
  if (!claim->code().empty()) {
    auto bundle = enrol_by_code(*claim, who);
    if (!bundle)
      return bundle.why();
    *out.mutable_bundle() = *std::move(bundle);
  } else if (auto known = in_->who->admit(
               {who, claim->device_key(), claim->secret()}, in_->now_ms());
             !known) {
    return known.why();
  }
  if (claim->certificate_request().empty())
    return out;
  auto signed_for = certificate(*claim, who);
  if (!signed_for)
    return signed_for.why();
  out.set_certificate(*std::move(signed_for));
  return out;
}

/// Synced before any stream hears of it; the first reason stands.
result<v1::TerminalSummary>
office_state::revoke_terminal(const v1::RevokeTerminalRequest& x) {
  auto found = in_->who->terminal(x.terminal());
  if (!found || found->store() != x.store())
    return error{errc::unknown_terminal, {{"terminal", x.terminal()}}};
  if (x.reason().empty())
    return error{errc::invalid, {{"what", "--reason"}}};
  if (auto s = check_text(x.reason()); !s)
    return s.why();
  if (auto s = revoke(*found, x.reason(), x.session()); !s)
    return s.why();
  return terminal_summary(*in_->who->terminal(x.terminal()));
}

status office_state::revoke(const v1::HubTerminal& found,
                            const std::string& reason,
                            const std::string& token) {
  const scope of{found.store(), found.terminal()};
  if (found.revoked_ms() == 0) {
    auto to = found;
    to.set_revoked_ms(in_->now_ms());
    to.set_revoked_by(sessions_.at(token).user);
    to.set_revoke_reason(reason);
    if (auto s = in_->who->change(found, to); !s)
      return s;
    in_->log().log(log_level::warn, "terminal_revoked",
                   {{"terminal", of.terminal},
                    {"store", of.store},
                    {"reason", reason},
                    {"user", to.revoked_by()}});
  }
  if (auto no = standing_refusal(*in_, of))
    in_->live.refuse(of, *no);
  return ok;
}

/// One write binds code and key; the bundle can be asked for again.
/// @param who whose code it was
result<v1::Bundle> office_state::enrol_by_code(const v1::EnrolClaim& x,
                                               scope& who) {
  auto found = in_->who->terminal_of_code(secret_hash(x.code()));
  if (!found)
    return errc::enrol_code_unknown;
  // A terminal that moves here from another hub keeps its Terminal-ID.
  if (!x.terminal().empty()
      && (x.terminal() != found->terminal() || x.store() != found->store()))
    return error{errc::unknown_terminal, {{"terminal", x.terminal()}}};
  if (auto ours = in_->who->revoked(found->terminal()); !ours)
    return ours.why();
  auto how = judge_code(*found, x.device_key(), in_->now_ms());
  if (how == code_use::used || how == code_use::expired)
    return refused(how);
  auto recovery = recovery_of(in_->settings.key.seed, x.code(), x.device_key());
  if (how == code_use::first) {
    auto bound = *found;
    bound.set_device_key(x.device_key());
    bound.set_bound_ms(in_->now_ms());
    bound.set_recovery_hash(secret_hash(recovery));
    if (auto s = in_->who->change(*found, bound); !s)
      return s.why();
  }
  who = {found->store(), found->terminal()};
  return make_bundle(*found, {}, std::move(recovery));
}

result<std::string> office_state::certificate(const v1::EnrolClaim& x,
                                              const scope& who) const {
  const auto now = in_->now_ms();
  return tls::certify(in_->settings.trusted.ca, x.certificate_request(),
                      {tls::usage::client, who.terminal, who.store},
                      {now - certificate_early_ms, now + certificate_ms});
}

} // namespace kassa::hub
