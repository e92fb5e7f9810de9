#include "hub/committer_actor.hpp"

#include <limits>

namespace kassa::hub {

namespace {

// A disk that takes longer than this has failed; the sync itself then ends the
// process (L15).
constexpr auto write_timeout = std::chrono::seconds{120};

} // namespace

writer_state::writer_state(writer_actor::pointer, core_ptr in)
  : in_(std::move(in)) {}

writer_actor::behavior_type writer_state::make_behavior() {
  return {
    [this](atom::commit, const commit_batch& batch) {
      return commit_results{in_->ports.data->commit(*batch.all)};
    },
  };
}

committer_state::committer_state(committer_actor::pointer self, core_ptr in,
                                 writer_actor writer)
  : self_(self), in_(std::move(in)), writer_(std::move(writer)) {}

committer_actor::behavior_type committer_state::make_behavior() {
  return {
    [this](atom::commit, const commit_job& job) {
      auto answer = self_->make_response_promise<bool>();
      queue_.push({job.what->partition, job.terminal}, job.bytes,
                  {job, answer});
      pump();
      return answer;
    },
  };
}

void committer_state::pump() {
  if (!in_flight_.empty() || queue_.empty())
    return;
  auto all = std::make_shared<std::vector<store::transaction>>();
  std::uint64_t bytes = 0;
  std::uint32_t records = 0;
  // One at least, however big; a stream's own limits bound it.
  auto next = queue_.pop(std::numeric_limits<std::uint64_t>::max());
  while (next) {
    bytes += next->job.bytes;
    records += next->job.records;
    all->push_back(std::move(*next->job.what));
    in_flight_.push_back(*std::move(next));
    next = bytes < batch_bytes_max && records < batch_records_max
             ? queue_.pop(batch_bytes_max - bytes)
             : std::nullopt;
  }
  in_->commits += 1;
  self_->request(writer_, write_timeout, atom::commit_v, commit_batch{all})
    .then([this](const commit_results& results) { finish(results); },
          [this](const caf::error& why) {
            error doubt{errc::ambiguous, {}, to_string(from_caf(why))};
            finish({std::vector<status>(in_flight_.size(), status{doubt})});
          });
}

void committer_state::finish(const commit_results& results) {
  assert(results.each.size() == in_flight_.size());
  auto done = std::exchange(in_flight_, {});
  pump(); // The next sync runs while these are told.
  for (std::size_t i = 0; i < done.size(); ++i) {
    if (const auto& outcome = results.each[i]) {
      in_->committed_records += done[i].job.records;
      done[i].answer.deliver(true);
    } else {
      done[i].answer.deliver(to_caf(outcome.why()));
    }
  }
}

} // namespace kassa::hub
