#pragma once

#include "actors/sale/unit/byte_channel.hpp"
#include "actors/sale/unit/codec.hpp"
#include "actors/sale/unit/loop_port.hpp"
#include "actors/sale/unit/machine.hpp"

#include <memory>

namespace kassa::unit {

/// A control unit made of a protocol and a line. Everything happens on the
/// loop; the calls of the port may come from any thread.
///
/// The loop and the channel must outlive it, and the loop must have stopped, or
/// be at this thread, when it is destroyed; an ask that is still open is then
/// answered `unknown`.
class driver : public control_unit {
public:
  struct settings {
    patience with = {};
    bool replays = false;
    /// Silence on a line that outlives its closing.
    std::uint32_t settle_ms = 1'000;
  };
  driver(std::unique_ptr<codec> speaks, byte_channel& line, loop_port& loop,
         settings with);
  ~driver() override;

  void introduce(registrant who) override;
  void start(events on) override;
  void register_receipt(registration what, on_outcome on) override;
  void abandon(std::string id) override;
  void check() override;
  condition status() const override;
  bool signs() const override { return true; }
  bool replays() const override { return replays_; }
  std::string name() const override { return name_; }

private:
  class core;
  std::shared_ptr<core> core_;
  loop_port& loop_;
  bool replays_;
  std::string name_;
};

/// No unit: outside Sweden, and for demonstrations. Accepts every receipt with
/// no code and no unit, from within the call.
class no_unit : public control_unit {
public:
  void start(events on) override;
  void register_receipt(registration what, on_outcome on) override;
  void abandon(std::string) override {}
  void check() override {}
  condition status() const override;
  bool signs() const override { return false; }
  bool replays() const override { return true; }
  std::string name() const override { return "none"; }
};

} // namespace kassa::unit
