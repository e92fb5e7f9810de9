#pragma once

#include "proto/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kassa {

/// What must be known of a record to keep it in order; views into the body.
struct record_peek {
  std::string_view store;
  std::string_view terminal;
  seq_t seq = 0;
  std::uint32_t kind = 0;
};

/// Reads the top of a serialised v1::RecordBody without interpreting its
/// payload (L14): nothing when the bytes are no message at all, or hold a field
/// in another wire form than RecordBody has. The last value of a field counts.
[[nodiscard]] std::optional<record_peek> peek_record(std::string_view body);

} // namespace kassa
