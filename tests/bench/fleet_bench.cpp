#include "actors/sync/proof.hpp"
#include "node/certificate.hpp"
#include "tests/bench/bare_hub.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/fleet_terminal.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/hub_program.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/shop.hpp"
#include "transport/tls/certificates.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace kassa::bench {

namespace {

constexpr std::size_t fleet_terminals = 2000;
constexpr std::int64_t fleet_cap = 200; ///< As kassa-hub has it unless told.
constexpr int fleet_articles = 100;
constexpr std::uint32_t backlog_sales = 3;
/// Open files of a process beside its connections.
constexpr rlim_t other_files = 512;
constexpr std::chrono::seconds fleet_patience{300};

std::string price_list(int count, int price) {
  std::string out
    = "article_no,name,group,kind,price_ore,vat_basis_points,ean13\n";
  for (int i = 0; i < count; ++i)
    out += std::to_string(1000 + i) + ",Artikel nummer " + std::to_string(i)
           + ",Bageri,VARA," + std::to_string(price) + ",1200,\n";
  return out;
}

/// As many as the machine lets a process have connections.
std::size_t fleet_size() {
  auto wanted = fleet_terminals;
  if (const auto* given = std::getenv("KASSA_FLEET"))
    wanted = std::max(2ul, std::strtoul(given, nullptr, 10));
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur >= wanted + other_files)
    return wanted;
  const auto most
    = files.rlim_cur > other_files + 2 ? files.rlim_cur - other_files : 2;
  std::fprintf(stderr,
               "kassa-bench: a process may have %lu open files: a fleet of %lu "
               "terminals, not %lu\n",
               files.rlim_cur, most, wanted);
  return most;
}

/// The terminal's side of what `kassa-node enrol` does.
fleet_identity let_in(shop_hub& hub, std::size_t number) {
  fleet_identity out;
  out.bundle = hub.add_till(
    {bench_scope().store, "FLEET" + std::to_string(10000 + number)});
  auto seed = hash256("kassa.bench.fleet", {out.bundle.terminal()});
  out.device = must(key_pair_from_seed(seed));
  out.shows.authority = out.bundle.authority();
  out.shows.own.key = must(tls::make_key());
  auto claim = must(node::claim_of(out.bundle, out.shows.own.key));
  claim.set_device_key(out.device.public_key);
  out.shows.own.certificate
    = hub.enrol(sync::make_enrol_request(claim, out.device)).certificate();
  return out;
}

std::vector<fleet_identity> enrol_all(const std::string& folder,
                                      std::size_t count) {
  shop_hub hub{folder, shop_folders::program};
  hub.open_store();
  hub.import(price_list(fleet_articles, 4000));
  hub.publish();
  std::vector<fleet_identity> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(let_in(hub, i));
  return out;
}

/// A hub in a process of its own, and all its terminals in this one.
class fleet_run {
public:
  fleet_run(const std::string& programs, const std::string& folder,
            const std::vector<fleet_identity>& who)
    : board_(who.size()),
      hub_(programs, folder, fleet_cap), in_{actors_.system(), board_,
                                             hub_.address()} {
    for (std::size_t i = 0; i < who.size(); ++i)
      all_.push_back(std::make_unique<fleet_terminal>(in_, i, who[i]));
    hub_.start();
  }

  ~fleet_run() {
    for (auto& one : all_)
      one->stop();
  }

  /// All are switched on at once; until each has told twice how it is.
  /// @returns KiB that the hub's process takes for each
  double connect() {
    const auto before = hub_.kib();
    for (auto& one : all_)
      one->dial();
    board_.await_all(fleet_step::live, fleet_patience);
    board_.await_all(fleet_step::active, fleet_patience);
    for (int i = 0; i < 2; ++i) {
      board_.forget(fleet_step::told);
      board_.await_all(fleet_step::told, fleet_patience);
    }
    return (hub_.kib() - before) / static_cast<double>(all_.size());
  }

  /// Every other one is in a sale.
  /// @returns seconds from asking the hub to commit until 99 of 100 have it
  double change_price() {
    for (std::size_t i = 0; i < all_.size(); i += 2)
      all_[i]->begin_sale();
    hub_.import(price_list(1, 4100));
    board_.forget(fleet_step::staged);
    const auto began = stopwatch::now();
    hub_.publish();
    board_.await_all(fleet_step::staged, fleet_patience);
    return percentile(board_.seconds(fleet_step::staged, began), 0.99);
  }

  /// The hub is killed; all sell on; it comes back.
  /// @returns seconds from its listening until it has everything of all
  double lose_hub() {
    busiest_ = hub_.busiest_second();
    hub_.kill();
    for (auto& one : all_)
      one->sell(backlog_sales);
    board_.await_all(fleet_step::sold, fleet_patience);
    board_.forget(fleet_step::live);
    hub_.start();
    const auto began = stopwatch::now();
    board_.await_all(fleet_step::live, fleet_patience);
    return std::ranges::max(board_.seconds(fleet_step::live, began));
  }

  /// As the hub counted it, when all came at once and when they came back.
  double handshakes() { return std::max(busiest_, hub_.busiest_second()); }
  /// As it came to the terminals, through a machine that is busy with all.
  double welcomes() { return board_.busiest_second(); }

private:
  fleet_board board_;
  hub_program hub_;
  std::vector<std::unique_ptr<fleet_terminal>> all_;
  actors actors_; ///< Ends before the terminals' stores.
  fleet_terminal::world in_;
  double busiest_ = 0;
};

} // namespace

void fleet(settings& with) {
  const auto count = fleet_size();
  const auto folder = with.folder + "/fleet-run";
  remove_folder(folder);
  std::filesystem::create_directories(folder);
  const auto who = enrol_all(folder, count);
  const auto bare = bare_session_kib(with.programs, folder, who);
  {
    fleet_run run{with.programs, folder, who};
    with.out.add(
      {"fleet_session_kib", run.connect(), "KiB", bare, "at most 1.5"});
    with.out.add({"fleet_price_change_p99", run.change_price() * 1000, "ms",
                  2000.0, "at most 1"});
    const auto back = run.lose_hub();
    with.out.add({"fleet_handshakes_per_s", run.handshakes(), "1/s",
                  static_cast<double>(fleet_cap), "at most 1"});
    with.out.add({"fleet_welcomes_per_s", run.welcomes(), "1/s"});
    with.out.add({"fleet_all_live_s", back, "s",
                  static_cast<double>(count) / fleet_cap + 10.0, "at most 1"});
  }
  remove_folder(folder);
}

} // namespace kassa::bench
