#pragma once

#include "proto/base/result.hpp"

#include <cstdint>

namespace kassa::node {

/// How much room is left where the data folder lies. From any thread.
class free_space_port {
public:
  virtual ~free_space_port() = default;
  /// Bytes that this user may still write.
  virtual result<std::uint64_t> free_bytes() = 0;
};

} // namespace kassa::node
