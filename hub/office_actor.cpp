#include "hub/office_actor.hpp"

#include "hub/article_import.hpp"
#include "hub/base_catalog.hpp"
#include "hub/catalog_history.hpp"
#include "hub/keys.hpp"
#include "hub/statistics_store.hpp"
#include "hub/store_rows.hpp"
#include "proto/base/time.hpp"

#include <tuple>

namespace kassa::hub {

office_state::office_state(office_actor::pointer self, core_ptr in,
                           committer_actor committer, projector_actor projector,
                           backup_actor backup, closing_actor closing)
  : self_(self), in_(std::move(in)), committer_(std::move(committer)),
    projector_(std::move(projector)), backup_(std::move(backup)),
    closing_(std::move(closing)) {}

template <class Request, class Call>
auto office_state::allowed(const Request& x, Call call) -> decltype(call()) {
  if (auto may = check(x.session()); !may)
    return to_caf(may.why());
  return call();
}

template <class Request, class Call>
auto office_state::in_store(const Request& x, Call call) -> decltype(call()) {
  if (auto may = check(x.session()); !may)
    return to_caf(may.why());
  if (!in_->who->store(x.store()))
    return to_caf(error{errc::unknown_store, {{"store", x.store()}}});
  return call();
}

// Handlers come in the order of the interface.

auto office_state::register_handlers() {
  return std::make_tuple(
    [this](const v1::OfficeLogInRequest& x) { return to_caf(log_in(x)); },
    [this](const v1::AddStoreRequest& x) {
      return allowed(x, [this, &x] { return to_caf(add_store(x)); });
    },
    [this](const v1::ListStoresRequest& x) {
      return allowed(x, [this] { return to_caf(list_stores()); });
    },
    [this](const v1::AddTerminalRequest& x) {
      return in_store(x, [this, &x] { return to_caf(add_terminal(x)); });
    },
    [this](const v1::ListTerminalsRequest& x) {
      return in_store(x, [this, &x] { return to_caf(list_terminals(x)); });
    },
    [this](const v1::RevokeTerminalRequest& x) {
      return in_store(x, [this, &x] { return to_caf(revoke_terminal(x)); });
    },
    [this](const v1::RetireTerminalRequest& x) {
      return in_store(x, [this, &x] { return retire_terminal(x); });
    },
    [this](const v1::GetClosingStatementRequest& x) {
      return in_store(x, [this, &x] { return to_caf(closing_statement(x)); });
    },
    [this](const v1::MakeSlotsRequest& x) {
      return in_store(x, [this, &x] { return to_caf(make_slots(x)); });
    },
    [this](const v1::RevokeSlotsRequest& x) {
      return in_store(x, [this, &x] { return to_caf(revoke_slots(x)); });
    });
}

auto office_state::catalog_handlers() {
  return std::make_tuple(
    [this](const v1::ListVersionsRequest& x) {
      return in_store(x, [this, &x] {
        return to_caf(list_versions(*in_->ports.data, x.store()));
      });
    },
    [this](const v1::RollBackRequest& x) {
      return in_store(x, [this, &x] {
        return pend(x.store(),
                    rows_of_version(*in_->ports.data, x.store(), x.version()));
      });
    },
    [this](const v1::SetStoreRequest& x) {
      return in_store(x, [this, &x] { return pend(x.store(), set_store(x)); });
    },
    [this](const v1::AddUserRequest& x) {
      return in_store(x, [this, &x] { return pend(x.store(), make_user(x)); });
    },
    [this](const v1::ImportArticlesRequest& x) {
      return in_store(x, [this, &x] { return pend(x.store(), articles(x)); });
    },
    [this](const v1::ImportLayoutRequest& x) {
      return in_store(x,
                      [this, &x] { return pend(x.store(), layout_rows(x)); });
    },
    [this](const v1::PublishRequest& x) {
      return in_store(x, [this, &x] { return publish(x); });
    });
}

auto office_state::report_handlers() {
  return std::make_tuple(
    [this](const v1::GetStatisticsRequest& x) {
      return in_store(x, [this, &x] { return statistics(x); });
    },
    [this](const v1::ListCitedRequest& x) {
      return in_store(x, [this, &x] { return cited(x); });
    },
    [this](const v1::EnrolRequest& x) { return to_caf(enrol(x)); },
    [this](const v1::GetReadinessRequest& x) {
      return in_store(x, [this, &x] { return to_caf(readiness(x)); });
    },
    [this](const v1::ListQuarantineRequest& x) {
      return in_store(x, [this, &x] { return quarantine(x); });
    },
    [this](const v1::ReadHeldJournalRequest& x) {
      return allowed(x, [this, &x] { return to_caf(held_journal(x)); });
    },
    [this](const v1::ListArrivalsRequest& x) {
      return allowed(x, [this, &x] { return to_caf(arrivals(x)); });
    },
    [this](const v1::ReadEvidenceRequest& x) {
      return allowed(x, [this, &x] { return to_caf(held_evidence(x)); });
    },
    [this](const v1::MakeBackupRequest& x) {
      return allowed(x, [this, &x] { return make_backup(x); });
    },
    [this](const v1::GetHubStatusRequest& x) {
      return allowed(x, [this] { return to_caf(hub_status()); });
    });
}

office_actor::behavior_type office_state::make_behavior() {
  return std::apply(
    [](auto... handlers) {
      return office_actor::behavior_type{std::move(handlers)...};
    },
    std::tuple_cat(register_handlers(), catalog_handlers(), report_handlers()));
}

result<std::vector<v1::Row>>
office_state::set_store(const v1::SetStoreRequest& x) {
  if (!x.org_no().empty())
    return with_org_no(x);
  return with_embedded_barcodes(*in_->ports.data, x.store(),
                                x.embedded_barcodes());
}

std::vector<v1::Row>
office_state::layout_rows(const v1::ImportLayoutRequest& x) {
  auto row = make_row(v1::ROW_KIND_LAYOUT, x.layout());
  *row.mutable_layout() = x.content();
  return {std::move(row)};
}

status office_state::check(const std::string& token) {
  auto at = sessions_.find(token);
  if (at == sessions_.end())
    return errc::not_logged_in;
  if (at->second.expires_ms > in_->now_ms())
    return ok;
  sessions_.erase(at);
  return errc::not_logged_in;
}

result<v1::OfficeLogInAnswer>
office_state::log_in(const v1::OfficeLogInRequest& x) {
  auto user = in_->who->user(x.user());
  if (!user)
    return error{errc::unknown_user,
                 {{"user", x.user()}, {"store", "Web Office"}}};
  if (!password_holds(user->verifier(), x.password()))
    return errc::wrong_password;
  auto now = in_->now_ms();
  std::erase_if(
    sessions_, [now](const auto& one) { return one.second.expires_ms <= now; });
  if (sessions_.size() >= sessions_max)
    return errc::busy;
  v1::OfficeLogInAnswer out;
  out.set_session(random_bytes(*in_->ports.random, 32));
  out.set_expires_ms(now + session_ms);
  sessions_[out.session()] = {x.user(), out.expires_ms()};
  return out;
}

result<v1::HubStatus> office_state::hub_status() {
  v1::HubStatus out;
  out.set_program(in_->settings.program);
  out.set_incarnation(in_->incarnation);
  out.set_started_ms(in_->started_ms);
  auto terminals = in_->who->terminals("");
  out.set_stores(static_cast<std::uint32_t>(in_->who->stores().size()));
  out.set_terminals(static_cast<std::uint32_t>(terminals.size()));
  out.set_connected(in_->live.connected_count());
  out.set_commits(in_->commits);
  out.set_committed_records(in_->committed_records);
  *out.mutable_backups() = in_->backup_status();
  in_->tell_gate(out);
  for (const auto& terminal : terminals) {
    auto cursor
      = read_cursor(*in_->ports.data, {terminal.store(), terminal.terminal()});
    if (!cursor)
      return cursor.why();
    out.set_set_aside(out.set_aside() + cursor->set_aside());
  }
  return out;
}

template <class T>
void office_state::commit(store::transaction what, promise<T> answer, T value,
                          std::function<void()> then) {
  commit_job job{std::make_shared<store::transaction>(std::move(what)), 0, 0};
  self_->request(committer_, commit_timeout, atom::commit_v, std::move(job))
    .await(
      [answer, value, then](bool) mutable {
        if (then)
          then();
        answer.deliver(std::move(value));
      },
      [answer](caf::error& why) mutable { answer.deliver(std::move(why)); });
}

caf::result<v1::Pending>
office_state::pend(const std::string& store,
                   const result<std::vector<v1::Row>>& rows) {
  if (!rows)
    return to_caf(rows.why());
  auto waiting = pend_rows(*in_->ports.data, store, *rows, in_->now_ms());
  if (!waiting)
    return to_caf(waiting.why());
  v1::Pending out;
  out.set_rows(waiting->rows);
  out.set_changed(waiting->changed);
  auto answer = self_->make_response_promise<v1::Pending>();
  commit(std::move(waiting->change), answer, std::move(out));
  return answer;
}

caf::result<v1::PublishAnswer>
office_state::publish(const v1::PublishRequest& x) {
  auto now = read_published(*in_->ports.data, x.store());
  if (!now)
    return to_caf(now.why());
  auto restored = in_->ports.data->get(x.store(), keys::catalog_restored());
  if (!restored)
    return to_caf(restored.why());
  auto next = prepare_publish(
    *in_->ports.data, {x.store(), x.base_version(), in_->now_ms(),
                       seen_version(x.store(), now->head.name().lineage()),
                       random_bytes(*in_->ports.random, sync::incarnation_size),
                       restored->has_value()});
  if (!next)
    return to_caf(next.why());
  v1::PublishAnswer out;
  *out.mutable_head() = next->head;
  out.set_changed_rows(next->changed);
  auto answer = self_->make_response_promise<v1::PublishAnswer>();
  commit(std::move(next->change), answer, std::move(out),
         [in = in_, store = x.store()] { in->live.published(store); });
  return answer;
}

caf::result<v1::StoreStatistics>
office_state::statistics(const v1::GetStatisticsRequest& x) {
  for (const auto& date : {x.from_date(), x.to_date()})
    if (!date.empty() && !is_date(date))
      return to_caf(error{errc::invalid, {{"what", date}}});
  return delegated<v1::StoreStatistics>(projector_, x);
}

caf::result<v1::CitedList> office_state::cited(const v1::ListCitedRequest& x) {
  return delegated<v1::CitedList>(projector_, x);
}

caf::result<v1::BackupReport>
office_state::make_backup(const v1::MakeBackupRequest& x) {
  return delegated<v1::BackupReport>(backup_, x);
}

caf::result<v1::QuarantineList>
office_state::quarantine(const v1::ListQuarantineRequest& x) {
  if (x.replay()) // What is counted is the projector's.
    return delegated<v1::QuarantineList>(projector_, x);
  return to_caf(read_quarantine(*in_->ports.data, x.store()));
}

template <class Answer, class Actor, class Request>
caf::result<Answer> office_state::delegated(const Actor& to, const Request& x) {
  auto answer = self_->make_response_promise<Answer>();
  self_->request(to, long_work, x)
    .then(
      [answer](const Answer& what) mutable { answer.deliver(what); },
      [answer](caf::error& why) mutable { answer.deliver(std::move(why)); });
  return answer;
}

std::uint64_t office_state::seen_version(const std::string& store,
                                         const std::string& lineage) const {
  std::uint64_t out = 0;
  for (const auto& terminal : in_->who->terminals(store)) {
    auto seen = in_->live.contact({store, terminal.terminal()}).catalog();
    if (seen.lineage() == lineage)
      out = std::max(out, seen.version());
  }
  return out;
}

result<std::vector<v1::Row>>
office_state::articles(const v1::ImportArticlesRequest& x) {
  auto zone = in_->who->store(x.store())->data().time_zone();
  auto file = x.file_name().empty() ? "articles.csv" : x.file_name();
  auto rows = read_articles({x.csv(), file, zone});
  if (!rows || !x.replace())
    return rows;
  auto all = published_rows(*in_->ports.data, x.store());
  if (!all)
    return all.why();
  auto waiting = pending_rows(*in_->ports.data, x.store());
  if (!waiting)
    return waiting.why();
  for (auto& [key, row] : *waiting)
    (*all)[key] = row;
  std::vector<v1::Row> existing;
  for (const auto& [key, row] : *all)
    existing.emplace_back().ParseFromString(row);
  for (auto& row : delete_others(existing, *rows))
    rows->push_back(std::move(row));
  return rows;
}

} // namespace kassa::hub
