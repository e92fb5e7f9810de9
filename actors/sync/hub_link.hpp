#pragma once

#include "proto/base/result.hpp"

#include <kassa/v1/sync.pb.h>

#include <functional>

namespace kassa::sync {

/// The terminal's end of one two-way stream. No call blocks; callbacks come on
/// any thread, in order, and none after `close` has returned.
template <class Up, class Down>
class stream_link {
public:
  struct events {
    std::function<void(Down)> received;
    /// The stream is over; it has to be opened anew. Comes exactly once,
    /// unless `close` came first.
    std::function<void(error)> closed;
  };

  virtual ~stream_link() = default;
  /// Starts the stream. @pre none is open
  virtual void open(events on) = 0;
  /// Queues a message. The caller bounds what is outstanding.
  virtual void send(Up message) = 0;
  virtual void close() = 0;
};

using upload_link = stream_link<v1::UploadUp, v1::UploadDown>;
using download_link = stream_link<v1::DownloadUp, v1::DownloadDown>;
using report_link = stream_link<v1::ReportUp, v1::ReportDown>;

/// What a terminal asks of its hub: three independent streams. The port that
/// transport/ carries over gRPC, and a simulator over nothing.
class hub_link {
public:
  virtual ~hub_link() = default;
  virtual upload_link& upload() = 0;
  virtual download_link& download() = 0;
  virtual report_link& report() = 0;
};

} // namespace kassa::sync
