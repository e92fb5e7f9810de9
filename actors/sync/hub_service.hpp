#pragma once

#include "proto/base/ids.hpp"
#include "proto/base/result.hpp"

#include <kassa/v1/sync.pb.h>

#include <functional>
#include <optional>
#include <string>

namespace kassa::sync {

/// The hub's way to answer on one stream. Callable from any thread; calls
/// after the stream's end do nothing.
template <class Down>
struct stream_peer {
  std::function<void(Down)> send;
  /// Ends the stream after what was sent before.
  std::function<void(error)> close;
  std::string address; ///< For the log and as evidence.
  /// Whose the connection's certificate is; nullopt: nobody's.
  std::optional<scope> certified;
};

/// What the hub wants to hear of one stream. Called in order, one at a time.
template <class Up>
struct stream_handler {
  std::function<void(Up)> received;
  /// The peer is gone. Comes exactly once, and last.
  std::function<void()> closed;
};

/// What a hub offers to terminals: the port that transport/ serves over gRPC,
/// and a simulator hands over as it is.
class hub_service {
public:
  virtual ~hub_service() = default;
  virtual stream_handler<v1::UploadUp> upload(stream_peer<v1::UploadDown> peer)
    = 0;
  virtual stream_handler<v1::DownloadUp>
  download(stream_peer<v1::DownloadDown> peer) = 0;
  virtual stream_handler<v1::ReportUp> report(stream_peer<v1::ReportDown> peer)
    = 0;
};

} // namespace kassa::sync
