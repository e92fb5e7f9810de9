#include "tests/bench/bare_append.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/running_till.hpp"
#include "tests/bench/till.hpp"

namespace kassa::bench {

void sale_commit(settings& with) {
  auto folder = with.folder + "/sale";
  remove_folder(folder);
  till one{folder};
  for (int i = 0; i < 200; ++i)
    one.sell(store::durability::lazy);
  one.reopen();
  bare_append bare{folder + "/bare"};
  std::vector<double> ours;
  std::vector<double> limit;
  for (int i = 0; i < 2000; ++i) {
    auto cost = one.sell(store::durability::synced);
    ours.push_back(cost.micros);
    limit.push_back(bare(cost.bytes));
  }
  with.out.add({"sale_commit_p50", percentile(ours, 0.5), "us",
                percentile(limit, 0.5), "at most 1.5"});
  with.out.add({"sale_commit_p99", percentile(ours, 0.99), "us",
                percentile(limit, 0.99), ""});
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
    std::vector<double> times;
    for (int i = 0; i < 500; ++i)
      times.push_back(one.sell());
    with.out.add({"sale_pay_p50", percentile(times, 0.5), "us", {}, ""});
  }
  remove_folder(folder);
}

} // namespace kassa::bench
