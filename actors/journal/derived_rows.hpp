#pragma once

#include "actors/journal/rows.hpp"
#include "proto/base/ids.hpp"
#include "store/terminal_store.hpp"
#include "store/write_set.hpp"

#include <kassa/v1/record.pb.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kassa::journal {

/// Compares rows that a fold writes with those that lie in a store, while the
/// fold goes on. It keeps only rows that differ so far: a row that agrees when
/// it is written last is gone from memory, and what the fold reads back is
/// then the stored one.
class derived_rows {
public:
  /// Rows that differ at the same time beyond this are counted, not kept.
  static constexpr std::size_t open_max = 1'000'000;

  /// Hears of a difference. Answers whether more are wanted.
  using teller = std::function<bool(std::string words)>;

  /// @param stored outlives this object.
  derived_rows(const store::reader& stored, scope of);

  /// Takes what the fold of one record wrote.
  status apply(const v1::RecordBody& body, const store::write_set& rows);

  /// Reads a row as the fold left it.
  [[nodiscard]] result<std::optional<std::string>>
  lookup(store::family where, std::string_view key) const;

  /// At the end: tells what differs, lacks, and is too much.
  status compare(const teller& tell) const;

private:
  using name = std::pair<store::family, std::string>;

  void count(const v1::RecordBody& body);
  void track(const store::write_op& op);
  status compare_index(char letter, std::uint64_t due,
                       const teller& tell) const;
  status name_strangers(char letter, const teller& tell) const;
  bool known(char letter, std::string_view key, std::string_view value) const;
  status compare_state(const teller& tell) const;
  std::string describe(std::string_view key) const;
  std::uint64_t absent(char letter) const;

  const store::reader& stored_;
  scope of_;
  std::map<name, std::optional<std::string>> open_;
  std::uint64_t dropped_ = 0;
  std::uint64_t receipts_ = 0; // Rows that the index must have, by letter.
  std::uint64_t days_ = 0;
  std::uint64_t zs_ = 0;
  std::uint64_t changes_ = 0;
  std::vector<std::string> jobs_; // Keys of live print jobs, in order.
  std::set<std::string, std::less<>> parked_;
};

} // namespace kassa::journal
