// The part of the Office that lets many machines become terminals by one file.

#include "hub/enrolment.hpp"
#include "hub/office_actor.hpp"
#include "proto/base/enrol_code.hpp"
#include "proto/base/slots.hpp"

namespace kassa::hub {

namespace {

constexpr std::uint32_t slots_max = 500;
constexpr std::uint32_t slot_days_max = 90;
constexpr std::size_t slots_name_size = 8;
constexpr std::int64_t day_ms = 86'400'000;

} // namespace

/// Each slot is a terminal that waits for its machine, as one by a code is.
/// Where this stops in the middle, those that were made wait in vain, until
/// their day.
result<v1::SlotFile> office_state::make_slots(const v1::MakeSlotsRequest& x) {
  if (in_->settings.trusted.sha256.empty())
    return error{errc::invalid, {{"what", "--count"}}};
  if (x.count() == 0 || x.count() > slots_max)
    return error{errc::invalid, {{"what", "--count, 1-500"}}};
  if (x.days() == 0 || x.days() > slot_days_max)
    return error{errc::invalid, {{"what", "--days, 1-90"}}};
  auto& random = *in_->ports.random;
  v1::Slots out;
  out.set_format(1);
  out.set_slots(random_bytes(random, slots_name_size));
  out.set_store(x.store());
  out.set_enrol(in_->enrol_address());
  out.set_hub_key(in_->settings.key.public_key);
  out.set_until_ms(in_->now_ms() + x.days() * day_ms);
  auto number = in_->who->terminals(x.store()).size();
  for (std::uint32_t i = 0; i < x.count(); ++i) {
    auto code = make_enrol_code(random, in_->settings.trusted.sha256);
    v1::HubTerminal of;
    of.set_terminal(issue_terminal_id(random));
    of.set_store(x.store());
    of.set_name("Kassa " + std::to_string(++number));
    of.set_added_ms(in_->now_ms());
    of.set_code_hash(secret_hash(code.secret));
    of.set_code_until_ms(out.until_ms());
    of.set_slots(out.slots());
    if (auto added = in_->who->add(of); !added)
      return added.why();
    out.add_codes(to_text(code));
  }
  in_->log().log(log_level::info, "slots_made",
                 {{"store", x.store()},
                  {"slots", to_hex(out.slots())},
                  {"count", std::to_string(x.count())},
                  {"user", sessions_.at(x.session()).user}});
  return sign_slots(out, in_->settings.key);
}

result<v1::RevokedSlots>
office_state::revoke_slots(const v1::RevokeSlotsRequest& x) {
  if (x.slots().size() != slots_name_size)
    return error{errc::invalid, {{"what", "slots"}}};
  if (x.reason().empty())
    return error{errc::invalid, {{"what", "--reason"}}};
  if (auto s = check_text(x.reason()); !s)
    return s.why();
  v1::RevokedSlots out;
  for (const auto& found : in_->who->terminals(x.store())) {
    if (found.slots() != x.slots())
      continue;
    if (!found.device_key().empty()) {
      out.set_used(out.used() + 1);
      continue;
    }
    if (auto s = revoke(found, x.reason(), x.session()); !s)
      return s.why();
    out.set_revoked(out.revoked() + 1);
  }
  return out;
}

} // namespace kassa::hub
