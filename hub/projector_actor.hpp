#pragma once

#include "hub/core.hpp"
#include "hub/statistics_store.hpp"

#include <caf/typed_response_promise.hpp>

#include <deque>
#include <functional>
#include <set>

namespace kassa::hub {

/// The only one who counts. While a step is being committed it takes nothing
/// else, so steps never meet.
class projector_state {
public:
  using handle = projector_actor;
  static constexpr auto name = "projector";

  projector_state(projector_actor::pointer self, core_ptr in,
                  committer_actor committer);
  projector_actor::behavior_type make_behavior();

private:
  using promise = caf::typed_response_promise<v1::StoreStatistics>;
  using next_step = std::function<void(status)>;

  void arm();
  void tick();
  void statistics(const v1::GetStatisticsRequest& x, promise answer);
  void cited(const std::string& store,
             caf::typed_response_promise<v1::CitedList> answer);
  result<v1::CitedList> cited_of(const std::string& store) const;
  void replay(const std::string& store,
              caf::typed_response_promise<v1::QuarantineList> answer);
  /// How far records that were set aside are tried again: up to that record of
  /// the first of `todo`.
  struct retrying {
    std::deque<scope> todo;
    seq_t after = 0;
    std::shared_ptr<std::uint64_t> counted;
  };
  void retry_set_aside(retrying at, next_step then);
  std::string zone_of(const std::string& store) const;
  std::deque<scope> terminals_of(const std::string& store) const;
  /// Drops the store's projection, then goes on.
  void drop(const std::string& store, next_step then);
  /// Counts all that is held of these terminals, then goes on.
  void count(std::deque<scope> todo, next_step then);
  void commit(store::transaction what, next_step then);
  result<v1::StoreStatistics> read(const v1::GetStatisticsRequest& x) const;
  result<v1::Completeness> completeness(const v1::HubTerminal& of,
                                        std::uint64_t& set_aside) const;

  projector_actor::pointer self_;
  core_ptr in_;
  committer_actor committer_;
  std::set<scope> grown_;
  std::uint32_t waited_ms_ = 0;
  bool armed_ = false;
  bool more_came_ = false; ///< Since the timer was armed.
};

} // namespace kassa::hub
