#pragma once

#include <functional>
#include <string>

namespace kassa::unit {

/// A two-way stream of bytes to a device: TCP, a serial line, a script. All
/// calls and callbacks happen on the thread of one loop (`loop_port`); nothing
/// blocks.
class byte_channel {
public:
  struct events {
    std::function<void()> opened;
    std::function<void(std::string)> received; ///< Any piece, never empty.
    /// It could not be opened, or it broke. Comes at most once an opening.
    std::function<void(std::string why)> closed;
  };

  virtual ~byte_channel() = default;
  /// Begins to open. No callback comes from within the call. @pre not open
  virtual void open(events on) = 0;
  /// Queues bytes. A failure is told by `closed`. @pre opened
  virtual void send(std::string bytes) = 0;
  /// Ends it; no event comes afterwards. May be called at any time.
  virtual void close() = 0;
  /// Whether what a device says late may come after the channel was opened
  /// anew: true for a serial line, false for a connection.
  virtual bool outlives_closing() const = 0;
  virtual std::string name() const = 0;
};

} // namespace kassa::unit
