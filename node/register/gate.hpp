#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace kassa::node {

/// Bounds how many of something go on at once, and ends them together. Any
/// thread.
class gate {
public:
  /// Held as long as the thing goes on.
  using ticket = std::shared_ptr<const void>;

  explicit gate(std::uint32_t at_most);

  /// @param end how to end the thing early; called at most once, by `close`
  /// Errors: busy when there are too many, unavailable when it is closed.
  result<ticket> enter(std::function<void()> end = {});

  /// Lets nothing more in, and ends what is inside.
  void close();

private:
  struct inside {
    std::mutex mutex;
    bool closed = false;
    std::uint64_t names = 0;
    std::map<std::uint64_t, std::function<void()>> ends;
  };

  std::uint32_t at_most_;
  std::shared_ptr<inside> inside_ = std::make_shared<inside>();
};

} // namespace kassa::node
