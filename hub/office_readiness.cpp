// The part of the Office that says whether terminals have what is coming.

#include "hub/office_actor.hpp"
#include "proto/base/time.hpp"

namespace kassa::hub {

namespace {

/// The day after the one that it is; a day has 23 to 25 hours.
result<std::string> tomorrow(std::int64_t now_ms, const std::string& zone) {
  constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;
  auto noon = from_local(to_local(now_ms, zone).date, "12:00", zone);
  if (!noon)
    return noon.why();
  return to_local(*noon + day_ms, zone).date;
}

} // namespace

result<v1::Readiness>
office_state::readiness(const v1::GetReadinessRequest& x) const {
  const auto zone = in_->who->store(x.store())->data().time_zone();
  const auto now = in_->now_ms();
  auto date
    = x.date().empty() ? tomorrow(now, zone) : result<std::string>{x.date()};
  if (!date)
    return date.why();
  if (!is_date(*date))
    return error{errc::invalid, {{"what", *date}}};
  auto end = from_local(*date, "23:59:59", zone);
  if (!end)
    return end.why();
  auto head = read_published(*in_->ports.data, x.store());
  if (!head)
    return head.why();
  auto due = coming_until(*in_->ports.data, x.store(), now, *end + 999);
  if (!due)
    return due.why();
  v1::Readiness out;
  *out.mutable_published() = head->head.name();
  out.set_needed_version(due->version);
  out.set_until_ms(*end + 999);
  out.set_coming_rows(due->rows);
  for (const auto& terminal : in_->who->terminals(x.store())) {
    const scope of{terminal.store(), terminal.terminal()};
    const auto contact = in_->live.contact(of);
    auto& row = *out.add_terminals();
    row.set_terminal(of.terminal);
    row.set_name(terminal.name());
    *row.mutable_active() = contact.catalog();
    row.set_ready(contact.catalog().lineage() == out.published().lineage()
                  && contact.catalog().version() >= due->version);
    row.set_connected(in_->live.connected(of));
    row.set_heard_ms(contact.heard_ms());
  }
  return out;
}

} // namespace kassa::hub
