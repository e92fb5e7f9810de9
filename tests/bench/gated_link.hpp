#pragma once

#include "actors/sync/hub_link.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace kassa::bench {

/// A stream that is dialled when the gate opens, and not before.
template <class Up, class Down>
class gated_stream : public sync::stream_link<Up, Down> {
public:
  using link = sync::stream_link<Up, Down>;
  using events = typename link::events;

  explicit gated_stream(link& to) : to_(to) {}

  void pass() {
    std::unique_lock lock{mutex_};
    open_ = true;
    auto waiting = std::exchange(waiting_, {});
    lock.unlock();
    if (waiting)
      to_.open(*std::move(waiting));
  }

  /// Serialised bytes of all that came.
  std::uint64_t heard() const noexcept { return heard_; }

  void open(events on) override {
    on.received = [this, tell = std::move(on.received)](Down x) {
      heard_ += x.ByteSizeLong();
      tell(std::move(x));
    };
    std::unique_lock lock{mutex_};
    if (!open_) {
      waiting_ = std::move(on);
      return;
    }
    lock.unlock();
    to_.open(std::move(on));
  }

  void send(Up message) override { to_.send(std::move(message)); }

  void close() override {
    std::unique_lock lock{mutex_};
    waiting_.reset();
    lock.unlock();
    to_.close();
  }

private:
  link& to_;
  std::mutex mutex_;
  bool open_ = false;
  std::optional<events> waiting_;
  std::atomic<std::uint64_t> heard_ = 0;
};

/// A terminal that is up, and meets its hub when it is told to: so that a
/// benchmark of the stream does not time the start.
class gated_link : public sync::hub_link {
public:
  explicit gated_link(std::unique_ptr<sync::hub_link> to)
    : to_(std::move(to)) {}

  /// Dials, once.
  void open_gate() {
    upload_.pass();
    download_.pass();
    report_.pass();
  }

  std::uint64_t downloaded() const noexcept { return download_.heard(); }

  sync::upload_link& upload() override { return upload_; }
  sync::download_link& download() override { return download_; }
  sync::report_link& report() override { return report_; }

private:
  std::unique_ptr<sync::hub_link> to_;
  gated_stream<v1::UploadUp, v1::UploadDown> upload_{to_->upload()};
  gated_stream<v1::DownloadUp, v1::DownloadDown> download_{to_->download()};
  gated_stream<v1::ReportUp, v1::ReportDown> report_{to_->report()};
};

} // namespace kassa::bench
