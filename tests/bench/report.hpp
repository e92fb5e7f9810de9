#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What benchmarks measure and how they say it.
namespace kassa::bench {

using stopwatch = std::chrono::steady_clock;
using micros = std::chrono::duration<double, std::micro>;

/// Times one call, in microseconds.
template <class F>
double timed(F&& run) {
  auto began = stopwatch::now();
  run();
  return micros(stopwatch::now() - began).count();
}

/// The value below which `share` of the samples lie; 0.5 is the median.
/// @pre samples is not empty
double percentile(std::vector<double> samples, double share);

/// One figure; `limit` is what the machine itself can do, in the same unit,
/// measured in the same run.
struct figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::optional<double> limit = {};
  /// What the issue asks of value / limit (or limit / value for rates).
  std::string target = {};
};

/// Of most figures.
inline constexpr int runs = 5;

/// The median of what several runs give.
template <class F>
double median_of_runs(int times, F&& one) {
  std::vector<double> out;
  for (int i = 0; i < times; ++i)
    out.push_back(one());
  return percentile(std::move(out), 0.5);
}

/// Prints figures as they come: a table, or one JSON object a line.
class report {
public:
  /// @param only the figures to print; empty: all
  report(bool json, std::set<std::string> only)
    : json_(json), only_(std::move(only)) {}
  void add(const figure& x);

private:
  bool json_;
  std::set<std::string> only_;
  bool begun_ = false;
};

} // namespace kassa::bench
