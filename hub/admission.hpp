#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace kassa::hub {

/// So many may be inside at once; the rest come again. Thread-safe. Outlives
/// its tickets.
class admission {
public:
  explicit admission(std::int64_t most) : free_(most) {}

  /// A place inside, given back when it goes. False: there was none.
  class ticket {
  public:
    ticket() = default;
    explicit ticket(admission* of) : of_(of) {}
    ticket(ticket&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    ticket& operator=(ticket&& other) noexcept {
      std::swap(of_, other.of_);
      return *this;
    }
    ~ticket() {
      if (of_ != nullptr)
        ++of_->free_;
    }
    explicit operator bool() const noexcept { return of_ != nullptr; }

  private:
    admission* of_ = nullptr;
  };

  [[nodiscard]] ticket enter() {
    for (auto now = free_.load(); now > 0;)
      if (free_.compare_exchange_weak(now, now - 1))
        return ticket{this};
    return {};
  }

private:
  std::atomic<std::int64_t> free_;
};

} // namespace kassa::hub
