#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/record_chain.hpp"
#include "proto/base/record_run.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/sync.pb.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// How a batch of a terminal's records meets what the hub holds (L6, L13).
/// Pure.
namespace kassa::hub {

/// A batch is at most 1 MiB; one record of the greatest size more is let pass.
inline constexpr std::size_t batch_size_max = 1024 * 1024 + record_size_max;

/// The hash of the record that the hub holds at a seq; nothing when it holds
/// none.
using hash_lookup
  = std::function<result<std::optional<std::string>>(seq_t seq)>;

/// A batch that holds together; views into it.
struct checked_batch {
  std::vector<record_view> records; ///< At least one.
  v1::Head last;                    ///< Of the last record.
};

/// Checks a batch by itself: each record is well-formed, of this scope and this
/// seq, of bounded size, and chained to the one before; the last is signed.
/// What the records say is not judged (L14).
/// @returns protocol, corrupt, too_large, bad_signature
[[nodiscard]] result<checked_batch> check_batch(const scope& of,
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
/// @param checked what `check_batch` made of the batch
[[nodiscard]] result<fit> fit_batch(const v1::Head& tip, const v1::Batch& batch,
                                    const checked_batch& checked,
                                    const hash_lookup& held);

} // namespace kassa::hub
