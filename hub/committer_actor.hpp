#pragma once

#include "hub/core.hpp"
#include "hub/fair_queue.hpp"

#include <caf/typed_response_promise.hpp>

#include <vector>

namespace kassa::hub {

/// Blocks on the disk for the committer.
class writer_state {
public:
  using handle = writer_actor;
  static constexpr auto name = "writer";

  writer_state(writer_actor::pointer self, core_ptr in);
  writer_actor::behavior_type make_behavior();

private:
  core_ptr in_;
};

/// Group commit: what arrives while a sync is in flight shares the next one, in
/// a fair order.
class committer_state {
public:
  using handle = committer_actor;
  static constexpr auto name = "committer";

  static constexpr std::uint64_t batch_bytes_max = 4ULL * 1024 * 1024;
  static constexpr std::uint32_t batch_records_max = 4096;

  committer_state(committer_actor::pointer self, core_ptr in,
                  writer_actor writer);
  committer_actor::behavior_type make_behavior();

private:
  struct waiting {
    commit_job job;
    caf::typed_response_promise<bool> answer;
  };
  void pump();
  void finish(const commit_results& results);

  committer_actor::pointer self_;
  core_ptr in_;
  writer_actor writer_;
  fair_queue<waiting> queue_;
  std::vector<waiting> in_flight_;
};

} // namespace kassa::hub
