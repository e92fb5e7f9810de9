#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"
#include "store/hub_storage.hpp"

#include <kassa/v1/hub_state.pb.h>

#include <cstdint>
#include <map>
#include <vector>

/// Whether the journals that a storage holds are whole. Pure over the port.
namespace kassa::hub {

using heads = std::map<scope, v1::Head>;

[[nodiscard]] heads heads_of(const v1::BackupSeal& seal);
void put_heads(const heads& from, v1::BackupSeal& to);

/// The stored heads of these terminals; a journal with no record has none.
/// @returns corrupt, io
[[nodiscard]] result<heads> read_heads(const store::hub_storage& data,
                                       const std::vector<scope>& of);

/// Follows each chain from where it is known to be whole to its stored head.
/// A head that is below the known one is followed from record 1.
/// @param known heads up to which the chains were followed before
/// @param records grows by those that were looked at
/// @returns corrupt, with the terminal and the record; io
[[nodiscard]] result<heads> follow_chains(const store::hub_storage& data,
                                          const std::vector<scope>& of,
                                          const heads& known,
                                          std::uint64_t& records);

} // namespace kassa::hub
