#pragma once

#include "hub/append_rule.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/office.pb.h>

#include <cstdint>

/// When records came, by the hub's clock, beside what the terminal's said
/// (research, sync-anchors T17). Order is the journal's alone.
namespace kassa::hub {

/// Most rows of one answer.
inline constexpr int arrivals_max = 1000;

/// What is kept of a batch, beside its run.
/// @param records how many of them are new
[[nodiscard]] store::transaction::write arrival_of(const scope& of,
                                                   const checked_batch& batch,
                                                   std::uint32_t records,
                                                   std::int64_t now_ms);

/// The arrivals of what lies after a record, by seq. @returns corrupt, io
[[nodiscard]] result<v1::ArrivalList>
list_arrivals(const store::hub_storage& data, const scope& of, seq_t after);

} // namespace kassa::hub
