#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Store time. Instants are UTC milliseconds; what people read is in the
/// store's time zone. Uses the system's tzdata by Howard Hinnant's date.
namespace kassa {

/// An instant as a person in the store reads it.
struct local_time {
  std::string date; ///< "2026-05-04"
  std::string time; ///< "13:05:09"
  std::int32_t offset_minutes = 0;

  bool operator==(const local_time&) const = default;
};

/// @param zone an IANA name; "UTC" when the system does not know it.
[[nodiscard]] local_time to_local(std::int64_t utc_ms, std::string_view zone);

/// The reading with a known offset, for records that carry theirs.
[[nodiscard]] local_time at_offset(std::int64_t utc_ms,
                                   std::int32_t offset_minutes);

/// "2026-05-04 13:05"
[[nodiscard]] std::string print_minute(const local_time& at);

/// Store time to an instant: an ambiguous time is the first of the two, one
/// that does not exist is the next valid one (design, section 7).
/// @param date "2026-05-04"  @param time "13:05" or "13:05:09"
[[nodiscard]] result<std::int64_t>
from_local(std::string_view date, std::string_view time, std::string_view zone);

/// Whether `text` is a date that exists, "2026-05-04".
[[nodiscard]] bool is_date(std::string_view text);

/// "2026-05-04T13:05:09.123Z", for logs.
[[nodiscard]] std::string print_utc(std::int64_t utc_ms);

} // namespace kassa
