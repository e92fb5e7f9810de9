#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/running_till.hpp"
#include "tests/bench/till.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

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

/// One size: its data set and what was measured on it.
struct subject {
  std::uint64_t receipts = 0;
  std::string folder = {}; ///< A copy, so that the kept set stays what it is.
  std::vector<double> commit = {};
  std::vector<double> x = {};
  std::vector<double> z = {};
  std::vector<double> lookup = {};
  std::vector<double> start = {};
};

/// Few and many, side by side: whatever else the machine does meets both.
using subjects = std::array<subject, 2>;

void copy_sets(settings& with, subjects& all) {
  for (auto& one : all) {
    auto from = kept(with, one.receipts);
    one.folder = with.folder + "/scale-" + std::to_string(one.receipts);
    remove_folder(one.folder);
    std::filesystem::copy(from, one.folder,
                          std::filesystem::copy_options::recursive);
    rebind_folder(one.folder);
  }
}

void starts(subjects& all) {
  for (int i = 0; i < 25; ++i)
    for (auto& one : all) {
      actors system;
      one.start.push_back(
        running_till{system.system(), one.folder}.start_micros());
    }
}

void commits(subjects& all) {
  std::vector<std::unique_ptr<till>> tills;
  for (auto& one : all)
    tills.push_back(std::make_unique<till>(one.folder));
  for (int i = 0; i < 1000; ++i)
    for (std::size_t at = 0; at < all.size(); ++at)
      all[at].commit.push_back(
        tills[at]->sell(store::durability::synced).micros);
}

void calls(subjects& all) {
  actors system;
  std::vector<std::unique_ptr<running_till>> tills;
  for (auto& one : all) {
    tills.push_back(
      std::make_unique<running_till>(system.system(), one.folder));
    tills.back()->log_in();
  }
  std::mt19937_64 luck{7};
  for (int i = 0; i < 200; ++i)
    for (std::size_t at = 0; at < all.size(); ++at) {
      tills[at]->sell();
      all[at].x.push_back(tills[at]->make_x());
      all[at].z.push_back(tills[at]->make_z());
    }
  for (int i = 0; i < 4000; ++i)
    for (std::size_t at = 0; at < all.size(); ++at)
      all[at].lookup.push_back(
        tills[at]->find_receipt(1 + luck() % all[at].receipts));
}

} // namespace

void scale(settings& with) {
  subjects all{{{1'000}, {1'000'000}}};
  copy_sets(with, all);
  starts(all);
  commits(all);
  calls(all);
  auto pair = [&](const std::string& name, std::vector<double> subject::*what) {
    auto few = percentile(all[0].*what, 0.5);
    with.out.add({name + "@1k", few, "us", {}, ""});
    with.out.add(
      {name + "@1m", percentile(all[1].*what, 0.5), "us", few, "at most 1.25"});
  };
  pair("sale_commit_p50", &subject::commit);
  pair("x_report", &subject::x);
  pair("z_report", &subject::z);
  pair("receipt_lookup", &subject::lookup);
  pair("start_up", &subject::start);
  for (auto& one : all)
    remove_folder(one.folder);
  till one{kept(with, all[1].receipts)};
  with.out.add({"disk_per_receipt",
                static_cast<double>(one.store().bytes_on_disk())
                  / static_cast<double>(one.ledger().receipts_ever()),
                "bytes",
                {},
                "five lines, no print queue"});
}

} // namespace kassa::bench
