#pragma once

#include <rocksdb/env.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <utility>

namespace kassa::testing {

/// An Env whose disk keeps only what was synced when the power is cut, and can
/// be told to fail. Bytes wait here until a sync or a reader carries them to
/// the base; a cut lets through a random part of each file's that were not
/// synced, as a real one does: also of those that somebody has read. Names
/// (new files, renames) are durable at once. Start anew after a cut with
/// another power_env over the same base; after a mere kill, with this one.
class power_env : public rocksdb::EnvWrapper {
public:
  /// @param base outlives this object
  explicit power_env(rocksdb::Env* base) : EnvWrapper(base) {}

  const char* Name() const override { return "power"; }

  /// Cuts the power: what was not synced is lost, but for a random prefix of it
  /// in each file. From now on every write fails.
  void cut(std::mt19937_64& random) {
    cut([&random](std::size_t size) { return random() % (size + 1); });
  }

  /// The same, and nothing is kept that was not synced.
  void cut() {
    cut([](std::size_t) { return std::size_t{0}; });
  }

  /// From now on every sync fails.
  void fail_syncs() {
    std::lock_guard guard{lock_};
    syncs_fail_ = true;
  }

  /// From now on every append fails.
  void fail_appends() {
    std::lock_guard guard{lock_};
    appends_fail_ = true;
  }

  /// Syncs of files whose name ends so, that succeeded.
  std::uint64_t syncs_of(const std::string& suffix) const {
    std::lock_guard guard{lock_};
    std::uint64_t n = 0;
    for (const auto& [name, count] : syncs_)
      if (name.ends_with(suffix))
        n += count;
    return n;
  }

  // -- what RocksDB calls -----------------------------------------------------

  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* out,
                                  const rocksdb::EnvOptions& options) override {
    auto shared = std::make_shared<file>();
    if (auto s = target()->NewWritableFile(name, &shared->base, options);
        !s.ok())
      return s;
    *out = std::make_unique<handle>(*this, name, std::move(shared));
    return {};
  }

  rocksdb::Status
  ReopenWritableFile(const std::string& name,
                     std::unique_ptr<rocksdb::WritableFile>* out,
                     const rocksdb::EnvOptions& options) override {
    std::lock_guard guard{lock_};
    auto i = unsynced_.find(name);
    auto shared = i != unsynced_.end() ? i->second : std::make_shared<file>();
    if (!shared->base)
      if (auto s = target()->ReopenWritableFile(name, &shared->base, options);
          !s.ok())
        return s;
    *out = std::make_unique<handle>(*this, name, std::move(shared));
    return {};
  }

  rocksdb::Status
  ReuseWritableFile(const std::string& name, const std::string&,
                    std::unique_ptr<rocksdb::WritableFile>* out,
                    const rocksdb::EnvOptions& options) override {
    return NewWritableFile(name, out, options);
  }

  // A reader sees what waits, as it does through an operating system.

  rocksdb::Status
  NewSequentialFile(const std::string& name,
                    std::unique_ptr<rocksdb::SequentialFile>* out,
                    const rocksdb::EnvOptions& options) override {
    settle(name);
    return target()->NewSequentialFile(name, out, options);
  }

  rocksdb::Status
  NewRandomAccessFile(const std::string& name,
                      std::unique_ptr<rocksdb::RandomAccessFile>* out,
                      const rocksdb::EnvOptions& options) override {
    settle(name);
    return target()->NewRandomAccessFile(name, out, options);
  }

  rocksdb::Status RenameFile(const std::string& from,
                             const std::string& to) override {
    std::lock_guard guard{lock_};
    if (auto i = unsynced_.find(from); i != unsynced_.end()) {
      unsynced_.insert_or_assign(to, i->second);
      unsynced_.erase(i);
    }
    return off_ ? failure() : target()->RenameFile(from, to);
  }

  rocksdb::Status DeleteFile(const std::string& name) override {
    std::lock_guard guard{lock_};
    if (off_)
      return failure();
    unsynced_.erase(name);
    return target()->DeleteFile(name);
  }

private:
  struct file {
    std::unique_ptr<rocksdb::WritableFile> base;
    std::string waiting;
    std::size_t shown = 0; ///< Bytes of the base that were read, not synced.
  };

  class handle : public rocksdb::WritableFile {
  public:
    handle(power_env& env, std::string name, std::shared_ptr<file> shared)
      : env_(env), name_(std::move(name)), file_(std::move(shared)) {}

    rocksdb::Status Append(const rocksdb::Slice& data) override {
      return env_.append(name_, file_, data);
    }
    rocksdb::Status Append(const rocksdb::Slice& data,
                           const rocksdb::DataVerificationInfo&) override {
      return env_.append(name_, file_, data);
    }
    rocksdb::Status Truncate(std::uint64_t) override { return {}; }
    rocksdb::Status Close() override { return {}; }
    rocksdb::Status Flush() override { return {}; }
    rocksdb::Status Sync() override { return env_.sync(name_, *file_); }
    std::uint64_t GetFileSize() override { return env_.size(*file_); }

  private:
    power_env& env_;
    std::string name_;
    std::shared_ptr<file> file_;
  };

  template <class Kept>
  void cut(Kept kept) {
    std::lock_guard guard{lock_};
    for (auto& [name, what] : unsynced_) {
      (void)show(*what);
      cut_off(name, what->shown - kept(what->shown));
    }
    unsynced_.clear();
    off_ = true;
  }

  void cut_off(const std::string& name, std::size_t bytes) {
    std::string all;
    (void)rocksdb::ReadFileToString(target(), name, &all);
    all.resize(all.size() - std::min(bytes, all.size()));
    (void)rocksdb::WriteStringToFile(target(), all, name, true);
  }

  static rocksdb::Status failure() {
    return rocksdb::Status::IOError("the disk was told to fail");
  }

  rocksdb::Status append(const std::string& name,
                         const std::shared_ptr<file>& to,
                         const rocksdb::Slice& data) {
    std::lock_guard guard{lock_};
    if (off_ || appends_fail_)
      return failure();
    to->waiting.append(data.data(), data.size());
    unsynced_.insert_or_assign(name, to);
    return {};
  }

  rocksdb::Status sync(const std::string& name, file& what) {
    std::lock_guard guard{lock_};
    if (off_ || syncs_fail_)
      return failure();
    ++syncs_[name];
    if (auto s = show(what); !s.ok())
      return s;
    what.shown = 0;
    unsynced_.erase(name);
    return what.base->Sync();
  }

  std::uint64_t size(file& what) {
    std::lock_guard guard{lock_};
    return what.base->GetFileSize() + what.waiting.size();
  }

  void settle(const std::string& name) {
    std::lock_guard guard{lock_};
    if (auto i = unsynced_.find(name); i != unsynced_.end())
      (void)show(*i->second);
  }

  /// Has a reader of the base find what waits.
  static rocksdb::Status show(file& what) {
    auto s = what.base->Append(what.waiting);
    what.shown += what.waiting.size();
    what.waiting.clear();
    return s;
  }

  mutable std::mutex lock_;
  std::map<std::string, std::shared_ptr<file>> unsynced_;
  std::map<std::string, std::uint64_t> syncs_;
  bool off_ = false;
  bool syncs_fail_ = false;
  bool appends_fail_ = false;
};

} // namespace kassa::testing
