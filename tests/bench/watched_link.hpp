#pragma once

#include "actors/sync/hub_link.hpp"
#include "tests/bench/fleet_board.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace kassa::bench {

/// The first word that a hub says only to whom it let in.
inline bool is_welcome(const v1::UploadDown& x) {
  return x.has_welcome();
}
inline bool is_welcome(const v1::DownloadDown& x) {
  return x.has_current() || x.has_start();
}
inline bool is_welcome(const v1::ReportDown& x) {
  return x.has_taken();
}

/// A stream that tells a board what goes over it.
template <class Up, class Down>
class watched_stream : public sync::stream_link<Up, Down> {
public:
  using link = sync::stream_link<Up, Down>;
  using events = typename link::events;

  watched_stream(link& to, fleet_board& board, std::size_t who)
    : to_(to), board_(board), who_(who) {}

  void open(events on) override {
    on.received
      = [this, is_in = false, tell = std::move(on.received)](Down x) mutable {
          if (is_welcome(x) && !std::exchange(is_in, true))
            board_.admitted(who_);
          heard(x);
          tell(std::move(x));
        };
    to_.open(std::move(on));
  }

  void send(Up message) override {
    said(message);
    to_.send(std::move(message));
  }

  void close() override { to_.close(); }

private:
  template <class Message>
  void heard(const Message&) {}
  void heard(const v1::ReportDown& x) {
    if (x.has_taken())
      board_.reached(who_, fleet_step::told);
  }

  template <class Message>
  void said(const Message&) {}
  void said(const v1::DownloadUp& x) {
    if (x.has_applied() && x.applied().state() == v1::Applied::STATE_STAGED)
      board_.reached(who_, fleet_step::staged);
  }

  link& to_;
  fleet_board& board_;
  std::size_t who_;
};

/// A terminal's link whose streams are watched.
class watched_link : public sync::hub_link {
public:
  watched_link(std::unique_ptr<sync::hub_link> to, fleet_board& board,
               std::size_t who)
    : to_(std::move(to)), upload_(to_->upload(), board, who),
      download_(to_->download(), board, who),
      report_(to_->report(), board, who) {}

  sync::upload_link& upload() override { return upload_; }
  sync::download_link& download() override { return download_; }
  sync::report_link& report() override { return report_; }

private:
  std::unique_ptr<sync::hub_link> to_;
  watched_stream<v1::UploadUp, v1::UploadDown> upload_;
  watched_stream<v1::DownloadUp, v1::DownloadDown> download_;
  watched_stream<v1::ReportUp, v1::ReportDown> report_;
};

} // namespace kassa::bench
