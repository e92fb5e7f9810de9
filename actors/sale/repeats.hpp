#pragma once

#include "actors/sale/limits.hpp"
#include "proto/base/result.hpp"

#include <google/protobuf/message.h>
#include <kassa/v1/terminal_state.pb.h>

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

/// A call that comes twice gets the first answer.
namespace kassa::sale {

/// Deterministic: maps are sorted.
[[nodiscard]] std::string serialise(const google::protobuf::Message& what);

/// Hash of a call's type and content.
[[nodiscard]] std::string
fingerprint_of(const google::protobuf::Message& without_session);

/// The session is not part of what is asked: the same call may come again after
/// a restart, through a new log-in.
template <class Request>
[[nodiscard]] std::string fingerprint(Request request) {
  request.mutable_call()->clear_session();
  return fingerprint_of(request);
}

/// `client_id_reused` unless what was answered is this very call.
[[nodiscard]] status check_repeat(const v1::Answered& before,
                                  const std::string& print,
                                  const std::string& client_id);

/// Calls answered `Done` whose answers another actor's record cannot carry: the
/// newest 64 of them, gone when the process ends.
class late_answers {
public:
  static constexpr std::size_t answers_max = 64;

  void keep(std::string client_id, std::string print);
  [[nodiscard]] std::optional<v1::Answered>
  find(const std::string& client_id) const;

private:
  struct one {
    std::string client_id, print;
  };
  std::deque<one> all_; ///< Oldest first.
};

} // namespace kassa::sale
