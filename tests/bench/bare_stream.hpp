#pragma once

#include "hub/authority.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kassa::bench {

/// The machine's own limit for an upload: opaque batches over one gRPC stream
/// and mutual TLS on loopback, each put into a RocksDB with one synced write before it is
/// acknowledged. No parsing, no hashing, no head.
/// @returns seconds from the first byte to the last acknowledgement.
double bare_stream(const std::vector<std::string>& batches,
                   const std::string& folder, std::size_t window,
                   const hub::authority& trusted);

} // namespace kassa::bench
