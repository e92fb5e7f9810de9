// The sale actor between the two receipts of an exchange.

#include "actors/sale/exchange.hpp"
#include "actors/sale/sale_actor.hpp"

#include <utility>

namespace kassa::sale {

/// Whoever paid asked for both. What stops the second one leaves the exchange
/// settled: it is paid anew.
void sale_state::finish_exchange(const v1::RecordBody& first) {
  auto next = second_half(state_, first.receipt().delivery(),
                          make_context(first.user(), 0));
  if (!next)
    return answer_waiting(next.why());
  journal::append_request append{
    *std::move(next), store::durability::synced, {}, {}};
  self_->request(journal_, append_timeout, atom::append_v, std::move(append))
    .await([this](const journal::appended& x) { take_in(x); },
           [this](const caf::error& why) { answer_waiting(recover(why)); });
}

} // namespace kassa::sale
