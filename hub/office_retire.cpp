// The part of the Office that ends a terminal's life in order.

#include "hub/closing.hpp"
#include "hub/office_actor.hpp"

namespace kassa::hub {

/// Synced before the terminal hears of it; the first reason stands.
result<v1::HubTerminal>
office_state::ask_to_retire(const v1::RetireTerminalRequest& x) {
  auto found = in_->who->terminal(x.terminal());
  if (!found || found->store() != x.store())
    return error{errc::unknown_terminal, {{"terminal", x.terminal()}}};
  if (found->has_retirement())
    return *std::move(found);
  if (x.reason().empty())
    return error{errc::invalid, {{"what", "--reason"}}};
  if (auto s = check_text(x.reason()); !s)
    return s.why();
  const scope of{found->store(), found->terminal()};
  auto held = read_head(*in_->ports.data, of);
  if (!held)
    return held.why();
  auto to = *found;
  auto& asked = *to.mutable_retirement();
  asked.set_asked_ms(in_->now_ms());
  asked.set_asked_by(sessions_.at(x.session()).user);
  asked.set_reason(x.reason());
  asked.set_asked_seq(held->head.seq());
  if (auto s = in_->who->change(*found, to); !s)
    return s.why();
  in_->log().log(log_level::warn, "terminal_retiring",
                 {{"terminal", of.terminal},
                  {"store", of.store},
                  {"reason", x.reason()},
                  {"user", asked.asked_by()}});
  if (auto word = retire_word(*in_, of))
    in_->live.retire(of, *word);
  return to;
}

caf::result<v1::TerminalSummary>
office_state::retire_terminal(const v1::RetireTerminalRequest& x) {
  auto asked = ask_to_retire(x);
  if (!asked)
    return to_caf(asked.why());
  auto answer = self_->make_response_promise<v1::TerminalSummary>();
  self_->request(closing_, long_work, atom::close_v, x.terminal(), x.force())
    .then(
      [this, answer, id = x.terminal()](bool) mutable {
        auto now = terminal_summary(*in_->who->terminal(id));
        if (now)
          answer.deliver(*std::move(now));
        else
          answer.deliver(to_caf(now.why()));
      },
      [answer](const caf::error& why) mutable { answer.deliver(why); });
  return answer;
}

result<v1::SignedClosing>
office_state::closing_statement(const v1::GetClosingStatementRequest& x) const {
  auto found = in_->who->terminal(x.terminal());
  if (!found || found->store() != x.store())
    return error{errc::unknown_terminal, {{"terminal", x.terminal()}}};
  if (!found->retirement().has_statement())
    return error{errc::not_closed, {{"terminal", x.terminal()}}};
  // What the hub did not sign is not handed out as its word.
  const auto& out = found->retirement().statement();
  if (auto signed_by_us = read_closing(out, in_->settings.key.public_key);
      !signed_by_us)
    return signed_by_us.why();
  return out;
}

} // namespace kassa::hub
