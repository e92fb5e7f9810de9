#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kassa::store {

/// The parts of a terminal's store.
enum class family : std::uint8_t {
  journal, ///< Records, by scope and seq. Never changed.
  index,   ///< Receipts, Zs, answers: found by key, rebuilt from the journal.
  state,   ///< Ledger, print queue, parked sales, cursor, token, binding.
  catalog, ///< Catalog rows, by generation.
};

/// Lazy writes survive the end of the process and are carried to the disk by
/// the next synced one; synced writes survive a power cut when they return.
enum class durability : std::uint8_t { lazy, synced };

struct write_op {
  enum class what : std::uint8_t { put, erase, erase_range };
  what kind;
  family where;
  std::string key;
  std::string value; ///< Of erase_range: the first key that stays.

  bool operator==(const write_op&) const = default;
};

/// Changes that happen together or not at all.
struct write_set {
  std::vector<write_op> ops;

  void put(family where, std::string key, std::string value) {
    ops.push_back(
      {write_op::what::put, where, std::move(key), std::move(value)});
  }
  void erase(family where, std::string key) {
    ops.push_back({write_op::what::erase, where, std::move(key), {}});
  }
  /// Erases from `from` up to and without `to`.
  void erase_range(family where, std::string from, std::string to) {
    ops.push_back(
      {write_op::what::erase_range, where, std::move(from), std::move(to)});
  }
  bool empty() const noexcept { return ops.empty(); }

  bool operator==(const write_set&) const = default;
};

} // namespace kassa::store
