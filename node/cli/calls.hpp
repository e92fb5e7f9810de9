#pragma once

#include "node/cli/context.hpp"
#include "node/cli/show.hpp"

/// How the commands call the terminal and print its answer.
namespace kassa::cli {

/// A changing call that is not about the open sale.
template <class Request, class Answer, class Fill>
result<Answer>
change(terminal_context& at,
       grpc::Status (register_stub::*method)(grpc::ClientContext*,
                                             const Request&, Answer*),
       Fill fill) {
  auto call = at.call();
  if (!call)
    return call.why();
  Request request;
  *request.mutable_call() = std::move(*call);
  fill(request);
  return at.ask(method, request);
}

/// A reading call.
template <class Request, class Answer, class Fill>
result<Answer> look(terminal_context& at,
                    grpc::Status (register_stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Answer*),
                    Fill fill) {
  auto session = at.token();
  if (!session)
    return session.why();
  Request request;
  request.set_session(*session);
  fill(request);
  return at.ask(method, request);
}

template <class Answer>
status show_or_fail(terminal_context& at, const result<Answer>& answer) {
  if (!answer)
    return answer.why();
  show(at.ui, *answer);
  return ok;
}

inline status done_or_fail(terminal_context& at,
                           const result<v1::Done>& answer) {
  if (!answer)
    return answer.why();
  (void)shown_as_json(at.ui, *answer);
  return ok;
}

} // namespace kassa::cli
