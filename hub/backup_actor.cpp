#include "hub/backup_actor.hpp"

#include "hub/evidence.hpp"
#include "hub/keys.hpp"

#include <map>

namespace kassa::hub {

namespace {

constexpr std::chrono::seconds look_again{10};
// A disk that is gone is not asked at each look.
constexpr std::int64_t again_after_ms = 5 * 60 * 1000;
// A drill reads all that there is.
constexpr std::int64_t drill_again_after_ms = 6 * 60 * 60 * 1000;

/// Up to where the evidence of those that retire is held: a backup that begins
/// now has it.
result<std::map<scope, seq_t>> evidence_held(const core& in) {
  std::map<scope, seq_t> out;
  for (const auto& x : in.who->terminals("")) {
    if (!x.has_retirement())
      continue;
    const scope of{x.store(), x.terminal()};
    auto state = read_evidence_state(*in.ports.data, of);
    if (!state)
      return state.why();
    if (state->row)
      out.emplace(of, state->now.tip().seq());
  }
  return out;
}

/// The rows that say what is archived, a transaction a store.
std::deque<store::transaction> stamps(const backup_port::made& what,
                                      const std::map<scope, seq_t>& evidence) {
  std::deque<store::transaction> out;
  for (const auto& [of, head] : what.inside) {
    if (out.empty() || out.back().partition != of.store)
      out.push_back({of.store, {}, {}});
    v1::Archived upto;
    *upto.mutable_head() = head;
    upto.set_backup(what.report.backup());
    upto.set_at_ms(what.report.made_ms());
    if (auto at = evidence.find(of); at != evidence.end())
      upto.set_evidence_seq(at->second);
    out.back().writes.push_back(
      {keys::archived(of.terminal), upto.SerializeAsString()});
  }
  return out;
}

} // namespace

backup_state::backup_state(backup_actor::pointer self, core_ptr in,
                           committer_actor committer)
  : self_(self), in_(std::move(in)), committer_(std::move(committer)) {
  if (in_->ports.backups == nullptr)
    return;
  status_.set_folder(in_->ports.backups->folder());
  if (auto last = in_->ports.backups->newest(); last.backup() != 0)
    *status_.mutable_last() = std::move(last);
  auto row = in_->ports.data->get("", keys::drill());
  if (row && *row)
    status_.mutable_drill()->ParseFromString(**row);
  auto doubted = in_->ports.data->get("", keys::doubted());
  doubted_ = doubted && *doubted == status_.folder();
  in_->set_backup_status(status_);
}

backup_actor::behavior_type backup_state::make_behavior() {
  if (in_->ports.backups != nullptr && in_->settings.backup_every_ms > 0)
    arm();
  return {
    [this](const v1::MakeBackupRequest& x) -> caf::result<v1::BackupReport> {
      if (in_->ports.backups == nullptr)
        return to_caf(error{errc::no_backup_folder});
      auto answer = self_->make_response_promise<v1::BackupReport>();
      if (x.drill())
        drill(answer);
      else
        make(answer);
      return answer;
    },
    [this](atom::tick) { tick(); },
  };
}

void backup_state::arm() {
  self_->delayed_send(backup_actor{self_}, look_again, atom::tick_v);
}

void backup_state::tick() {
  arm();
  const auto now = in_->now_ms();
  // A clock that was set back holds nothing up.
  auto due = [now](std::int64_t last, std::int64_t every) {
    return every > 0 && (now - last >= every || now < last);
  };
  if (due(status_.last().made_ms(), in_->settings.backup_every_ms)
      && due(tried_ms_, again_after_ms)) {
    tried_ms_ = now;
    return make({});
  }
  if (status_.last().backup() != 0
      && due(status_.drill().checked_ms(), in_->settings.drill_every_ms)
      && due(drill_tried_ms_, drill_again_after_ms)) {
    drill_tried_ms_ = now;
    drill({});
  }
}

void backup_state::make(promise answer) {
  auto evidence = evidence_held(*in_);
  if (!evidence)
    return failed("backup_failed", evidence.why(), answer);
  auto what = in_->ports.backups->make(in_->now_ms());
  if (!what)
    return failed("backup_failed", what.why(), answer);
  // On the disk of the data it helps against mistakes, not against its loss;
  // beside files that are damaged it may share them.
  if (doubted_)
    what->report.set_archived(false);
  if (!what->report.archived())
    return made(*what, answer);
  commit(stamps(*what, *evidence),
         [this, what = *what, answer](const status& kept) mutable {
           if (!kept)
             return failed("backup_failed", kept.why(), answer);
           for (const auto& [of, head] : what.inside)
             in_->live.archive(of, head.seq());
           made(what, answer);
         });
}

void backup_state::made(const backup_port::made& what, promise answer) {
  *status_.mutable_last() = what.report;
  if (!doubted_) {
    status_.clear_failed_ms();
    status_.clear_failure();
  }
  in_->set_backup_status(status_);
  in_->log().log(log_level::info, "backup_made",
                 {{"backup", std::to_string(what.report.backup())},
                  {"folder", status_.folder()},
                  {"bytes", std::to_string(what.report.bytes())},
                  {"records", std::to_string(what.report.records())},
                  {"archived", what.report.archived() ? "yes" : "no"}});
  if (answer.pending())
    answer.deliver(what.report);
}

void backup_state::drill(promise answer) {
  auto how = in_->ports.backups->drill(in_->now_ms());
  if (!how)
    return drill_failed(how.why(), answer);
  doubted_ = false;
  store::transaction keep;
  keep.writes.push_back({keys::doubted(), std::nullopt});
  keep.writes.push_back({keys::drill(), how->SerializeAsString()});
  commit({std::move(keep)},
         [this, how = *how, answer](const status& kept) mutable {
           if (!kept)
             return failed("backup_drill_failed", kept.why(), answer);
           *status_.mutable_drill() = how;
           status_.clear_failed_ms();
           status_.clear_failure();
           in_->set_backup_status(status_);
           in_->log().log(log_level::info, "backup_drill",
                          {{"backup", std::to_string(how.backup())},
                           {"records", std::to_string(how.records())}});
           if (answer.pending())
             answer.deliver(std::move(how));
         });
}

// The doubt is of the folder: another one begins without.
void backup_state::drill_failed(const error& why, promise answer) {
  constexpr auto event = "backup_drill_failed";
  if (why.code != errc::backup_damaged)
    return failed(event, why, answer);
  doubted_ = true;
  store::transaction keep;
  keep.writes.push_back({keys::doubted(), status_.folder()});
  commit({std::move(keep)},
         [this, why, answer](const status&) { failed(event, why, answer); });
}

void backup_state::commit(std::deque<store::transaction> all, next_step then) {
  if (all.empty())
    return then(ok);
  commit_job job{std::make_shared<store::transaction>(std::move(all.front())),
                 0, 0};
  all.pop_front();
  self_->request(committer_, commit_timeout, atom::commit_v, std::move(job))
    .await([this, all = std::move(all),
            then](bool) mutable { commit(std::move(all), then); },
           [then](const caf::error& why) { then(from_caf(why)); });
}

void backup_state::failed(const char* event, const error& why, promise answer) {
  status_.set_failed_ms(in_->now_ms());
  status_.set_failure(words(why, language::en));
  in_->set_backup_status(status_);
  in_->log().log(log_level::error, event, {{"why", to_string(why)}});
  if (answer.pending())
    answer.deliver(to_caf(why));
}

} // namespace kassa::hub
