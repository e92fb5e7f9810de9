#pragma once

#include "hub/authority.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kassa::bench {

/// The machine's own limit for uploads: opaque batches over gRPC streams and
/// mutual TLS on loopback, a connection each, each batch put into a RocksDB
/// with one synced write before it is acknowledged. No parsing, no hashing, no
/// head.
/// @param all the batches of each stream
/// @returns seconds from the first byte to the last acknowledgement.
double bare_streams(const std::vector<std::vector<std::string>>& all,
                    const std::string& folder, std::size_t window,
                    const hub::authority& trusted);

} // namespace kassa::bench
