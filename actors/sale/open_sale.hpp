#pragma once

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <optional>

namespace kassa::sale {

/// The sale on the counter, if there is one.
struct state {
  std::optional<v1::OpenSale> sale;
};

/// Takes in one record. The only way in which the sale changes: live, and when
/// it is rebuilt at start. Records that are not about the open sale change
/// nothing.
void evolve(state& of, const v1::RecordBody& body);

/// The sale's revision; 0 while none is open. Goes up by one with every change.
/// A new sale begins above all revisions of the ones before it.
[[nodiscard]] std::uint64_t revision_of(const state& of) noexcept;

} // namespace kassa::sale
