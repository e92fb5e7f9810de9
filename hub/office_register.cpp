// The part of the Office that speaks of stores, terminals and users.

#include "hub/base_catalog.hpp"
#include "hub/closing.hpp"
#include "hub/keys.hpp"
#include "hub/office_actor.hpp"
#include "hub/store_rows.hpp"
#include "proto/base/digits.hpp"
#include "proto/base/ids.hpp"

namespace kassa::hub {

namespace {

constexpr std::size_t text_max = 100;
constexpr std::size_t secret_size = 32;

/// Digits only: tills have keys for nothing else.
bool is_pin(const std::string& text) {
  return text.size() >= 4 && text.size() <= 12 && all_digits(text);
}

result<v1::StoreData> complete(v1::StoreData data) {
  auto org_no = parse_org_no(data.org_no());
  if (!org_no)
    return org_no.why();
  data.set_org_no(*std::move(org_no));
  if (data.name().empty())
    return error{errc::invalid, {{"what", "name"}}};
  if (data.company().empty())
    data.set_company(data.name());
  if (data.time_zone().empty())
    data.set_time_zone("Europe/Stockholm");
  if (data.country().empty())
    data.set_country("SE");
  return data;
}

} // namespace

result<std::optional<store::transaction>>
lay_foundation(const store::hub_storage& data, const v1::HubStore& of,
               random_port& random, std::int64_t now_ms) {
  auto head = data.get(of.store(), keys::catalog_head());
  if (!head)
    return head.why();
  if (*head)
    return std::optional<store::transaction>{};
  auto rows = pend_rows(data, of.store(), base_rows(of.data()), now_ms);
  if (!rows)
    return rows.why();
  auto out
    = found_catalog(of.store(), random_bytes(random, sync::incarnation_size));
  for (auto& write : rows->change.writes)
    out.writes.push_back(std::move(write));
  return std::optional{std::move(out)};
}

// The identity first: what its data lack is laid at the next start too.
result<v1::StoreSummary> office_state::add_store(const v1::AddStoreRequest& x) {
  if (auto named = check_store_id(x.store()); !named)
    return named.why();
  auto data = complete(x.data());
  if (!data)
    return data.why();
  v1::HubStore store;
  store.set_store(x.store());
  *store.mutable_data() = *std::move(data);
  store.set_added_ms(in_->now_ms());
  auto foundation = lay_foundation(*in_->ports.data, store, *in_->ports.random,
                                   in_->now_ms());
  if (!foundation)
    return foundation.why();
  if (auto added = in_->who->add(store); !added)
    return added.why();
  if (*foundation) {
    auto laid = in_->ports.data->commit({&**foundation, 1}).front();
    if (!laid)
      return laid.why();
  }
  return summary(store);
}

// The identity first, as for a new store: what the data lack is laid from it.
result<std::vector<v1::Row>>
office_state::with_org_no(const v1::SetStoreRequest& x) {
  auto org_no = parse_org_no(x.org_no());
  if (!org_no)
    return org_no.why();
  auto store = in_->who->store(x.store());
  if (!store)
    return error{errc::unknown_store, {{"store", x.store()}}};
  const auto& now = store->data().org_no();
  if (now != *org_no) {
    if (!in_->who->terminals(x.store()).empty())
      return error{errc::org_no_locked, {{"org_no", now}, {"other", *org_no}}};
    auto next = *store;
    next.mutable_data()->set_org_no(*org_no);
    if (auto changed = in_->who->change(*store, next); !changed)
      return changed.why();
  }
  return changed_store(
    *in_->ports.data, x.store(),
    [&org_no](v1::StoreData& data) { data.set_org_no(*org_no); });
}

result<v1::StoreList> office_state::list_stores() {
  v1::StoreList out;
  for (const auto& store : in_->who->stores()) {
    auto row = summary(store);
    if (!row)
      return row.why();
    *out.add_stores() = *std::move(row);
  }
  return out;
}

result<v1::StoreSummary> office_state::summary(const v1::HubStore& of) const {
  auto now = read_published(*in_->ports.data, of.store());
  if (!now)
    return now.why();
  auto waiting = pending_rows(*in_->ports.data, of.store());
  if (!waiting)
    return waiting.why();
  v1::StoreSummary out;
  out.set_store(of.store());
  out.set_name(of.data().name());
  *out.mutable_catalog() = now->head;
  out.set_pending_rows(waiting->size());
  out.set_terminals(
    static_cast<std::uint32_t>(in_->who->terminals(of.store()).size()));
  return out;
}

result<v1::AddTerminalAnswer>
office_state::add_terminal(const v1::AddTerminalRequest& x) {
  auto& random = *in_->ports.random;
  v1::HubTerminal terminal;
  terminal.set_terminal(x.terminal().empty() ? issue_terminal_id(random)
                                             : x.terminal());
  if (auto named = check_terminal_id(terminal.terminal()); !named)
    return named.why();
  if (auto s = check_text(x.name()); !s)
    return s.why();
  auto number = in_->who->terminals(x.store()).size() + 1;
  terminal.set_store(x.store());
  terminal.set_name(x.name().empty() ? "Kassa " + std::to_string(number)
                                     : x.name());
  terminal.set_added_ms(in_->now_ms());
  if (x.by_code())
    return add_by_code(std::move(terminal));
  auto secret = random_bytes(random, secret_size);
  auto recovery = issue_terminal_id(random) + "-" + issue_terminal_id(random);
  terminal.set_secret_hash(secret_hash(secret));
  terminal.set_recovery_hash(secret_hash(recovery));
  auto bundle = make_bundle(terminal, std::move(secret), std::move(recovery));
  if (!bundle)
    return bundle.why();
  if (auto added = in_->who->add(terminal); !added)
    return added.why();
  v1::AddTerminalAnswer out;
  out.set_terminal(terminal.terminal());
  *out.mutable_bundle() = *std::move(bundle);
  return out;
}

result<v1::Bundle> office_state::make_bundle(const v1::HubTerminal& of,
                                             std::string secret,
                                             std::string recovery_code) const {
  auto now = read_published(*in_->ports.data, of.store());
  if (!now)
    return now.why();
  auto rows = published_rows(*in_->ports.data, of.store());
  if (!rows)
    return rows.why();
  auto waiting = pending_rows(*in_->ports.data, of.store());
  if (!waiting)
    return waiting.why();
  for (auto& [key, row] : *waiting)
    (*rows)[key] = row;
  v1::Bundle out;
  for (auto& [key, bytes] : *rows) {
    v1::Row row;
    row.ParseFromString(bytes);
    auto kind = row.key().kind();
    if (kind == v1::ROW_KIND_STORE || kind == v1::ROW_KIND_USER
        || kind == v1::ROW_KIND_GROUP || kind == v1::ROW_KIND_VAT_CODE)
      out.add_rows(bytes);
  }
  out.set_format(1);
  out.set_terminal(of.terminal());
  out.set_store(of.store());
  out.set_terminal_name(of.name());
  out.set_lineage(now->head.name().lineage());
  out.set_hub(in_->sync_address());
  out.set_enrol(in_->enrol_address());
  out.set_authority(in_->settings.trusted.ca.certificate);
  out.set_hub_key(in_->settings.key.public_key);
  out.set_secret(std::move(secret));
  out.set_recovery_code(std::move(recovery_code));
  return out;
}

result<v1::TerminalList>
office_state::list_terminals(const v1::ListTerminalsRequest& x) {
  v1::TerminalList out;
  for (const auto& terminal : in_->who->terminals(x.store())) {
    auto row = terminal_summary(terminal);
    if (!row)
      return row.why();
    *out.add_terminals() = *std::move(row);
  }
  return out;
}

result<v1::TerminalSummary>
office_state::terminal_summary(const v1::HubTerminal& terminal) const {
  scope of{terminal.store(), terminal.terminal()};
  auto head = read_head(*in_->ports.data, of);
  if (!head)
    return head.why();
  auto contact = in_->live.contact(of);
  v1::TerminalSummary out;
  out.set_terminal(of.terminal);
  out.set_store(of.store);
  out.set_name(terminal.name());
  out.set_bound(!terminal.device_key().empty());
  out.set_connected(in_->live.connected(of));
  out.set_held_seq(head->head.seq());
  out.set_announced_seq(std::max(contact.announced_seq(), head->head.seq()));
  out.set_heard_ms(contact.heard_ms());
  *out.mutable_catalog() = contact.catalog();
  *out.mutable_status() = contact.status();
  if (auto fence = in_->who->fence(of.terminal)) {
    out.set_fenced(true);
    out.set_fence_reason(fence->reason());
  }
  out.set_revoked(terminal.revoked_ms() != 0);
  out.set_revoke_reason(terminal.revoke_reason());
  out.set_archived_seq(in_->live.archived(of));
  out.set_retiring(retiring_words(terminal));
  out.set_retire_reason(terminal.retirement().reason());
  return out;
}

status check_text(const std::string& text) {
  if (text.size() > text_max)
    return error{errc::text_too_long, {{"limit", std::to_string(text_max)}}};
  return ok;
}

result<std::vector<v1::Row>>
office_state::make_user(const v1::AddUserRequest& x) {
  if (x.user().empty())
    return error{errc::invalid, {{"what", "user"}}};
  if (x.password().empty())
    return error{errc::invalid, {{"what", "password"}}};
  if (auto s = check_text(x.name()); !s)
    return s.why();
  auto row = make_row(v1::ROW_KIND_USER, x.user());
  auto& user = *row.mutable_user();
  user.set_name(x.name().empty() ? x.user() : x.name());
  user.set_till_verifier(
    make_verifier(x.password(), *in_->ports.random, in_->settings.cost));
  if (!x.pin().empty()) {
    if (!is_pin(x.pin()))
      return error{errc::invalid, {{"what", "pin"}}};
    user.set_pin_verifier(
      make_verifier(x.pin(), *in_->ports.random, in_->settings.cost));
  }
  *user.mutable_permissions() = x.permissions();
  if (user.permissions().empty()) {
    user.add_permissions(v1::PERMISSION_SELL);
    user.add_permissions(v1::PERMISSION_RETURN);
  }
  return std::vector{std::move(row)};
}

} // namespace kassa::hub
