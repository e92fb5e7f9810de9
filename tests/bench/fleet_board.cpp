#include "tests/bench/fleet_board.hpp"

#include "hub/handshake_gate.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace kassa::bench {

namespace {

const char* words_of(fleet_step what) {
  switch (what) {
  case fleet_step::live: return "live";
  case fleet_step::told: return "heard by the hub";
  case fleet_step::staged: return "done with staging the catalog";
  case fleet_step::active: return "on the newest catalog";
  case fleet_step::sold: return "done with its sales";
  }
  return "";
}

/// At once: hundreds of streams are under way.
[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "kassa-bench: %s\n", why.c_str());
  std::fflush(stdout);
  std::_Exit(1);
}

} // namespace

fleet_board::fleet_board(std::size_t terminals) : let_in_(terminals) {
  for (auto& x : all_) {
    x.at.resize(terminals);
    x.missing = terminals;
  }
}

void fleet_board::reached(std::size_t who, fleet_step what) {
  auto now = stopwatch::now();
  std::lock_guard lock{mutex_};
  auto& times = of(what);
  if (std::exchange(times.at[who], times.at[who].value_or(now)))
    return;
  if (--times.missing == 0)
    news_.notify_all();
}

void fleet_board::admitted(std::size_t who) {
  auto now = stopwatch::now();
  std::lock_guard lock{mutex_};
  if (auto& last = let_in_[who];
      last && now - *last < std::chrono::milliseconds{hub::pass_ms})
    return;
  let_in_[who] = now;
  admitted_.push_back(now);
}

void fleet_board::failed(std::string why) {
  std::lock_guard lock{mutex_};
  if (why_.empty())
    why_ = std::move(why);
  news_.notify_all();
}

void fleet_board::forget(fleet_step what) {
  std::lock_guard lock{mutex_};
  auto& times = of(what);
  std::ranges::fill(times.at, std::nullopt);
  times.missing = times.at.size();
}

void fleet_board::await_all(fleet_step what, std::chrono::seconds limit) {
  std::unique_lock lock{mutex_};
  auto& times = of(what);
  news_.wait_for(lock, limit,
                 [&] { return times.missing == 0 || !why_.empty(); });
  if (!why_.empty())
    give_up(why_);
  if (times.missing == 0)
    return;
  auto first
    = std::ranges::find(times.at, false, &moment::has_value) - times.at.begin();
  give_up(std::to_string(times.missing) + " of "
          + std::to_string(times.at.size()) + " terminals are not "
          + words_of(what) + " after " + std::to_string(limit.count())
          + " s; the first is number " + std::to_string(first + 1));
}

std::vector<double> fleet_board::seconds(fleet_step what,
                                         stopwatch::time_point since) {
  std::lock_guard lock{mutex_};
  std::vector<double> out;
  for (const auto& x : of(what).at)
    out.push_back(micros(*x - since).count() / 1e6);
  return out;
}

double fleet_board::busiest_second() {
  std::lock_guard lock{mutex_};
  std::ranges::sort(admitted_);
  std::ptrdiff_t most = 0;
  auto from = admitted_.begin();
  for (auto to = admitted_.begin(); to != admitted_.end(); ++to) {
    while (*to - *from >= std::chrono::seconds{1})
      ++from;
    most = std::max(most, to - from + 1);
  }
  return static_cast<double>(most);
}

} // namespace kassa::bench
