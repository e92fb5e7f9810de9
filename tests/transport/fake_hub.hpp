#pragma once

#include "actors/sync/hub_service.hpp"
#include "tests/transport/mailbox.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace kassa::testing {

/// One stream as a hub sees it.
template <class Up, class Down>
struct fake_session {
  sync::stream_peer<Down> peer;
  mailbox<Up> received;
  mailbox<int> closed;
};

template <class Up, class Down>
using session_ptr = std::shared_ptr<fake_session<Up, Down>>;

using upload_session = session_ptr<v1::UploadUp, v1::UploadDown>;

/// A hub that challenges, keeps what it is sent, and does what it is told.
class fake_hub : public sync::hub_service {
public:
  sync::stream_handler<v1::UploadUp>
  upload(sync::stream_peer<v1::UploadDown> peer) override {
    return take(std::move(peer), uploads, on_upload);
  }
  sync::stream_handler<v1::DownloadUp>
  download(sync::stream_peer<v1::DownloadDown> peer) override {
    return take(std::move(peer), downloads, {});
  }
  sync::stream_handler<v1::ReportUp>
  report(sync::stream_peer<v1::ReportDown> peer) override {
    return take(std::move(peer), reports, {});
  }

  mailbox<session_ptr<v1::UploadUp, v1::UploadDown>> uploads;
  mailbox<session_ptr<v1::DownloadUp, v1::DownloadDown>> downloads;
  mailbox<session_ptr<v1::ReportUp, v1::ReportDown>> reports;
  /// Called for each upload message, before it is put into the mailbox.
  std::function<void(fake_session<v1::UploadUp, v1::UploadDown>&,
                     const v1::UploadUp&)>
    on_upload;

private:
  template <class Up, class Down>
  static sync::stream_handler<Up>
  take(sync::stream_peer<Down> peer, mailbox<session_ptr<Up, Down>>& into,
       std::function<void(fake_session<Up, Down>&, const Up&)> on) {
    auto session = std::make_shared<fake_session<Up, Down>>();
    session->peer = std::move(peer);
    Down hello;
    hello.mutable_challenge()->set_nonce("nonce");
    session->peer.send(hello);
    into.put(session);
    return {[session, on](Up message) {
              if (on)
                on(*session, message);
              session->received.put(std::move(message));
            },
            [session] { session->closed.put(1); }};
  }
};

} // namespace kassa::testing
