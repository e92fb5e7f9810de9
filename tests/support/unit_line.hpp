#pragma once

#include "actors/sale/unit/byte_channel.hpp"
#include "actors/sale/unit/loop_port.hpp"
#include "tests/emulator/device.hpp"

#include <functional>
#include <map>
#include <memory>

namespace kassa::testing {

/// A loop on virtual time.
class test_loop : public unit::loop_port {
public:
  void post(std::function<void()> turn) override { after(0, std::move(turn)); }
  void after(std::uint32_t ms, std::function<void()> turn) override {
    turns_.emplace(std::pair{now_ + ms, ++count_}, std::move(turn));
  }

  /// Runs what falls due within so long, until `done`. @returns done()
  bool run(std::uint32_t ms, const std::function<bool()>& done) {
    auto until = now_ + ms;
    while (!done()) {
      if (turns_.empty() || turns_.begin()->first.first > until) {
        now_ = until;
        return done();
      }
      now_ = turns_.begin()->first.first;
      auto turn = std::move(turns_.begin()->second);
      turns_.erase(turns_.begin());
      turn();
    }
    return true;
  }

  std::uint64_t now_ms() const { return now_; }

private:
  std::uint64_t now_ = 0;
  std::uint64_t count_ = 0;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::function<void()>>
    turns_;
};

/// A line to an emulated unit in this process. A connection ends with what was
/// said on it; a serial line brings it late.
class emulated_line : public unit::byte_channel {
public:
  using session_maker = std::function<std::unique_ptr<emulator::session>()>;

  emulated_line(test_loop& loop, session_maker make, bool serial)
    : loop_(loop), make_(std::move(make)), serial_(serial) {}

  void open(events on) override {
    to_ = std::move(on);
    ++life_;
    opened_ = true;
    if (!serial_ || !unit_)
      unit_ = make_();
    at(0, [this] { to_.opened(); });
  }

  void send(std::string bytes) override {
    if (!opened_)
      return;
    for (auto& x : unit_->take(bytes))
      carry_out(std::move(x));
  }

  void close() override {
    opened_ = false;
    ++life_;
  }

  bool outlives_closing() const override { return serial_; }
  std::string name() const override { return serial_ ? "serial" : "script"; }

private:
  static constexpr std::uint32_t answer_ms = 20;

  void carry_out(emulator::action x) {
    // In order: what is late holds up what follows.
    free_at_ = std::max(free_at_, loop_.now_ms()) + answer_ms + x.delay_ms;
    auto ms = static_cast<std::uint32_t>(free_at_ - loop_.now_ms());
    if (x.hang_up)
      return at(ms, [this] {
        close();
        to_.closed("hung up");
      });
    auto hand = [this, bytes = std::move(x.bytes)] { to_.received(bytes); };
    if (!serial_)
      return at(ms, hand);
    loop_.after(ms, [this, hand] {
      if (opened_)
        hand();
    });
  }

  void at(std::uint32_t ms, std::function<void()> turn) {
    loop_.after(ms, [this, life = life_, turn = std::move(turn)] {
      if (life == life_)
        turn();
    });
  }

  test_loop& loop_;
  session_maker make_;
  bool serial_;
  events to_;
  std::unique_ptr<emulator::session> unit_;
  std::uint64_t life_ = 0;
  std::uint64_t free_at_ = 0;
  bool opened_ = false;
};

} // namespace kassa::testing
