#include "actors/journal/history.hpp"
#include "tests/bench/bare_stream.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/folder.hpp"
#include "tests/bench/must.hpp"
#include "tests/bench/running_till.hpp"
#include "tests/bench/till.hpp"
#include "tests/support/hub_trust.hpp"

#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace kassa::bench {

namespace {

constexpr std::uint64_t receipts = 100'000;
constexpr std::uint32_t batch_bytes = 512 * 1024;
constexpr std::size_t window = 4 * 1024 * 1024;
constexpr int upload_runs = 7;

struct backlog {
  std::vector<std::string> batches; ///< Serialised, as they cross the wire.
  std::uint64_t records = 0;
  double bytes = 0;
};

backlog read_backlog(const std::string& folder) {
  till one{folder};
  backlog out;
  auto head = one.ledger().seq();
  for (seq_t at = 0; at < head;) {
    auto run = must(
      journal::read_records(one.store(), one.scope(), at, head, batch_bytes));
    at += run.count;
    v1::UploadUp message;
    message.mutable_batch()->set_run(std::move(run.bytes));
    out.batches.push_back(message.SerializeAsString());
    out.bytes += static_cast<double>(out.batches.back().size());
  }
  out.records = head;
  return out;
}

/// Neither side pays for writing back what was copied or removed before it.
void settle() {
  ::sync();
}

/// Seconds from dialling until the hub has acknowledged everything as durable.
double upload_once(const std::string& template_folder,
                   const std::string& work) {
  remove_folder(work);
  std::filesystem::copy(template_folder, work,
                        std::filesystem::copy_options::recursive);
  rebind_folder(work + "/till");
  settle();
  shop_hub hub{work + "/hub"};
  actors till_system;
  running_till one{till_system.system(), work + "/till", &hub};
  one.log_in();
  auto began = stopwatch::now();
  one.dial_hub();
  one.await_upload();
  return micros(stopwatch::now() - began).count() / 1e6;
}

/// A terminal of a hub that has never met it; made once and kept.
std::string kept(settings& with) {
  auto folder = with.folder + "/kept/upload-" + std::to_string(receipts);
  if (std::filesystem::exists(folder))
    return folder;
  auto fresh = folder + ".making";
  remove_folder(fresh);
  std::filesystem::create_directories(fresh + "/hub");
  make_folder(fresh + "/till",
              shop_hub{fresh + "/hub"}.open_shop(bench_scope()));
  {
    till one{fresh + "/till"};
    for (std::uint64_t i = 0; i < receipts; ++i)
      one.sell(store::durability::lazy);
    one.reopen();
  }
  std::filesystem::rename(fresh, folder);
  rebind_folder(folder + "/till");
  return folder;
}

} // namespace

void upload(settings& with) {
  auto base = kept(with);
  auto work = with.folder + "/upload-run";
  auto all = read_backlog(base + "/till");
  auto trusted = testing::trust_in(with.folder + "/upload-trust");
  std::vector<double> ours;
  std::vector<double> limit;
  for (int i = 0; i < upload_runs; ++i) {
    ours.push_back(upload_once(base, work));
    remove_folder(work);
    settle();
    limit.push_back(bare_stream(all.batches, work, window, trusted));
    remove_folder(work);
  }
  auto seconds = percentile(ours, 0.5);
  auto bare = percentile(limit, 0.5);
  auto records = static_cast<double>(all.records);
  with.out.add({"upload_tls_1", records / seconds, "records/s", records / bare,
                "at least 0.6"});
  with.out.add({"upload_tls_1_bytes", all.bytes / seconds / 1e6, "MB/s",
                all.bytes / bare / 1e6, "at least 0.6"});
}

} // namespace kassa::bench
