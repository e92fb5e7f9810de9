#pragma once

#include "hub/csv.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/record.pb.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The columns of a CSV of articles, and one line's fields. Pure.
namespace kassa::hub {

namespace articles {

/// In the order of the documentation; those from `purchase_price` on may be
/// left out.
enum column : std::size_t {
  article_no,
  name,
  group,
  kind,
  price,
  rate,
  barcode,
  purchase_price,
  unit,
  decimals,
  open_price,
  group_open_price,
  effective_from,
  deposit,
  vat_eat_in,
  vat_take_away,
  column_count,
};

inline constexpr std::size_t text_max = 100; ///< Characters of a name.
inline constexpr std::size_t unit_max = 10;
inline constexpr std::int64_t rate_max = 10'000; ///< Basis points.

using positions = std::array<std::optional<std::size_t>, column_count>;

/// Where each column stands. bad_csv
[[nodiscard]] result<positions> read_header(const csv_row& header,
                                            std::string_view file);

/// One line's fields, each checked as it is asked for. What it refers to
/// outlives it.
class line_reader {
public:
  line_reader(const csv_row& row, const positions& at, std::string_view file)
    : row_(row), at_(at), file_(file) {}

  [[nodiscard]] std::string_view raw(column which) const {
    return at_[which] ? std::string_view{row_.fields[*at_[which]]} : "";
  }
  [[nodiscard]] std::size_t line() const { return row_.line; }
  [[nodiscard]] error wrong(column which, std::string what,
                            std::string remedy) const;

  /// @param max in bytes, else in characters
  [[nodiscard]] result<std::string> text(column which, std::size_t max,
                                         bool in_bytes) const;
  /// 0 to `max`.
  [[nodiscard]] result<std::int64_t> number(column which, std::int64_t max,
                                            std::string remedy) const;
  [[nodiscard]] result<bool> yes(column which, bool otherwise) const;
  [[nodiscard]] result<v1::ArticleKind> article_kind() const;
  /// An EAN with its check digit, or nothing.
  [[nodiscard]] result<std::string> ean() const;
  /// UTC milliseconds; 0 where the line says nothing.
  [[nodiscard]] result<std::int64_t> since(std::string_view zone) const;

private:
  const csv_row& row_;
  const positions& at_;
  std::string_view file_;
};

} // namespace articles

} // namespace kassa::hub
