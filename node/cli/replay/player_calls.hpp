#pragma once

#include "node/cli/replay/player.hpp"

namespace kassa::cli::replay {

/// Gives a call until the terminal answers it, one way or the other: through
/// crashes, restarts (which forget the session) and a busy terminal.
template <class Request, class Answer>
result<Answer> player::attempt(
  grpc::Status (stub_t::*method)(grpc::ClientContext*, const Request&, Answer*),
  Request request) {
  for (;;) {
    if constexpr (requires { request.mutable_call(); })
      request.mutable_call()->set_session(session_);
    else if constexpr (requires { request.set_session(session_); })
      request.set_session(session_);
    auto answer
      = transport::call(*stub_, method, request, call_timeout, with_.address);
    if (answer) {
      last_answer_ = std::chrono::steady_clock::now();
      wait_ = {};
      return answer;
    }
    report_.repeats += 1;
    if (answer.why().code == errc::not_logged_in) {
      if (auto in = log_in(); !in)
        return in.why();
    } else if (auto waited = pause(answer.why()); !waited) {
      return waited.why();
    }
  }
}

} // namespace kassa::cli::replay
