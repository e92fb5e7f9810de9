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
constexpr int many_runs = 3;

constexpr std::size_t many = 64;

/// What the terminals of a shop have to send.
struct backlog {
  std::vector<std::vector<std::string>> batches; ///< Serialised, a list a till.
  std::uint64_t records = 0;
  double bytes = 0;
};

std::string till_folder(const std::string& in, std::size_t i) {
  return in + "/till" + std::to_string(i);
}

void read_backlog(const std::string& folder, backlog& to) {
  till one{folder};
  auto& batches = to.batches.emplace_back();
  auto head = one.ledger().seq();
  for (seq_t at = 0; at < head;) {
    auto run = must(
      journal::read_records(one.store(), one.scope(), at, head, batch_bytes));
    at += run.count;
    v1::UploadUp message;
    message.mutable_batch()->set_run(std::move(run.bytes));
    batches.push_back(message.SerializeAsString());
    to.bytes += static_cast<double>(batches.back().size());
  }
  to.records += head;
}

/// Neither side pays for writing back what was copied or removed before it.
void settle() {
  ::sync();
}

struct taken {
  double acknowledged = 0; ///< Seconds until all of it was durable.
  double counted = 0;      ///< And until the statistics had caught up.
};

/// From dialling until the hub has acknowledged everything as durable.
taken upload_once(const std::string& template_folder, const std::string& work,
                  std::size_t tills) {
  remove_folder(work);
  std::filesystem::copy(template_folder, work,
                        std::filesystem::copy_options::recursive);
  for (std::size_t i = 0; i < tills; ++i)
    rebind_folder(till_folder(work, i));
  settle();
  shop_hub hub{work + "/hub"};
  actors till_system;
  std::vector<std::unique_ptr<running_till>> all;
  for (std::size_t i = 0; i < tills; ++i) {
    all.push_back(std::make_unique<running_till>(till_system.system(),
                                                 till_folder(work, i), &hub));
    all.back()->log_in();
  }
  taken out;
  auto began = stopwatch::now();
  auto since = [&] { return micros(stopwatch::now() - began).count() / 1e6; };
  for (auto& one : all)
    one->dial_hub();
  for (auto& one : all)
    one->await_upload();
  out.acknowledged = since();
  hub.count();
  out.counted = since();
  return out;
}

/// Terminals of a hub that has never met them; made once and kept.
std::string kept_backlog(settings& with, std::size_t tills) {
  auto folder = with.folder + "/kept/upload-tls-" + std::to_string(receipts)
                + "-" + std::to_string(tills);
  if (std::filesystem::exists(folder))
    return folder;
  auto fresh = folder + ".making";
  remove_folder(fresh);
  std::filesystem::create_directories(fresh + "/hub");
  {
    shop_hub hub{fresh + "/hub"};
    hub.open_store();
    for (std::size_t i = 0; i < tills; ++i)
      make_folder(
        till_folder(fresh, i),
        hub.add_till({bench_scope().store, "BENCH" + std::to_string(i + 1)}));
  }
  for (std::size_t i = 0; i < tills; ++i) {
    till one{till_folder(fresh, i)};
    for (std::uint64_t n = 0; n < receipts / tills; ++n)
      one.sell(store::durability::lazy);
    one.reopen();
  }
  std::filesystem::rename(fresh, folder);
  return folder;
}

/// @param name "upload_tls_1"
void measure(settings& with, const std::string& name, std::size_t tills,
             int times) {
  auto base = kept_backlog(with, tills);
  auto work = with.folder + "/upload-run";
  backlog all;
  for (std::size_t i = 0; i < tills; ++i)
    read_backlog(till_folder(base, i), all);
  auto trusted = testing::trust_in(with.folder + "/upload-trust");
  std::vector<double> ours;
  std::vector<double> counted;
  std::vector<double> limit;
  for (int i = 0; i < times; ++i) {
    auto once = upload_once(base, work, tills);
    ours.push_back(once.acknowledged);
    counted.push_back(once.counted);
    remove_folder(work);
    settle();
    limit.push_back(bare_streams(all.batches, work, window, trusted));
    remove_folder(work);
  }
  auto seconds = percentile(ours, 0.5);
  auto bare = percentile(limit, 0.5);
  auto records = static_cast<double>(all.records);
  with.out.add(
    {name, records / seconds, "records/s", records / bare, "at least 0.6"});
  with.out.add({name + "_bytes", all.bytes / seconds / 1e6, "MB/s",
                all.bytes / bare / 1e6, "at least 0.6"});
  with.out.add({name + "_counted_s", percentile(counted, 0.5), "s"});
}

} // namespace

void upload(settings& with) {
  measure(with, "upload_tls_1", 1, upload_runs);
  measure(with, "upload_tls_64", many, many_runs);
}

} // namespace kassa::bench
