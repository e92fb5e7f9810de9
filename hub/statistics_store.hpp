#pragma once

#include "hub/statistics.hpp"
#include "store/hub_storage.hpp"

#include <cstddef>
#include <optional>
#include <string>

/// Statistics in the storage: what the projector reads and commits.
namespace kassa::hub {

/// A step of counting: its transaction moves the terminal's cursor, and only
/// from where it was, so each record is counted exactly once (L9).
struct count_step {
  store::transaction change;
  std::uint32_t records = 0;
  bool more = false; ///< The journal goes on beyond it.
};

inline constexpr std::uint32_t count_step_max = 4096;

/// The next step over a terminal's journal; nothing when all is counted.
[[nodiscard]] result<std::optional<count_step>>
next_count(const store::hub_storage& data, const scope& of,
           std::string_view zone, std::uint32_t records_max = count_step_max);

/// A step of trying again what was set aside of a terminal's journal. What can
/// be interpreted by now is counted, and no more set aside, in one transaction.
struct replay_step {
  store::transaction change; ///< Nothing to write: none could be.
  std::uint64_t counted = 0;
  seq_t last = 0; ///< The last record that was tried.
};
inline constexpr std::uint32_t replay_step_max = 500;

/// The next step after that record; nothing when all were tried.
[[nodiscard]] result<std::optional<replay_step>>
next_replay(const store::hub_storage& data, const scope& of,
            std::string_view zone, seq_t after,
            std::uint32_t records_max = replay_step_max);

/// What was set aside of a store's journals, at most `rows_max`: by terminal
/// and seq.
[[nodiscard]] result<v1::QuarantineList>
read_quarantine(const store::hub_storage& data, const std::string& store,
                std::size_t rows_max = 1000);

/// Erases a part of the store's projection: a rebuild begins with all of them.
/// Nothing when all is gone. A mark stays until then, so that a rebuild that a
/// crash cut short is gone on with, and half a projection is never counted to.
[[nodiscard]] result<std::optional<store::transaction>>
next_drop(const store::hub_storage& data, const std::string& store,
          std::size_t keys_max = 10'000);

[[nodiscard]] result<bool> is_dropping(const store::hub_storage& data,
                                       const std::string& store);

[[nodiscard]] result<v1::StatisticsCursor>
read_cursor(const store::hub_storage& data, const scope& of);

/// Sums a range of days, both included; an empty bound is none. Completeness is
/// the caller's to add.
[[nodiscard]] result<v1::StoreStatistics>
read_statistics(const store::hub_storage& data, const std::string& store,
                const std::string& from_date, const std::string& to_date);

} // namespace kassa::hub
