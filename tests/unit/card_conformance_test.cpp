#include "actors/sale/card/driver.hpp"
#include "tests/emulator/card_device.hpp"
#include "tests/support/card_conformance.hpp"
#include "tests/support/unit_line.hpp"

namespace kassa::testing {
namespace {

/// The driver on a line of this process to an emulated terminal.
class emulated_card : public card_rig {
public:
  card::card_terminal& terminal() override { return driver_; }
  bool run(std::uint32_t ms, const std::function<bool()>& done) override {
    return loop_.run(ms, done);
  }
  void disturb(card_trouble what, std::uint32_t times) override {
    constexpr const char* names[]{
      "decline",    "silent_before", "silent_after", "late ms=95000", "twice",
      "cut_before", "cut",           "garbled",      "unknown"};
    order(std::string{"fault "} + names[static_cast<int>(what)]
          + " count=" + std::to_string(times));
  }
  void silence(bool on) override {
    order(on ? "fault silent_before always on=all" : "clear");
  }
  std::vector<long long> charges(const std::string& id) override {
    std::vector<long long> out;
    for (const auto& x : device_.charges())
      if (x.id == id)
        out.push_back(x.ore);
    return out;
  }

private:
  void order(const std::string& line) {
    EXPECT_EQ(emulator::command(device_, line), "ok") << line;
  }

  test_loop loop_;
  emulator::card_device device_;
  emulated_line line_{
    loop_, [this] { return emulator::make_card_session(device_); }, false};
  card::driver driver_{line_, loop_, {}};
};

class card_by_hand : public card_rig {
public:
  card::card_terminal& terminal() override { return driver_; }
  bool run(std::uint32_t ms, const std::function<bool()>& done) override {
    return loop_.run(ms, done);
  }
  void disturb(card_trouble, std::uint32_t) override {}
  void silence(bool) override {}
  std::vector<long long> charges(const std::string&) override { return {}; }

private:
  test_loop loop_;
  card::manual_terminal driver_;
};

INSTANTIATE_TEST_SUITE_P(Ours, CardConformance,
                         ::testing::Values(card_rig_maker{
                           "emulated",
                           [] { return std::make_unique<emulated_card>(); }}),
                         card_rig_name);
INSTANTIATE_TEST_SUITE_P(Ours, CardByHand,
                         ::testing::Values(card_rig_maker{
                           "manual",
                           [] { return std::make_unique<card_by_hand>(); }}),
                         card_rig_name);

} // namespace
} // namespace kassa::testing
