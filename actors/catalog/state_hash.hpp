#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace kassa::catalog {

/// What a version's rows hash to (design, section 7): the sum mod 2^256 of
/// BLAKE2b-256("kassa.row.1", be32 length of key, key, row) of all its rows; a
/// deletion is a row too. Depends on the set of rows, not on its order, so it
/// is kept up row by row. It guards against error, not against malice.
class state_hash {
public:
  void add(std::string_view row_key, std::string_view row);
  /// Takes back an `add` of the same key and row.
  void remove(std::string_view row_key, std::string_view row);

  /// 32 bytes, big endian; zeros for no rows.
  [[nodiscard]] std::string bytes() const;
  /// What `bytes` gave; no rows when the size is not 32.
  static state_hash from_bytes(std::string_view bytes);

  bool operator==(const state_hash&) const = default;

private:
  std::array<std::uint64_t, 4> sum_{}; ///< Least significant first.
};

} // namespace kassa::catalog
