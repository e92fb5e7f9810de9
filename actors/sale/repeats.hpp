#pragma once

#include "actors/sale/limits.hpp"
#include "proto/base/result.hpp"

#include <google/protobuf/message.h>
#include <kassa/v1/register.pb.h>
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

/// Of a log-out the session is what is asked. A token is random, so its hash
/// tells nothing.
[[nodiscard]] inline std::string fingerprint(const v1::LogOutRequest& request) {
  return fingerprint_of(request);
}

/// Without the password: it is judged again each time, and a quick hash of it
/// is kept nowhere.
[[nodiscard]] std::string fingerprint(v1::LogInRequest request);

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

/// Log-ins by the client's own id: a repeat gets the session that is open
/// already. The newest 64 of them, gone with the sessions when the process
/// ends.
class answered_log_ins {
public:
  static constexpr std::size_t answers_max = 64;

  struct one {
    std::string client_id, print, session;
  };
  void keep(one what);
  void forget(const std::string& client_id);
  [[nodiscard]] const one* find(const std::string& client_id) const;

private:
  std::deque<one> all_; ///< Oldest first.
};

} // namespace kassa::sale
