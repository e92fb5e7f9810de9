#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/record_run.hpp"
#include "proto/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kassa {

/// No record is larger (design, section 4).
inline constexpr std::size_t record_size_max = 256 * 1024;

/// Whether a record is well-formed, of this scope and this seq, of bounded size
/// and chained to the one before. What it says is not judged (L14).
/// @param before the hash of the record before; zeros for the first
/// @returns corrupt, too_large
[[nodiscard]] status check_record(const scope& of, seq_t seq,
                                  std::string_view before,
                                  const record_view& record);

/// The same without the chain: what comes before it is not known.
[[nodiscard]] status check_unchained(const scope& of, seq_t seq,
                                     const record_view& record);

/// A whole journal, from record 1, whosever it is.
class record_chain {
public:
  record_chain();

  /// Takes the next record, unless `check_record` refuses it.
  [[nodiscard]] status add(const record_view& record);

  /// Of the first record; nothing before it.
  [[nodiscard]] const std::optional<scope>& of() const noexcept { return of_; }
  [[nodiscard]] seq_t seq() const noexcept { return seq_; }
  [[nodiscard]] const std::string& hash() const noexcept { return hash_; }

private:
  std::optional<scope> of_;
  seq_t seq_ = 0;
  std::string hash_;
};

} // namespace kassa
