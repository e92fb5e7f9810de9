#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace kassa::hub {

/// So many streams may be open at once, and so many of one terminal: one whose
/// streams hang, or that is hostile, takes no other's place. Thread-safe.
/// Outlives its places.
class stream_pool {
public:
  stream_pool(std::int64_t most, std::int64_t most_of_one)
    : most_(most), most_of_one_(most_of_one) {}

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

  std::int64_t most_;
  std::int64_t most_of_one_;
  std::mutex mutex_;
  std::int64_t open_ = 0;
  std::map<std::string, std::int64_t> of_one_;
};

} // namespace kassa::hub
