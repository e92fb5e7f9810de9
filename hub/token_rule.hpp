#pragma once

#include "proto/base/crypto.hpp"
#include "proto/base/ids.hpp"

#include <kassa/v1/hub_state.pb.h>
#include <kassa/v1/sync.pb.h>

#include <string>

/// The session ratchet, the hub's side (design, section 6; L13). Pure.
namespace kassa::hub {

enum class token_verdict {
  accepted,      ///< `next` is to be durable before `next.issued` is sent.
  second_holder, ///< Older than what was confirmed, or beside it: fence.
  forged,        ///< Not a token of this hub for this scope: judge nothing.
};

struct token_judgement {
  token_verdict verdict;
  v1::TokenState next;
};

/// What the hub signs a fresh token with.
struct token_source {
  const key_pair& key;
  std::string incarnation; ///< 16 bytes.
  std::string random;      ///< 16 fresh bytes.
};

/// @param shown the terminal's newest synced token, nullptr before the first
[[nodiscard]] token_judgement judge_token(const v1::TokenState& known,
                                          const v1::Token* shown,
                                          const scope& of,
                                          const token_source& with);

/// The issued token is on the terminal's disk. Nothing changes when `n` names
/// another.
[[nodiscard]] v1::TokenState confirm_token(v1::TokenState known,
                                           std::uint64_t n);

} // namespace kassa::hub
