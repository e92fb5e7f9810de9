#include "node/ports/unit_channels.hpp"
#include "node/ports/units.hpp"
#include "tests/support/emulator_program.hpp"
#include "tests/support/processes.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/unit_rigs.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <fcntl.h>
#include <future>
#include <mutex>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

namespace kassa::node {

namespace {

using namespace testing;

/// Patience for tests on real time.
unit::driver::settings quick() {
  unit::driver::settings out;
  out.with.query_ms = 400;
  out.with.answer_ms = 400;
  out.with.garble_ms = 100;
  out.with.retry_min_ms = 20;
  out.with.retry_max_ms = 200;
  out.settle_ms = 100;
  return out;
}

unit::registration ask_for(std::uint64_t number) {
  return {std::to_string(number), sample_receipt(number), false};
}

unit::outcome ask(unit::control_unit& of, std::uint64_t number,
                  bool before = false) {
  auto what = ask_for(number);
  what.asked_before = before;
  auto got = std::make_shared<std::promise<unit::outcome>>();
  of.register_receipt(what,
                      [got](unit::outcome x) { got->set_value(std::move(x)); });
  return got->get_future().get();
}

bool sells(unit::control_unit& of) {
  return eventually([&of] { return of.status().sells(); });
}

class UnitsOverTcp : public ::testing::TestWithParam<std::string> {};

TEST_P(UnitsOverTcp, L2_ShowOneCodeANumberWhateverIsLost) {
  emulator_program emulator;
  auto made
    = make_unit(GetParam() + ":tcp:" + emulator.address(GetParam()), quick());
  ASSERT_TRUE(made);
  auto& unit = **made;
  unit.start({});
  ASSERT_TRUE(sells(unit));
  EXPECT_EQ(unit.status().unit.size(), 17u);
  std::uint64_t n = 0;
  for (const auto* fault :
       {"no_answer", "lost", "late ms=700", "bad_checksum", "busy",
        "power_fail", "repeat", "garbage", "split", "storage_high"}) {
    SCOPED_TRACE(fault);
    ASSERT_EQ(emulator.order(GetParam() + " fault " + fault), "ok");
    auto out = ask(unit, ++n);
    ASSERT_TRUE(std::holds_alternative<unit::accepted>(out)) << out.index();
    EXPECT_EQ(std::get<unit::accepted>(out).code.size(), 59u);
    EXPECT_EQ(emulator.order(GetParam() + " stats"),
              "ok receipts=" + std::to_string(n)
                + " codes=" + std::to_string(n));
  }
}

TEST_P(UnitsOverTcp, GoDownWithTheUnitAndComeBackWithIt) {
  auto emulator = std::make_unique<emulator_program>();
  auto made
    = make_unit(GetParam() + ":tcp:" + emulator->address(GetParam()), quick());
  ASSERT_TRUE(made);
  (*made)->start({});
  ASSERT_TRUE(sells(**made));
  emulator->running().kill();
  EXPECT_TRUE(
    eventually([&] { return (*made)->status().now == unit::state::down; }));
  EXPECT_TRUE(std::holds_alternative<unit::unavailable>(ask(**made, 1)));
  EXPECT_TRUE(std::holds_alternative<unit::unknown>(ask(**made, 2, true)));
}

INSTANTIATE_TEST_SUITE_P(Protocols, UnitsOverTcp,
                         ::testing::Values("kd", "ccsp"),
                         [](const auto& of) { return of.param; });

TEST(Emulator, RefusesOrdersThatItDoesNotKnow) {
  emulator_program emulator;
  EXPECT_EQ(emulator.order("kd fault fire"), "error no fault fire");
  EXPECT_EQ(emulator.order("kd fault lost count=0"), "error no option count=0");
  EXPECT_EQ(emulator.order("kd fault code"), "error code= is missing");
  EXPECT_EQ(emulator.order("box clear"), "error no device box");
  EXPECT_EQ(emulator.order("kd replay twice"), "error replay twice");
  EXPECT_EQ(emulator.order("ccsp clear"), "ok");
  EXPECT_EQ(emulator.order("tcs codes"), "ok");
  EXPECT_EQ(run({program("kassa-emulator"), "--kd-order", "fault"}).code, 2);
  EXPECT_EQ(emulator.running().stop(), 0);
}

/// Takes what a kd unit is asked on a pseudo terminal and answers it.
void serve_terminal(int fd, std::string& raw) {
  emulator::device device{"EMU00000000000001", "seed"};
  auto talk = emulator::make_kd_session(device);
  char buffer[512];
  for (ssize_t n = 0; (n = read(fd, buffer, sizeof buffer)) > 0;) {
    std::string_view bytes{buffer, static_cast<std::size_t>(n)};
    raw += bytes;
    for (const auto& x : talk->take(bytes))
      (void)!write(fd, x.bytes.data(), x.bytes.size());
    if (raw.find("kd 2026") != std::string::npos && raw.ends_with("\r\n"))
      return;
  }
}

TEST(UnitsOverASerialLine, PassEveryByteUnchanged) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  ASSERT_GE(master, 0);
  ASSERT_EQ(grantpt(master), 0);
  ASSERT_EQ(unlockpt(master), 0);
  std::string path = ptsname(master);
  // Held open, so that the master does not fail between two openings.
  int held = open(path.c_str(), O_RDWR | O_NOCTTY);
  termios raw_mode{};
  tcgetattr(held, &raw_mode);
  cfmakeraw(&raw_mode);
  tcsetattr(held, TCSANOW, &raw_mode);
  std::string raw;
  auto served
    = std::async(std::launch::async, [&] { serve_terminal(master, raw); });
  {
    auto made = make_unit("kd:serial:" + path, quick());
    ASSERT_TRUE(made);
    EXPECT_EQ((*made)->name(), "kd serial " + path + " 57600");
    (*made)->start({});
    ASSERT_TRUE(sells(**made));
    auto out = ask(**made, 1);
    EXPECT_TRUE(std::holds_alternative<unit::accepted>(out));
    served.get();
    termios set{};
    tcgetattr(held, &set);
    EXPECT_EQ(cfgetospeed(&set), static_cast<speed_t>(B57600));
    EXPECT_EQ(set.c_cflag & (CSIZE | PARENB | CSTOPB),
              static_cast<tcflag_t>(CS8));
  }
  close(held);
  close(master);
  EXPECT_TRUE(raw.starts_with("ver 0x5F2E\r\n"));
  EXPECT_NE(raw.find(" 0x4FCE\r\n"), std::string::npos);
}

TEST(Units, AreMadeFromTheirSetting) {
  auto none = make_unit("none");
  ASSERT_TRUE(none);
  EXPECT_FALSE((*none)->signs());
  auto serial = make_unit("ccsp:serial:/dev/no-such-line");
  ASSERT_TRUE(serial);
  EXPECT_EQ((*serial)->name(), "ccsp serial /dev/no-such-line 9600");
  EXPECT_TRUE(check_unit(""));
  EXPECT_TRUE(check_unit("kd:serial:/dev/ttyS0@9600"));
  for (const auto* setting :
       {"box", "kd", "kd:tcp:", "kd:tcp:host", "kd:tcp:host:x", "kd:udp:h:1",
        "kd:serial:", "kd:serial:/dev/x@fast", "ccsp:tcp::1", "tcs"})
    EXPECT_FALSE(check_unit(setting)) << setting;
}

TEST(Units, SayWhyALineDoesNotOpen) {
  auto made = make_unit("kd:serial:/dev/no-such-line", quick());
  ASSERT_TRUE(made);
  (*made)->start({});
  ASSERT_TRUE(
    eventually([&] { return (*made)->status().now == unit::state::down; }));
  EXPECT_NE((*made)->status().detail.find("No such file"), std::string::npos);
}

TEST(Units, AnswerWhatWasJustAskedWhenTheyGo) {
  std::promise<unit::outcome> got;
  {
    auto made = make_unit("kd:tcp:127.0.0.1:1", quick());
    ASSERT_TRUE(made);
    (*made)->start({});
    (*made)->register_receipt(
      ask_for(1), [&got](unit::outcome x) { got.set_value(std::move(x)); });
  }
  EXPECT_EQ(got.get_future().wait_for(std::chrono::seconds{0}),
            std::future_status::ready);
}

} // namespace

} // namespace kassa::node
