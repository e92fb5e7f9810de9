// The sale actor and the PINs of a till: who has logged in with the password
// may come back by PIN.

#include "actors/sale/limits.hpp"
#include "actors/sale/repeats.hpp"
#include "actors/sale/sale_actor.hpp"
#include "proto/base/crypto.hpp"

namespace kassa::sale {

/// A PIN is short: it counts only where the till has seen the password that is
/// still the user's, and wrong ones lock out as wrong passwords do.
status sale_state::try_pin(const v1::SwitchUserRequest& request,
                           std::int64_t at_ms) {
  const auto& user = request.user();
  auto row = till_user(*catalog_, user, with_.scope.store, at_ms);
  if (!row)
    return row.why();
  auto seen = seen_.find(user);
  if (seen == seen_.end() || seen->second != (*row)->till_verifier())
    return error{errc::pin_needs_log_in, {{"user", user}}};
  auto now = with_.clock->monotonic_ms();
  if (auto s = lock_outs_.check(user, now); !s)
    return s;
  const auto& verifier = (*row)->pin_verifier();
  if (!verifier.empty() && password_holds(verifier, request.pin())) {
    lock_outs_.right(user);
    return ok;
  }
  lock_outs_.wrong(user, now);
  return error{errc::wrong_pin, {{"user", user}}};
}

caf::result<v1::LogInAnswer>
sale_state::switch_user(const v1::SwitchUserRequest& request) {
  const auto& call = request.call();
  if (auto s = check_text(request.user()); !s)
    return to_caf(s.why());
  if (auto s = check_client_id(call.client_id()); !s)
    return to_caf(s.why());
  if (call.business_ms() != 0 && !with_.replay)
    return to_caf(error{errc::clock_not_replay});
  auto without_pin = request;
  without_pin.clear_pin(); // It is judged again each time, and hashed nowhere.
  return let_in({request.user(), call.client_id(), fingerprint(without_pin),
                 call.business_ms()},
                try_pin(request, catalog_clock(call.business_ms())));
}

} // namespace kassa::sale
