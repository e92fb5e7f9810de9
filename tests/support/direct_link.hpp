#pragma once

#include "actors/sync/hub_link.hpp"
#include "actors/sync/hub_service.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace kassa::testing {

/// One stream between a terminal and a hub of the same process. Both ends only
/// post to their actors, so the order is that of the scheduler. One thread.
template <class Up, class Down>
class direct_stream : public sync::stream_link<Up, Down> {
public:
  using events = typename sync::stream_link<Up, Down>::events;
  using connector
    = std::function<sync::stream_handler<Up>(sync::stream_peer<Down>)>;

  /// @param connect empty: there is no way to the hub now
  void plug(connector connect) {
    if (!connect)
      lose();
    connect_ = std::move(connect);
  }

  void open(events on) override {
    if (!connect_) {
      on.closed({errc::unavailable, {{"what", "hub"}}});
      return;
    }
    auto now = std::make_shared<life>();
    now->on = std::move(on);
    life_ = now;
    std::weak_ptr<life> weak = now;
    now->hub = connect_({[weak](Down x) {
                           if (auto l = weak.lock(); l && l->open)
                             l->on.received(std::move(x));
                         },
                         [weak](error why) {
                           if (auto l = weak.lock();
                               l && std::exchange(l->open, false)) {
                             l->on.closed(std::move(why));
                             l->leave();
                           }
                         },
                         "direct",
                         {}});
    if (!now->open)
      now->leave(); // The hub refused while it was being asked.
  }

  void send(Up message) override {
    if (life_ && life_->open)
      life_->hub.received(std::move(message));
  }

  void close() override {
    if (life_ && std::exchange(life_->open, false))
      life_->leave();
    life_.reset();
  }

private:
  struct life {
    events on;
    sync::stream_handler<Up> hub;
    bool open = true;

    void leave() {
      if (auto tell = std::exchange(hub.closed, nullptr))
        tell();
    }
  };

  /// The cable is out: both ends are told.
  void lose() {
    auto now = std::exchange(life_, nullptr);
    if (!now || !std::exchange(now->open, false))
      return;
    now->on.closed({errc::unavailable, {{"what", "hub"}}});
    now->leave();
  }

  connector connect_;
  std::shared_ptr<life> life_;
};

/// A terminal's way to a hub of the same process, which can be cut.
class direct_link : public sync::hub_link {
public:
  /// @param hub outlives the link, or is unplugged before it goes
  /// @param who whose certificate the hub seems to have seen
  void plug(sync::hub_service& hub, const scope& who) {
    auto certified = [who](auto peer) {
      peer.certified = who;
      return peer;
    };
    upload_.plug([&hub, certified](auto peer) {
      return hub.upload(certified(std::move(peer)));
    });
    download_.plug([&hub, certified](auto peer) {
      return hub.download(certified(std::move(peer)));
    });
    report_.plug([&hub, certified](auto peer) {
      return hub.report(certified(std::move(peer)));
    });
  }

  void cut() {
    upload_.plug({});
    download_.plug({});
    report_.plug({});
  }

  sync::upload_link& upload() override { return upload_; }
  sync::download_link& download() override { return download_; }
  sync::report_link& report() override { return report_; }

private:
  direct_stream<v1::UploadUp, v1::UploadDown> upload_;
  direct_stream<v1::DownloadUp, v1::DownloadDown> download_;
  direct_stream<v1::ReportUp, v1::ReportDown> report_;
};

} // namespace kassa::testing
