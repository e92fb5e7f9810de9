#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/sync.pb.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

/// How a batch of a terminal's records meets what the hub holds (L6, L13).
/// Pure.
namespace kassa::hub {

inline constexpr std::size_t record_size_max = 256 * 1024;
/// A batch is at most 1 MiB; one record of the greatest size more is let pass.
inline constexpr std::size_t batch_size_max = 1024 * 1024 + record_size_max;

/// The hash of the record that the hub holds at a seq; nothing when it holds
/// none.
using hash_lookup
  = std::function<result<std::optional<std::string>>(seq_t seq)>;

/// Checks a batch by itself: each record is well-formed, of this scope and this
/// seq, of bounded size, and chained to the one before; the last is signed.
/// What the records say is not judged (L14).
/// @returns the last record's head. protocol, corrupt, too_large, bad_signature
[[nodiscard]] result<v1::Head> check_batch(const scope& of,
                                           const std::string& device_key,
                                           const v1::Batch& batch);

enum class fitting {
  append,    ///< Follows the tip, once `skip` records are left out.
  duplicate, ///< All of it is held.
  gap,       ///< Records before it are missing.
  fork,      ///< Another hash at a seq that both hold.
};

struct fit {
  fitting how;
  std::size_t skip = 0;
  seq_t at = 0; ///< Where they differ, of a fork.
};

/// @param tip the hub's head, with what it is about to store
/// @param batch checked by `check_batch`
[[nodiscard]] result<fit> fit_batch(const v1::Head& tip, const v1::Batch& batch,
                                    const hash_lookup& held);

/// A record as it is stored: the bytes that v1::Record serialises to, made
/// without another copy of the body.
[[nodiscard]] std::string stored_record(const v1::Record& record);

} // namespace kassa::hub
