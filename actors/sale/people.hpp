#pragma once

#include "actors/catalog/view.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/terminal_state.pb.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kassa::sale {

inline constexpr std::size_t session_size = 16; ///< Random bytes.

/// What a journal may keep of a session token.
[[nodiscard]] std::string session_hash(std::string_view token);

/// Who is logged in on this terminal. Several users may be, and one user more
/// than once. Gone when the process ends.
class sessions {
public:
  static constexpr std::size_t users_max = 1000;

  /// Ends the oldest session where the terminal holds users_max: a till whose
  /// program was killed never logs out.
  void open(std::string_view token, std::string user);
  /// @param hash the session_hash of its token.
  void close(const std::string& hash);
  [[nodiscard]] std::optional<std::string> user(std::string_view token) const;

private:
  struct session {
    std::string user;
    std::uint64_t opened = 0; ///< How many were opened before it.
  };
  std::map<std::string, session> by_hash_;
  std::uint64_t opened_ = 0;
};

/// Counts wrong passwords, per user of this terminal. After five in a row the
/// user waits 30 s, and twice as long after each one more, up to 15 minutes.
/// Time is monotonic. The attempts are records, so that a restart opens
/// nothing.
class lock_outs {
public:
  static constexpr int free_attempts = 5;
  static constexpr std::uint64_t first_ms = 30'000;
  static constexpr std::uint64_t longest_ms = 900'000;

  /// `locked_out`, with the seconds that are left.
  [[nodiscard]] status check(const std::string& user,
                             std::uint64_t now_ms) const;
  void wrong(const std::string& user, std::uint64_t now_ms);
  void right(const std::string& user);
  /// Takes over what the journal knows at a start. A wait that another boot
  /// began is measured by the wall clock, and is never longer than it was.
  void restore(const v1::LockOut& kept, std::int64_t wall_ms,
               std::uint64_t now_ms, std::string_view boot_id);

private:
  struct attempts {
    int wrong = 0;
    std::uint64_t until_ms = 0;
  };
  static std::uint64_t wait_after(int wrong);

  std::map<std::string, attempts> by_user_;
};

/// The user, if the catalog knows it and it may work at a till: `unknown_user`,
/// naming the store (L10).
[[nodiscard]] result<const v1::User*> till_user(const catalog::view& in,
                                                const std::string& user,
                                                const std::string& store,
                                                std::int64_t at_ms);

} // namespace kassa::sale
