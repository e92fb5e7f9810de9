#pragma once

#include "transport/errors.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace kassa::transport {

using channel_ptr = std::shared_ptr<grpc::Channel>;

/// A channel to a service of this machine; connects at the first call. Errors:
/// not_loopback, invalid.
[[nodiscard]] result<channel_ptr> dial(const std::string& address);

/// Sets how long a call may take; zero: no limit.
void set_deadline(grpc::ClientContext& context,
                  std::chrono::milliseconds timeout);

/// One blocking call: `call(*stub, &v1::Register::Stub::LogIn, request, 10s)`.
/// @param who who does not answer, for the words of `unavailable`
template <class Stub, class Request, class Answer>
[[nodiscard]] result<Answer> call(
  Stub& stub,
  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
  const std::type_identity_t<Request>& request,
  std::chrono::milliseconds timeout, std::string_view who = "kassa-node") {
  grpc::ClientContext context;
  set_deadline(context, timeout);
  Answer answer;
  if (auto s = (stub.*method)(&context, request, &answer); !s.ok())
    return from_grpc(s, who);
  return answer;
}

/// Reads a stream of answers to its end:
/// `read_stream(*stub, &v1::Register::Stub::Watch, request, each)`.
/// @param each takes an answer; false ends the stream early, which is no error
/// @param timeout for the whole stream; zero: no limit
template <class Stub, class Request, class Answer>
[[nodiscard]] status
read_stream(Stub& stub,
            std::unique_ptr<grpc::ClientReader<Answer>> (Stub::*method)(
              grpc::ClientContext*, const Request&),
            const std::type_identity_t<Request>& request,
            const std::type_identity_t<std::function<bool(Answer&)>>& each,
            std::chrono::milliseconds timeout = {},
            std::string_view who = "kassa-node") {
  grpc::ClientContext context;
  set_deadline(context, timeout);
  auto reader = (stub.*method)(&context, request);
  Answer answer;
  while (reader->Read(&answer)) {
    if (!each(answer)) {
      context.TryCancel();
      (void)reader->Finish();
      return ok;
    }
  }
  if (auto s = reader->Finish(); !s.ok())
    return from_grpc(s, who);
  return ok;
}

} // namespace kassa::transport
