#include "node/verifier.hpp"

#include "actors/journal/verify.hpp"

#include <atomic>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

namespace kassa::node {

namespace {

struct run {
  std::atomic<bool> over = false;
  std::thread thread;
};

v1::VerifyProgress refusal(const error& why) {
  v1::VerifyProgress out;
  out.set_finished(true);
  out.add_findings(to_string(why));
  return out;
}

v1::VerifyProgress last_step(const journal::verify_report& of) {
  v1::VerifyProgress out;
  out.set_finished(true);
  out.set_checked_seq(of.seq);
  out.set_head_seq(of.seq);
  *out.mutable_grand() = of.grand;
  for (const auto& x : of.findings)
    out.add_findings(x.words);
  return out;
}

} // namespace

struct verifier::shared {
  explicit shared(const node& n) : of(n) {}

  const node& of;
  std::mutex lock;
  std::list<run> runs;
  std::atomic<bool> ended = false;

  void verify(const verify_progress& progress) {
    auto at = of.store().snapshot();
    auto report = journal::verify(*at, of.scope(),
                                  [this, &progress](seq_t checked, seq_t head) {
                                    v1::VerifyProgress step;
                                    step.set_checked_seq(checked);
                                    step.set_head_seq(head);
                                    return !ended && progress(step);
                                  });
    if (!report)
      progress(refusal(report.why()));
    else if (report->finished)
      progress(last_step(*report));
  }

  /// Lets go of the threads that are through.
  void reap() {
    runs.remove_if([](run& x) {
      if (!x.over)
        return false;
      x.thread.join();
      return true;
    });
  }
};

verifier::verifier(const node& of) : shared_(std::make_unique<shared>(of)) {}

verifier::~verifier() {
  shared_->ended = true;
  for (auto& x : shared_->runs)
    x.thread.join();
}

void verifier::start(verify_progress progress) {
  std::lock_guard hold{shared_->lock};
  shared_->reap();
  if (shared_->runs.size() >= runs_max) {
    progress(refusal({errc::busy}));
    return;
  }
  auto& mine = shared_->runs.emplace_back();
  mine.thread = std::thread(
    [all = shared_.get(), &mine, p = std::move(progress)]() mutable {
      all->verify(p);
      p = {}; // The caller is told before the thread counts as over.
      mine.over = true;
    });
}

} // namespace kassa::node
