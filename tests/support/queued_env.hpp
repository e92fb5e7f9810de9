#pragma once

#include <rocksdb/env.h>

#include <cstddef>
#include <deque>

namespace kassa::testing {

/// An Env whose background work waits until somebody runs it, in the order in
/// which it was asked for: with one thread, one seed is one history. Run the
/// queue between writes: a write that finds every buffer full waits for a flush
/// that nobody does. For one thread.
class queued_env : public rocksdb::EnvWrapper {
public:
  /// @param base outlives this object; rocksdb::NewMemEnv makes a good one
  explicit queued_env(rocksdb::Env* base) : EnvWrapper(base) {}

  const char* Name() const override { return "queued"; }

  /// Runs all that waits, and what that asks for in turn.
  /// @return how many jobs ran
  std::size_t run() {
    std::size_t done = 0;
    for (; !jobs_.empty(); ++done) {
      auto next = jobs_.front();
      jobs_.pop_front();
      next.work(next.argument);
    }
    return done;
  }

  std::size_t waiting() const { return jobs_.size(); }

  // -- what RocksDB calls -----------------------------------------------------

  void Schedule(void (*work)(void*), void* argument, Priority, void* tag,
                void (*cancelled)(void*)) override {
    jobs_.push_back({work, argument, tag, cancelled});
  }

  int UnSchedule(void* tag, Priority) override {
    return static_cast<int>(std::erase_if(jobs_, [tag](const job& x) {
      if (x.tag != tag)
        return false;
      if (x.cancelled != nullptr)
        x.cancelled(x.argument);
      return true;
    }));
  }

  unsigned GetThreadPoolQueueLen(Priority) const override {
    return static_cast<unsigned>(jobs_.size());
  }

private:
  struct job {
    void (*work)(void*);
    void* argument;
    void* tag;
    void (*cancelled)(void*);
  };

  std::deque<job> jobs_;
};

} // namespace kassa::testing
