#pragma once

#include "node/cli/card.hpp"
#include "node/cli/selling.hpp"

#include <vector>

/// The steps that commands on the open sale are made of.
namespace kassa::cli {

using sale_result = result<v1::SaleView>;
using stub_t = register_stub;

/// A changing call on the sale as it now is: `fill` sets the rest. One that
/// moves money at the card terminal lasts until that has an outcome.
template <class Request, class Answer, class Fill>
result<Answer> change(terminal_context& at,
                      grpc::Status (stub_t::*method)(grpc::ClientContext*,
                                                     const Request&, Answer*),
                      std::uint64_t revision, Fill fill) {
  auto call = at.call(revision);
  if (!call)
    return call.why();
  Request request;
  *request.mutable_call() = std::move(*call);
  fill(request);
  auto ask = [&at, method, &request] { return at.ask(method, request); };
  if constexpr (std::is_same_v<Answer, v1::SaleView>)
    return wait_for_card(at, ask);
  else
    return ask();
}

[[nodiscard]] sale_result read_sale(terminal_context& at);

/// A command that fails then may abort what it began.
[[nodiscard]] bool nothing_open(const v1::SaleView& view);

void fill_line(v1::AddLineRequest& request, const item& what,
               v1::SalesMode mode);

/// Stops at the first that is refused; a sale that is none is passed on.
[[nodiscard]] sale_result add_payments(terminal_context& at, sale_result sale,
                                       const std::vector<payment>& payments);

/// Pays the sale as it is.
[[nodiscard]] result<v1::ReceiptView>
finish(terminal_context& at, std::uint64_t revision, bool electronic);

/// Takes back what a failed command began, then tells why it failed. Not a
/// sale that waits for the control unit or the card terminal, or that goes on
/// without them.
status give_up(terminal_context& at, bool began, const error& why);

} // namespace kassa::cli
