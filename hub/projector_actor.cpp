#include "hub/projector_actor.hpp"

namespace kassa::hub {

projector_state::projector_state(projector_actor::pointer self, core_ptr in,
                                 committer_actor committer)
  : self_(self), in_(std::move(in)), committer_(std::move(committer)) {}

projector_actor::behavior_type projector_state::make_behavior() {
  return {
    [this](atom::grown, const std::string& store, const std::string& terminal) {
      grown_.insert({store, terminal});
      more_came_ = true;
      if (!std::exchange(armed_, true))
        arm();
    },
    [this](const v1::GetStatisticsRequest& x) {
      auto answer = self_->make_response_promise<v1::StoreStatistics>();
      statistics(x, answer);
      return answer;
    },
    [this](const v1::ListCitedRequest& x) {
      auto answer = self_->make_response_promise<v1::CitedList>();
      cited(x.store(), answer);
      return answer;
    },
    [this](const v1::ListQuarantineRequest& x) {
      auto answer = self_->make_response_promise<v1::QuarantineList>();
      replay(x.store(), answer);
      return answer;
    },
    [this](atom::tick) { tick(); },
  };
}

void projector_state::arm() {
  more_came_ = false;
  waited_ms_ += in_->settings.count_after_ms;
  self_->delayed_send(projector_actor{self_},
                      std::chrono::milliseconds{in_->settings.count_after_ms},
                      atom::tick_v);
}

void projector_state::tick() {
  if (more_came_ && waited_ms_ < in_->settings.count_within_ms)
    return arm();
  armed_ = false;
  waited_ms_ = 0;
  std::deque<scope> todo{grown_.begin(), grown_.end()};
  grown_.clear();
  count(std::move(todo), [this](const status& outcome) {
    if (!outcome)
      in_->log().log(log_level::error, "statistics",
                     {{"why", to_string(outcome.why())}});
  });
}

void projector_state::statistics(const v1::GetStatisticsRequest& x,
                                 promise answer) {
  auto todo = terminals_of(x.store());
  next_step finish = [this, x, answer](const status& outcome) mutable {
    auto sums = outcome ? read(x) : result<v1::StoreStatistics>{outcome.why()};
    if (sums)
      answer.deliver(*std::move(sums));
    else
      answer.deliver(to_caf(sums.why()));
  };
  if (!x.rebuild())
    return count(std::move(todo), finish);
  drop(x.store(), [this, todo, finish](const status& outcome) {
    if (!outcome)
      return finish(outcome);
    count(todo, finish);
  });
}

std::deque<scope>
projector_state::terminals_of(const std::string& store) const {
  std::deque<scope> out;
  for (const auto& terminal : in_->who->terminals(store))
    out.push_back({terminal.store(), terminal.terminal()});
  return out;
}

void projector_state::cited(const std::string& store,
                            caf::typed_response_promise<v1::CitedList> answer) {
  count(terminals_of(store),
        [this, store, answer](const status& outcome) mutable {
          auto list
            = outcome ? cited_of(store) : result<v1::CitedList>{outcome.why()};
          if (list)
            answer.deliver(*std::move(list));
          else
            answer.deliver(to_caf(list.why()));
        });
}

result<v1::CitedList>
projector_state::cited_of(const std::string& store) const {
  auto out = read_cited(*in_->ports.data, store);
  if (!out)
    return out;
  std::uint64_t set_aside = 0;
  for (const auto& terminal : in_->who->terminals(store)) {
    auto row = completeness(terminal, set_aside);
    if (!row)
      return row.why();
    *out->add_complete() = *std::move(row);
  }
  return out;
}

/// A rebuild tries all again by itself.
void projector_state::replay(
  const std::string& store,
  caf::typed_response_promise<v1::QuarantineList> answer) {
  auto counted = std::make_shared<std::uint64_t>(0);
  next_step finish
    = [this, store, answer, counted](const status& outcome) mutable {
        auto left = outcome ? read_quarantine(*in_->ports.data, store)
                            : result<v1::QuarantineList>{outcome.why()};
        if (!left) {
          answer.deliver(to_caf(left.why()));
          return;
        }
        left->set_replayed(*counted);
        answer.deliver(*std::move(left));
      };
  count(terminals_of(store),
        [this, store, counted, finish](const status& outcome) {
          if (outcome)
            retry_set_aside({terminals_of(store), 0, counted}, finish);
          else
            finish(outcome);
        });
}

void projector_state::retry_set_aside(retrying at, next_step then) {
  while (!at.todo.empty()) {
    const auto& of = at.todo.front();
    auto step = next_replay(*in_->ports.data, of, zone_of(of.store), at.after);
    if (!step)
      return then(step.why());
    if (!*step) {
      at.todo.pop_front();
      at.after = 0;
      continue;
    }
    at.after = (*step)->last;
    if ((*step)->counted == 0)
      continue;
    *at.counted += (*step)->counted;
    return commit(std::move((*step)->change),
                  [this, at, then](const status& outcome) {
                    if (outcome)
                      retry_set_aside(at, then);
                    else
                      then(outcome);
                  });
  }
  then(ok);
}

std::string projector_state::zone_of(const std::string& id) const {
  auto store = in_->who->store(id);
  return store ? store->data().time_zone() : "UTC";
}

void projector_state::drop(const std::string& store, next_step then) {
  auto part = next_drop(*in_->ports.data, store);
  if (!part)
    return then(part.why());
  if (!*part)
    return then(ok);
  commit(*std::move(*part), [this, store, then](const status& outcome) {
    if (!outcome)
      return then(outcome);
    drop(store, then);
  });
}

void projector_state::count(std::deque<scope> todo, next_step then) {
  while (!todo.empty()) {
    const auto& of = todo.front();
    auto dropping = is_dropping(*in_->ports.data, of.store);
    if (!dropping)
      return then(dropping.why());
    if (*dropping)
      return drop(of.store, [this, todo, then](const status& outcome) {
        if (!outcome)
          return then(outcome);
        count(todo, then);
      });
    auto step = next_count(*in_->ports.data, of, zone_of(of.store));
    if (!step)
      return then(step.why());
    if (!*step) {
      todo.pop_front();
      continue;
    }
    commit(std::move((*step)->change),
           [this, todo, then](const status& outcome) mutable {
             // Whether a doubtful step happened shows by the cursor.
             if (!outcome && outcome.why().code != errc::ambiguous)
               return then(outcome);
             count(std::move(todo), then);
           });
    return;
  }
  then(ok);
}

void projector_state::commit(store::transaction what, next_step then) {
  commit_job job{std::make_shared<store::transaction>(std::move(what)), 0, 0};
  for (const auto& write : job.what->writes)
    job.bytes += write.key.size() + (write.value ? write.value->size() : 0);
  self_->request(committer_, commit_timeout, atom::commit_v, std::move(job))
    .await([then](bool) { then(ok); },
           [then](const caf::error& why) { then(from_caf(why)); });
}

result<v1::StoreStatistics>
projector_state::read(const v1::GetStatisticsRequest& x) const {
  auto out
    = read_statistics(*in_->ports.data, x.store(), x.from_date(), x.to_date());
  if (!out)
    return out;
  std::uint64_t set_aside = 0;
  for (const auto& terminal : in_->who->terminals(x.store())) {
    auto row = completeness(terminal, set_aside);
    if (!row)
      return row.why();
    *out->add_complete() = *std::move(row);
  }
  out->set_set_aside(set_aside);
  return out;
}

result<v1::Completeness>
projector_state::completeness(const v1::HubTerminal& terminal,
                              std::uint64_t& set_aside) const {
  scope of{terminal.store(), terminal.terminal()};
  auto cursor = read_cursor(*in_->ports.data, of);
  if (!cursor)
    return cursor.why();
  auto head = read_head(*in_->ports.data, of);
  if (!head)
    return head.why();
  auto contact = in_->live.contact(of);
  set_aside += cursor->set_aside();
  v1::Completeness out;
  out.set_terminal(of.terminal);
  out.set_name(terminal.name());
  out.set_counted_seq(cursor->seq());
  out.set_held_seq(head->head.seq());
  out.set_announced_seq(std::max(contact.announced_seq(), head->head.seq()));
  out.set_heard_ms(contact.heard_ms());
  out.set_fenced(in_->who->fence(of.terminal).has_value());
  out.set_revoked(terminal.revoked_ms() != 0);
  return out;
}

} // namespace kassa::hub
