#pragma once

#include "actors/sale/unit/ccsp.hpp"
#include "actors/sale/unit/driver.hpp"
#include "actors/sale/unit/fields.hpp"
#include "actors/sale/unit/kd.hpp"
#include "tests/emulator/sessions.hpp"
#include "tests/support/unit_line.hpp"
#include "tests/support/unit_rig.hpp"

#include <gtest/gtest.h>

namespace kassa::testing {

/// The words of the emulator's control protocol for a fault; both protocols.
inline std::string fault_words(unit_fault what, bool kd) {
  switch (what) {
  case unit_fault::no_answer: return "no_answer";
  case unit_fault::lost: return "lost";
  case unit_fault::late: return "late ms=5700";
  case unit_fault::bad_checksum: return "bad_checksum";
  case unit_fault::refuse: return kd ? "code code=8" : "code code=003";
  case unit_fault::clock: return "clock";
  case unit_fault::storage_full: return "storage_full";
  case unit_fault::busy: return "busy";
  case unit_fault::power_fail: return "power_fail";
  case unit_fault::repeat: return "repeat";
  case unit_fault::garbage: return "garbage";
  case unit_fault::split: return "split";
  }
  return {};
}

/// What the emulator knows a receipt by.
inline std::string emulated_key(const unit::receipt_data& of) {
  auto f = *unit::to_fields(of);
  return emulator::kvittodata({f.date_time, f.org_no, f.register_name, f.number,
                               f.kind, f.return_amount, f.sale_amount, f.vat[0],
                               f.vat[1], f.vat[2], f.vat[3]});
}

/// A driver of ours on a line of this process to an emulated unit.
class emulated_rig : public unit_rig {
public:
  emulated_rig(bool kd, bool serial)
    : kd_(kd), device_("EMU00000000000001", "seed"),
      line_(
        loop_,
        [this] {
          return kd_ ? emulator::make_kd_session(device_)
                     : emulator::make_ccsp_session(device_);
        },
        serial),
      driver_(make_codec(kd), line_, loop_, {}) {}

  unit::control_unit& unit() override { return driver_; }
  bool run(std::uint32_t ms, const std::function<bool()>& done) override {
    return loop_.run(ms, done);
  }
  void disturb(unit_fault what, std::uint32_t times) override {
    order("fault " + fault_words(what, kd_)
          + " count=" + std::to_string(times));
  }
  void disturb_queries(std::uint32_t times) override {
    order("fault no_answer on=queries count=" + std::to_string(times));
  }
  void set_replay(unit_replay how) override {
    order(how == unit_replay::same   ? "replay same"
          : how == unit_replay::anew ? "replay new"
                                     : "replay no");
  }
  std::vector<std::string> codes(const unit::receipt_data& of) override {
    return device_.codes(emulated_key(of));
  }

private:
  static std::unique_ptr<unit::codec> make_codec(bool kd) {
    if (kd)
      return std::make_unique<unit::kd_codec>();
    return std::make_unique<unit::ccsp_codec>();
  }

  void order(const std::string& line) {
    EXPECT_EQ(emulator::command(device_, line), "ok") << line;
  }

  bool kd_;
  test_loop loop_;
  emulator::device device_;
  emulated_line line_;
  unit::driver driver_;
};

} // namespace kassa::testing
