#pragma once

#include "proto/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kassa {

/// A v1::Record, looked at where it lies.
struct record_view {
  std::string_view bytes; ///< The whole serialised record.
  std::string_view body;
  std::string_view hash;
};

/// Nothing when the bytes are no v1::Record. Fields of a later version are
/// passed over, and stay in `bytes`.
[[nodiscard]] std::optional<record_view> view_record(std::string_view bytes);

/// Consecutive records, ready to be stored or sent: what v1::RecordRun
/// serialises to. Records are taken over byte for byte, and never parsed into
/// messages on their way from a terminal's disk to the hub's.
struct record_run {
  std::string bytes;
  std::uint32_t count = 0;

  [[nodiscard]] bool empty() const noexcept { return count == 0; }
  /// @param record a serialised v1::Record
  void push(std::string_view record);
};

/// Walks a run. Views point into it.
class run_reader {
public:
  explicit run_reader(std::string_view run) : rest_(run), size_(run.size()) {}

  /// The next record; nothing at the end, or where the bytes are no run.
  std::optional<record_view> next();

  /// Whether all of it was a run.
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  /// Bytes of the run up to where the last record ended.
  [[nodiscard]] std::size_t offset() const noexcept {
    return size_ - rest_.size();
  }

private:
  std::string_view rest_;
  std::size_t size_;
};

/// All records of a run; nothing when the bytes are none.
[[nodiscard]] std::optional<std::vector<record_view>>
view_run(std::string_view run);

} // namespace kassa
