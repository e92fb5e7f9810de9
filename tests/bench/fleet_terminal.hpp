#pragma once

#include "actors/interfaces.hpp"
#include "proto/base/crypto.hpp"
#include "proto/base/system.hpp"
#include "tests/bench/fleet_board.hpp"
#include "tests/bench/watched_link.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/fixed_credentials.hpp"
#include "tests/support/memory_store.hpp"

#include <kassa/v1/catalog.pb.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace kassa::bench {

/// Records that one sale of a terminal's backlog is.
inline constexpr std::uint32_t records_a_sale = 7;

/// Who a terminal is, once a hub has let it in.
struct fleet_identity {
  v1::Bundle bundle;
  key_pair device;
  transport::terminal_credentials shows;
};

/// A terminal's store in memory: its journal writes on one thread while its
/// sync reads on another.
class fleet_store : public testing::memory_store {
public:
  result<std::optional<std::string>> get(store::family where,
                                         std::string_view key) const override {
    std::lock_guard lock{mutex_};
    return memory_store::get(where, key);
  }
  status scan(store::family where, std::string_view from, std::string_view to,
              const visitor& visit) const override {
    std::lock_guard lock{mutex_};
    return memory_store::scan(where, from, to, visit);
  }
  status scan_back(store::family where, std::string_view from,
                   std::string_view to, const visitor& visit) const override {
    std::lock_guard lock{mutex_};
    return memory_store::scan_back(where, from, to, visit);
  }
  status commit(const store::write_set& changes,
                store::durability how) override {
    std::lock_guard lock{mutex_};
    return memory_store::commit(changes, how);
  }

private:
  mutable std::recursive_mutex mutex_; // A visitor may read too.
};

/// A terminal of a fleet: the real sync and journal actors over a store in
/// memory, the real link to the hub, and somebody at the counter who sells and
/// who switches to a new catalog between sales.
class fleet_terminal {
public:
  /// What all share; outlives them.
  struct world {
    caf::actor_system& system;
    fleet_board& board;
    std::string hub; ///< Address of its sync listener.
    system_clock clock = {};
  };

  /// @param number from 0; of the board and of the randomness
  fleet_terminal(world& in, std::size_t number, const fleet_identity& who);
  ~fleet_terminal();
  fleet_terminal(const fleet_terminal&) = delete;
  fleet_terminal& operator=(const fleet_terminal&) = delete;

  void dial();
  /// No catalog is switched to until `sell`.
  void begin_sale() { selling_ = true; }
  /// Ends the sale that is open, and makes some more.
  void sell(std::uint32_t sales);

  /// Closes the streams and ends the actors. Then nothing comes any more.
  void stop();

private:
  friend class fleet_counter;
  void make_journal();
  void spawn_all();
  caf::behavior hear_events();

  world& in_;
  std::size_t number_;
  fleet_identity who_;
  scope scope_;
  testing::seeded_random random_;
  testing::fixed_credentials certificate_;
  fleet_store store_;
  std::unique_ptr<watched_link> link_;
  std::atomic<bool> selling_ = false;
  std::atomic<seq_t> wanted_ = 1; ///< The hub shall have so much.

  journal_actor journal_;
  caf::actor counter_;
  caf::actor events_;
  sync_actor sync_;
};

} // namespace kassa::bench
