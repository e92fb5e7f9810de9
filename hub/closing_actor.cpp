#include "hub/closing_actor.hpp"

#include "hub/closing.hpp"
#include "hub/keys.hpp"

namespace kassa::hub {

namespace {

constexpr std::chrono::seconds look_again{2};

bool is_under_way(const v1::HubTerminal& at) {
  return at.has_retirement() && !at.retirement().has_statement();
}

} // namespace

closing_state::closing_state(closing_actor::pointer self, core_ptr in)
  : self_(self), in_(std::move(in)) {}

closing_actor::behavior_type closing_state::make_behavior() {
  tick(); // What an earlier life began.
  return {
    [this](atom::close, const std::string& terminal,
           bool force) -> caf::result<bool> {
      auto at = in_->who->terminal(terminal);
      if (!at)
        return to_caf(error{errc::unknown_terminal, {{"terminal", terminal}}});
      if (auto s = look(*at, force); !s)
        return to_caf(s.why());
      arm();
      return true;
    },
    [this](atom::tick) {
      armed_ = false;
      tick();
    },
  };
}

void closing_state::tick() {
  bool more = false;
  for (const auto& at : in_->who->terminals("")) {
    if (!is_under_way(at))
      continue;
    more = true;
    if (auto s = look(at, false); !s)
      in_->log().log(
        log_level::error, "not_closed",
        {{"terminal", at.terminal()}, {"why", to_string(s.why())}});
  }
  if (more)
    arm();
}

void closing_state::arm() {
  if (!std::exchange(armed_, true))
    self_->delayed_send(closing_actor{self_}, look_again, atom::tick_v);
}

status closing_state::look(const v1::HubTerminal& found, bool force) {
  if (!is_under_way(found))
    return ok;
  auto at = found;
  const scope of{at.store(), at.terminal()};
  auto beyond = read_evidence_state(*in_->ports.data, of);
  if (!beyond)
    return beyond.why();
  auto here = delivered(at, of, beyond->now);
  if (!here)
    return here.why();
  auto held = read_head(*in_->ports.data, of);
  if (!held)
    return held.why();
  auto kept = is_archived(of, held->head.seq(), beyond->now);
  if (!kept)
    return kept.why();
  const auto archived = *kept;
  if (force || (*here && archived))
    return close(at, of, std::move(held->head), !*here || !archived);
  return ok;
}

result<bool> closing_state::is_archived(const scope& of, seq_t held,
                                        const v1::EvidenceState& beyond) const {
  if (in_->live.archived(of) < held)
    return false;
  if (beyond.tip().seq() == 0)
    return true;
  auto row = in_->ports.data->get(of.store, keys::archived(of.terminal));
  if (!row)
    return row.why();
  v1::Archived upto;
  return *row && upto.ParseFromString(**row)
         && upto.evidence_seq() >= beyond.tip().seq();
}

result<bool> closing_state::delivered(v1::HubTerminal& at, const scope& of,
                                      const v1::EvidenceState& beyond) {
  if (at.retirement().delivered_seq() != 0)
    return true;
  auto word = find_retired(*in_->ports.data, of, at.retirement().asked_seq());
  if (!word)
    return word.why();
  const auto upto = *word != 0 ? *word : beyond.delivered_seq();
  if (upto == 0)
    return false;
  auto next = at;
  next.mutable_retirement()->set_delivered_seq(upto);
  if (auto s = in_->who->change(at, next); !s)
    return s.why();
  at = std::move(next);
  return true;
}

status closing_state::close(const v1::HubTerminal& at, const scope& of,
                            v1::Head held, bool forced) {
  auto sums = fold_held(*in_->ports.data, of);
  if (!sums)
    return sums.why();
  auto beyond = sum_evidence(*in_->ports.data, of, held.seq());
  if (!beyond)
    return beyond.why();
  auto statement
    = state_closing({at, std::move(held), in_->live.contact(of),
                     in_->live.archived(of), in_->now_ms(), forced},
                    *sums, *beyond);
  auto next = at;
  *next.mutable_retirement()->mutable_statement()
    = sign_closing(statement, in_->settings.key);
  if (auto s = in_->who->change(at, next); !s)
    return s;
  in_->log().log(log_level::warn, "terminal_closed",
                 {{"terminal", of.terminal},
                  {"store", of.store},
                  {"held", std::to_string(statement.held().seq())},
                  {"missing", std::to_string(statement.missing())},
                  {"forced", forced ? "yes" : "no"}});
  if (auto no = standing_refusal(*in_, of))
    in_->live.refuse(of, *no);
  return ok;
}

} // namespace kassa::hub
