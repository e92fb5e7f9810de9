// kassa-bench [--json] [--folder DIR] [NAME...]: see tests/bench/README.md.

#include "tests/bench/bare_hub.hpp"
#include "tests/bench/benches.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace kassa::bench;

struct bench {
  std::string name;
  void (*run)(settings&);
  std::vector<std::string> figures; ///< As in the table, without "@1k".
};

const std::vector<bench>& benches() {
  static const std::vector<bench> all{
    {"sale", sale_commit, {"sale_commit_p50", "sale_commit_p99"}},
    {"unit", sale_commit_unit, {"sale_commit_unit_p50"}},
    {"pay", sale_pay, {"sale_pay_p50"}},
    {"scale",
     scale,
     {"sale_commit_p50@1k", "sale_commit_p50@1m", "x_report@1k", "x_report@1m",
      "z_report@1k", "z_report@1m", "receipt_lookup@1k", "receipt_lookup@1m",
      "start_up@1k", "start_up@1m", "disk_per_receipt"}},
    {"upload",
     upload,
     {"upload_tls_1", "upload_tls_1_bytes", "upload_tls_1_counted_s",
      "upload_tls_64", "upload_tls_64_bytes", "upload_tls_64_counted_s"}},
    {"catalog",
     catalog,
     {"catalog_first_s", "catalog_first_s_bytes", "catalog_delta1_ms",
      "catalog_delta1_ms_bytes", "catalog_delta1000_ms",
      "catalog_delta1000_ms_bytes", "catalog_year_s", "catalog_year_s_bytes",
      "catalog_node_rss", "catalog_node_peak", "catalog_node_restarted"}},
    {"fleet",
     fleet,
     {"fleet_session_kib", "fleet_price_change_p99", "fleet_handshakes_per_s",
      "fleet_welcomes_per_s", "fleet_all_live_s"}},
    {"memory", memory, {"node_rss", "hub_rss"}}};
  return all;
}

struct arguments {
  bool json = false;
  std::string folder = "build/release/bench";
  std::set<std::string> wanted; ///< Benchmarks and figures.
};

arguments parse(int argc, char** argv) {
  arguments out;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0)
      out.json = true;
    else if (std::strcmp(argv[i], "--folder") == 0 && i + 1 < argc)
      out.folder = argv[++i];
    else
      out.wanted.insert(argv[i]);
  }
  return out;
}

bool wants(const bench& one, const std::set<std::string>& wanted) {
  return wanted.empty() || wanted.contains(one.name)
         || std::ranges::any_of(
           one.figures, [&](const auto& x) { return wanted.contains(x); });
}

/// The figures to print: all of a benchmark that was named as a whole.
std::set<std::string> figures_of(const std::set<std::string>& wanted) {
  std::set<std::string> out;
  for (const auto& one : benches())
    for (const auto& x : one.figures)
      if (wanted.contains(one.name) || wanted.contains(x))
        out.insert(x);
  return out;
}

bool known(const std::string& name) {
  return std::ranges::any_of(
    benches(), [&](const bench& one) { return wants(one, {name}); });
}

} // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], bare_hub_flag) == 0)
    serve_bare(argv[2], argv[3]);
  auto with = parse(argc, argv);
  for (const auto& name : with.wanted)
    if (!known(name)) {
      std::fprintf(stderr,
                   "kassa-bench: there is no benchmark '%s'; see "
                   "tests/bench/README.md\n",
                   name.c_str());
      return 2;
    }
  std::filesystem::create_directories(with.folder);
  report out{with.json, figures_of(with.wanted)};
  settings given{out, with.folder,
                 std::filesystem::path(argv[0]).parent_path().string()};
  for (const auto& one : benches())
    if (wants(one, with.wanted))
      one.run(given);
}
