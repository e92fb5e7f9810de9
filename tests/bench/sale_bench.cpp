#include "tests/bench/bare_append.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/running_till.hpp"
#include "tests/bench/till.hpp"

namespace kassa::bench {

namespace {

/// Medians and p99 of one run, ours beside the machine's.
struct commit_run {
  double p50 = 0;
  double p99 = 0;
  double bare_p50 = 0;
  double bare_p99 = 0;
};

commit_run commit_once(const std::string& folder) {
  remove_folder(folder);
  till one{folder};
  for (int i = 0; i < 200; ++i)
    one.sell(store::durability::lazy);
  one.reopen();
  bare_append bare{folder + "/bare"};
  std::vector<double> ours;
  std::vector<double> limit;
  for (int i = 0; i < 500; ++i) {
    auto cost = one.sell(store::durability::synced);
    ours.push_back(cost.micros);
    limit.push_back(bare(cost.bytes));
  }
  return {percentile(ours, 0.5), percentile(ours, 0.99), percentile(limit, 0.5),
          percentile(limit, 0.99)};
}

} // namespace

void sale_commit(settings& with) {
  auto folder = with.folder + "/sale";
  std::vector<commit_run> all;
  for (int i = 0; i < runs; ++i)
    all.push_back(commit_once(folder));
  auto middle = [&](double commit_run::*which) {
    std::size_t at = 0;
    return median_of_runs(runs, [&] { return all[at++].*which; });
  };
  with.out.add({"sale_commit_p50", middle(&commit_run::p50), "us",
                middle(&commit_run::bare_p50), "at most 1.5"});
  with.out.add({"sale_commit_p99", middle(&commit_run::p99), "us",
                middle(&commit_run::bare_p99), ""});
  remove_folder(folder);
}

void sale_pay(settings& with) {
  auto folder = with.folder + "/pay";
  remove_folder(folder);
  make_folder(folder);
  actors system;
  {
    running_till one{system.system(), folder};
    one.log_in();
    auto once = [&] {
      std::vector<double> times;
      for (int i = 0; i < 100; ++i)
        times.push_back(one.sell());
      return percentile(std::move(times), 0.5);
    };
    with.out.add({"sale_pay_p50", median_of_runs(runs, once), "us", {}, ""});
  }
  remove_folder(folder);
}

} // namespace kassa::bench
