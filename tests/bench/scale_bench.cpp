#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/running_till.hpp"
#include "tests/bench/till.hpp"

#include <cstdio>
#include <filesystem>
#include <random>

namespace kassa::bench {

namespace {

constexpr std::uint64_t receipts_a_day = 500;

/// The data set is made once and kept; a day has 500 receipts and a Z.
std::string kept(settings& with, std::uint64_t receipts) {
  auto folder = with.folder + "/kept/" + std::to_string(receipts);
  std::filesystem::create_directories(folder);
  till one{folder};
  while (one.ledger().receipts_ever() < receipts) {
    one.sell(store::durability::lazy);
    auto made = one.ledger().receipts_ever();
    if (made % receipts_a_day == 0)
      one.close_day(store::durability::lazy);
    if (made % 20'000 == 0)
      std::fprintf(stderr, "\rbuilding %llu of %llu receipts",
                   static_cast<unsigned long long>(made),
                   static_cast<unsigned long long>(receipts));
  }
  one.reopen();
  return folder;
}

/// Medians at one size.
struct medians {
  double commit = 0;
  double x = 0;
  double z = 0;
  double lookup = 0;
  double start = 0;
};

double commits(const std::string& folder) {
  till one{folder};
  return median_of_runs(5, [&] {
    std::vector<double> out;
    for (int i = 0; i < 200; ++i)
      out.push_back(one.sell(store::durability::synced).micros);
    return percentile(std::move(out), 0.5);
  });
}

void calls(const std::string& folder, std::uint64_t receipts, medians& out) {
  actors system;
  running_till one{system.system(), folder};
  one.log_in();
  std::mt19937_64 luck{7};
  std::vector<double> x;
  std::vector<double> z;
  std::vector<double> lookup;
  for (int i = 0; i < 200; ++i) {
    one.sell();
    x.push_back(one.make_x());
    z.push_back(one.make_z());
  }
  for (int i = 0; i < 2000; ++i)
    lookup.push_back(one.find_receipt(1 + luck() % receipts));
  out.x = percentile(std::move(x), 0.5);
  out.z = percentile(std::move(z), 0.5);
  out.lookup = percentile(std::move(lookup), 0.5);
}

double starts(const std::string& folder) {
  std::vector<double> out;
  for (int i = 0; i < 11; ++i) {
    actors system;
    out.push_back(running_till{system.system(), folder}.start_micros());
  }
  return percentile(std::move(out), 0.5);
}

/// Works on a copy, so that the kept set stays what it is.
medians measure(settings& with, std::uint64_t receipts) {
  auto from = kept(with, receipts);
  medians out;
  auto folder = with.folder + "/scale";
  remove_folder(folder);
  std::filesystem::copy(from, folder, std::filesystem::copy_options::recursive);
  rebind_folder(folder);
  out.start = starts(folder);
  out.commit = commits(folder);
  calls(folder, receipts, out);
  remove_folder(folder);
  return out;
}

} // namespace

void scale(settings& with) {
  constexpr std::uint64_t small = 1'000;
  constexpr std::uint64_t large = 1'000'000;
  auto a = measure(with, small);
  auto b = measure(with, large);
  auto pair = [&](const std::string& name, double few, double many) {
    with.out.add({name + "@1k", few, "us", {}, ""});
    with.out.add({name + "@1m", many, "us", few, "at most 1.25"});
  };
  pair("sale_commit_p50", a.commit, b.commit);
  pair("x_report", a.x, b.x);
  pair("z_report", a.z, b.z);
  pair("receipt_lookup", a.lookup, b.lookup);
  pair("start_up", a.start, b.start);
  till one{kept(with, large)};
  with.out.add({"disk_per_receipt",
                static_cast<double>(one.store().bytes_on_disk())
                  / static_cast<double>(one.ledger().receipts_ever()),
                "bytes",
                {},
                "five lines, no print queue"});
}

} // namespace kassa::bench
