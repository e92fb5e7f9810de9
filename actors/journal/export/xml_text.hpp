#pragma once

#include "proto/base/money.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kassa::journal::exporting {

/// Pieces of an XML 1.0 document in UTF-8: indented, escaped, and with values
/// as the schema of SKVFS 2021:16 has them (domain-sweden 2.9).
class xml_text {
public:
  /// No text of the schema is longer, in characters.
  static constexpr std::size_t text_max = 72;

  /// @param attributes as they are written
  void open(std::string_view name, std::string_view attributes = {});
  void close(std::string_view name);

  /// Cut to `text_max` characters; what XML cannot hold becomes U+FFFD.
  void text(std::string_view name, std::string_view value);
  /// Nothing where the value is empty.
  void optional(std::string_view name, std::string_view value);
  void number(std::string_view name, std::uint64_t value);
  /// Kronor with two decimals.
  void amount(std::string_view name, ore_t value);
  /// Thousandths, rounded to the two decimals that the schema allows.
  void quantity(std::string_view name, std::int64_t milli);
  /// Percent.
  void rate(std::string_view name, std::uint32_t basis_points);
  /// "2026-05-04T13:05:09", store time without a zone.
  void instant(std::string_view name, std::int64_t utc_ms,
               std::int32_t offset_minutes);
  /// Escaped, but never cut: codes, and words of the schema's own.
  void whole(std::string_view name, std::string_view value);
  /// A comment; two hyphens in a row cannot stand in one.
  void comment(std::string_view words);
  /// As it is, on a line of its own.
  void line(std::string_view raw);

  /// What was written since the last call.
  [[nodiscard]] std::string take();

  [[nodiscard]] std::uint64_t shortened() const noexcept { return shortened_; }
  [[nodiscard]] std::uint64_t replaced() const noexcept { return replaced_; }

private:
  void element(std::string_view name, std::string_view escaped);
  [[nodiscard]] std::string cut(std::string_view value);
  [[nodiscard]] std::string escape(std::string_view value);

  std::string out_;
  std::size_t depth_ = 0;
  std::uint64_t shortened_ = 0;
  std::uint64_t replaced_ = 0;
};

/// "2026-05-04T13:05:09", store time.
[[nodiscard]] std::string local_instant(std::int64_t utc_ms,
                                        std::int32_t offset_minutes);

} // namespace kassa::journal::exporting
