#include "actors/sale/unit/kd.hpp"
#include "tests/bench/bare_append.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/till.hpp"
#include "tests/emulator/device.hpp"

#include <vector>

namespace kassa::bench {

namespace {

/// Frames what it is asked as a driver does, and has its code at once.
class instant_unit : public unit::control_unit {
public:
  void start(events) override {}
  void register_receipt(unit::registration what, on_outcome on) override {
    auto frame = must(codec_.encode(what));
    on(unit::accepted{device_.commit("bench", "normal", frame).value(),
                      device_.unit()});
  }
  void abandon(std::string) override {}
  void check() override {}
  unit::condition status() const override {
    return {unit::state::ready, device_.unit(), {}, {}};
  }
  bool signs() const override { return true; }
  bool replays() const override { return true; }
  std::string name() const override { return "instant"; }

private:
  unit::kd_codec codec_;
  emulator::device device_{"BENCH000000000001", "bench"};
};

struct unit_run {
  double p50 = 0;
  double bare_p50 = 0;
};

unit_run commit_once(const std::string& folder) {
  remove_folder(folder);
  till one{folder};
  instant_unit by;
  for (int i = 0; i < 200; ++i)
    one.sell(store::durability::lazy);
  one.reopen();
  bare_append bare{folder + "/bare"};
  std::vector<double> ours;
  std::vector<double> limit;
  for (int i = 0; i < 500; ++i) {
    auto cost = one.sell_signed(by);
    ours.push_back(cost.micros);
    limit.push_back(bare(cost.intent_bytes) + bare(cost.receipt_bytes)
                    + cost.unit_micros);
  }
  return {percentile(ours, 0.5), percentile(limit, 0.5)};
}

} // namespace

void sale_commit_unit(settings& with) {
  auto folder = with.folder + "/unit";
  std::vector<unit_run> all;
  for (int i = 0; i < runs; ++i)
    all.push_back(commit_once(folder));
  auto middle = [&](double unit_run::*which) {
    std::size_t at = 0;
    return median_of_runs(runs, [&] { return all[at++].*which; });
  };
  with.out.add({"sale_commit_unit_p50", middle(&unit_run::p50), "us",
                middle(&unit_run::bare_p50), "at most 1.5"});
  remove_folder(folder);
}

} // namespace kassa::bench
