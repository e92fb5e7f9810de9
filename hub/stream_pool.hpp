#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace kassa::hub {

/// So many terminals may be on the line at once, each with so many streams: one
/// whose streams hang, or that is hostile, takes no other's place. Thread-safe.
/// Outlives its places.
class stream_pool {
public:
  stream_pool(std::size_t terminals, std::size_t streams_of_one)
    : terminals_(terminals), streams_of_one_(streams_of_one) {}

  /// Of one stream, given back when it goes.
  class place {
  public:
    place(stream_pool& of, std::string terminal)
      : of_(of), terminal_(std::move(terminal)) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { of_.leave(terminal_); }

  private:
    stream_pool& of_;
    std::string terminal_;
  };

  /// @param terminal whose certificate it is; empty: nobody's
  /// @returns nothing when there is no place
  [[nodiscard]] std::shared_ptr<place> enter(const std::string& terminal);

private:
  void leave(const std::string& terminal);

  std::size_t terminals_;
  std::size_t streams_of_one_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> open_; ///< Streams of each terminal.
};

} // namespace kassa::hub
