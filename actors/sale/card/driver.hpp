#pragma once

#include "actors/sale/card/machine.hpp"
#include "actors/sale/unit/byte_channel.hpp"
#include "actors/sale/unit/loop_port.hpp"

#include <memory>

namespace kassa::card {

/// The terminal that `kassa-emulator` plays, over a line. Everything happens on
/// the loop; the calls of the port may come from any thread.
///
/// The loop and the channel must outlive it, and the loop must have stopped, or
/// be at this thread, when it is destroyed.
class driver : public card_terminal {
public:
  driver(unit::byte_channel& line, unit::loop_port& loop, patience with);
  ~driver() override;

  void start(events on) override;
  void ask(request what) override;
  void abandon(std::string id) override;
  void check() override;
  condition status() const override;
  std::string name() const override { return name_; }

private:
  class core;
  std::shared_ptr<core> core_;
  unit::loop_port& loop_;
  std::string name_;
};

/// A terminal that hangs on nothing: the cashier keys the amount in, reads what
/// it says and answers for it.
class manual_terminal : public card_terminal {
public:
  void start(events on) override;
  void ask(request) override {}
  void abandon(std::string) override {}
  void check() override {}
  condition status() const override { return {state::by_hand, {}, {}}; }
  std::string name() const override { return std::string{manual_name}; }
};

} // namespace kassa::card
