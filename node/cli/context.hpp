#pragma once

#include "kassa/v1/register.grpc.pb.h"
#include "proto/base/console.hpp"
#include "proto/base/result.hpp"
#include "transport/client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

/// The terminal's side of the `kassa` command line.
namespace kassa::cli {

using register_stub = v1::Register::Stub;

/// No answer of a terminal takes longer: a log-in checks a password, a Z folds
/// nothing that is not folded already.
inline constexpr std::chrono::seconds call_timeout{20};

/// The terminal that this run speaks to, dialled at the first use. Lives in
/// `main`; commands hold a reference.
class terminal_context {
public:
  explicit terminal_context(context& console) : ui(console) {}

  context& ui;
  /// As given by `--terminal`; empty: see `address`.
  std::string given;

  /// `--terminal`, else $KASSA_TERMINAL, else 127.0.0.1:4780.
  [[nodiscard]] std::string address() const;

  /// Dials at the first call. @returns not_loopback, invalid
  [[nodiscard]] result<register_stub*> stub();

  /// The token kept by `kassa login`. @returns not_logged_in
  [[nodiscard]] result<std::string> token();

  /// What a changing call carries. @returns not_logged_in
  [[nodiscard]] result<v1::Call> call(std::uint64_t revision = 0);

  /// One call.
  template <class Request, class Answer>
  result<Answer> ask(grpc::Status (register_stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Answer*),
                     const Request& request) {
    auto to = stub();
    if (!to)
      return to.why();
    return transport::call(**to, method, request, call_timeout, who());
  }

  /// A stream of answers, to its end or until `each` says false.
  template <class Request, class Answer>
  status read(std::unique_ptr<grpc::ClientReader<Answer>> (
                register_stub::*method)(grpc::ClientContext*, const Request&),
              const Request& request,
              const std::type_identity_t<std::function<bool(Answer&)>>& each) {
    auto to = stub();
    if (!to)
      return to.why();
    return transport::read_stream(**to, method, request, each, {}, who());
  }

private:
  [[nodiscard]] std::string who() const;

  std::unique_ptr<register_stub> stub_;
};

} // namespace kassa::cli
