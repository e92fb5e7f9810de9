#pragma once

#include "actors/sale/unit/ccsp.hpp"
#include "actors/sale/unit/driver.hpp"
#include "actors/sale/unit/fields.hpp"
#include "actors/sale/unit/kd.hpp"
#include "actors/sale/unit/tcs.hpp"
#include "tests/emulator/sessions.hpp"
#include "tests/support/unit_line.hpp"
#include "tests/support/unit_rig.hpp"

#include <gtest/gtest.h>

namespace kassa::testing {

enum class protocol { kd, ccsp, tcs };

/// The words of the emulator's control protocol for a fault.
inline std::string fault_words(unit_fault what, protocol of) {
  switch (what) {
  case unit_fault::no_answer: return "no_answer";
  case unit_fault::lost: return "lost";
  case unit_fault::late: return "late ms=5700";
  case unit_fault::bad_checksum: return "bad_checksum";
  case unit_fault::refuse:
    return of == protocol::ccsp ? "code code=003" : "code code=8";
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

inline const unit::tcs::settings tcs_with{"kassa-test"};

/// What the emulator knows a receipt by.
inline std::string emulated_key(const unit::receipt_data& of, protocol by) {
  if (by == protocol::tcs) {
    unit::registration what{tcs_with.status_id, of, false};
    auto body = *unit::tcs::encode_receipt(tcs_with, what);
    constexpr std::string_view open = "<ControlData>";
    auto from = body.find(open) + open.size();
    return body.substr(from, body.find("</ControlData>") - from);
  }
  auto f = *unit::to_fields(of);
  return emulator::kvittodata({f.date_time, f.org_no, f.register_name, f.number,
                               f.kind, f.return_amount, f.sale_amount, f.vat[0],
                               f.vat[1], f.vat[2], f.vat[3]});
}

/// Infrasec's messages as `tcs_codec` has them, without HTTP.
class tcs_line_session : public emulator::session {
public:
  explicit tcs_line_session(emulator::device& of) : device_(of) {}

  std::vector<emulator::action> take(std::string_view bytes) override {
    std::vector<emulator::action> out;
    for (char c : bytes) {
      if (c != unit::tcs::message_end) {
        body_ += c;
        continue;
      }
      auto reply = emulator::answer_tcs(device_, std::exchange(body_, {}));
      if (reply.status.empty())
        continue;
      auto text = reply.status + '\n' + reply.body + unit::tcs::message_end;
      for (auto& x : emulator::disturb(std::move(text), reply.by,
                                       emulator::tcs_damage + 1))
        out.push_back(std::move(x));
    }
    return out;
  }

private:
  emulator::device& device_;
  std::string body_;
};

/// A driver of ours on a line of this process to an emulated unit: what lives
/// in the terminal's process, and ends with it. The device does not.
class emulated_unit {
public:
  emulated_unit(protocol by, bool serial, emulator::device& of)
    : line_(
      loop_, [by, &of] { return make_session(by, of); }, serial),
      driver_(make_codec(by), line_, loop_, {}) {
    driver_.introduce({"556677-8899", "KASSA01"});
  }

  unit::driver& driver() { return driver_; }
  test_loop& loop() { return loop_; }

private:
  static std::unique_ptr<unit::codec> make_codec(protocol by) {
    switch (by) {
    case protocol::kd: return std::make_unique<unit::kd_codec>();
    case protocol::ccsp: return std::make_unique<unit::ccsp_codec>();
    case protocol::tcs: return std::make_unique<unit::tcs::tcs_codec>(tcs_with);
    }
    return {};
  }

  static std::unique_ptr<emulator::session> make_session(protocol by,
                                                         emulator::device& of) {
    switch (by) {
    case protocol::kd: return emulator::make_kd_session(of);
    case protocol::ccsp: return emulator::make_ccsp_session(of);
    case protocol::tcs: return std::make_unique<tcs_line_session>(of);
    }
    return {};
  }

  test_loop loop_;
  emulated_line line_;
  unit::driver driver_;
};

inline emulator::device make_device(protocol by) {
  return {"EMU00000000000001", "seed",
          by == protocol::tcs ? emulator::system_code : emulator::unit_code};
}

/// What a test orders of an emulated unit, whichever way the words travel.
class ordered_rig : public unit_rig {
public:
  void disturb_queries(std::uint32_t times) override {
    order("fault no_answer on=queries count=" + std::to_string(times));
  }
  void set_replay(unit_replay how) override {
    order(how == unit_replay::same   ? "replay same"
          : how == unit_replay::anew ? "replay new"
                                     : "replay no");
  }

protected:
  virtual void order(const std::string& line) = 0;
};

class emulated_rig : public ordered_rig {
public:
  emulated_rig(protocol by, bool serial)
    : by_(by), device_(make_device(by)), unit_(by, serial, device_) {}

  unit::control_unit& unit() override { return unit_.driver(); }
  bool run(std::uint32_t ms, const std::function<bool()>& done) override {
    return unit_.loop().run(ms, done);
  }
  void disturb(unit_fault what, std::uint32_t times) override {
    order("fault " + fault_words(what, by_)
          + " count=" + std::to_string(times));
  }
  std::vector<std::string> codes(const unit::receipt_data& of) override {
    return device_.codes(emulated_key(of, by_));
  }

private:
  void order(const std::string& line) override {
    EXPECT_EQ(emulator::command(device_, line), "ok") << line;
  }

  protocol by_;
  emulator::device device_;
  emulated_unit unit_;
};

} // namespace kassa::testing
