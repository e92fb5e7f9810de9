#pragma once

#include "actors/interfaces.hpp"
#include "actors/journal/scribe.hpp"
#include "proto/base/ports.hpp"
#include "store/terminal_store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace kassa::journal {

/// How long a lazy record may wait for the disk.
inline constexpr std::chrono::milliseconds lazy_max{100};

/// About as much of a journal beyond a hole is read at once.
inline constexpr std::size_t evidence_bytes = 512 * 1024;

/// What a journal needs. The pointers outlive the actor.
struct journal_settings {
  store::terminal_store* store = nullptr;
  kassa::scope scope;
  clock_port* clock = nullptr;
  log_port* log = nullptr; ///< nullptr: says nothing.
  die_port die;            ///< Called when the ledger cannot be read at start.
  std::string zone;
  std::string program;
  std::string designation;
  bool unit_total = false; ///< See `stamp`, for these three.
  bool unit_unsigned = false;
  std::int64_t clock_step_ms = 10'000;
  bool replay = false;
  key_pair device = {}; ///< Signs the head at each Z.
};

/// The JOURNAL: the only writer of the terminal's store. Nobody hears of a
/// record from `read` or as a watcher before it is durable (L4). Blocks on the
/// disk: a composition root spawns it detached.
class journal_state {
public:
  using handle = journal_actor;
  static constexpr auto name = "journal";

  /// Loads the ledger of an initialised scope; what it finds is synced and
  /// counts as durable.
  journal_state(journal_actor::pointer self, journal_settings settings);
  journal_actor::behavior_type make_behavior();

private:
  result<appended> append(const append_request& request);
  result<v1::Evidence> read_evidence(std::uint64_t after) const;
  result<record_run> read(std::uint64_t after, std::uint32_t max_bytes,
                          bool followed) const;
  void watch(const watcher_actor& who);
  void keep(const v1::Acked& acked);
  void keep(const v1::CatalogTime& time);
  void keep_lazily(std::string key, std::string value);
  result<bool> keep_synced(std::string key, std::string value);
  result<bool> stage(const store::write_set& rows);
  result<std::uint64_t> seal();

  void load();
  void look_at_head();
  stamp now();
  void grow_durable();
  void arm();
  void report(std::string_view event, const error& why) const;

  journal_actor::pointer self_;
  journal_settings with_;
  v1::LedgerState ledger_;
  std::optional<clock_mark> last_;
  std::optional<error> broken_; ///< Why nothing can be written.
  seq_t durable_ = 0;
  std::string durable_hash_;
  bool armed_ = false;
  v1::ClockQuality quality_ = v1::CLOCK_QUALITY_UNCONFIRMED;
  std::vector<watcher_actor> watchers_;
};

} // namespace kassa::journal
