#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/record_run.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/record.pb.h>

#include <functional>
#include <optional>
#include <string>

/// How journals lie in a hub's storage: a row is the run of records that one
/// append brought, each byte for byte (L6), under the seq of its last. A
/// backlog so costs a row a batch, and a live sale is a row of its own.
namespace kassa::hub {

/// A run without its first `skip` records.
[[nodiscard]] std::string run_row(const std::string& run, std::size_t skip);

using record_visitor
  = std::function<bool(seq_t seq, const record_view& record)>;

/// Visits the records that are held from `from` on, in order, until `visit`
/// says no. @returns corrupt when a row is no run or the seqs have a gap; io
[[nodiscard]] status visit_records(const store::hub_storage& data,
                                   const scope& of, seq_t from,
                                   const record_visitor& visit);

/// The record at a seq; nothing when it is not held. Reads its whole run.
/// @returns corrupt, io
[[nodiscard]] result<std::optional<v1::Record>>
find_record(const store::hub_storage& data, const scope& of, seq_t seq);

} // namespace kassa::hub
