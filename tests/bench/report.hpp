#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// What benchmarks measure and how they say it.
namespace kassa::bench {

using clock = std::chrono::steady_clock;
using micros = std::chrono::duration<double, std::micro>;

/// Times one call, in microseconds.
template <class F>
double timed(F&& run) {
  auto began = clock::now();
  run();
  return micros(clock::now() - began).count();
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

/// Prints figures as they come: a table, or one JSON object a line.
class report {
public:
  explicit report(bool json) : json_(json) {}
  void add(const figure& x);

private:
  bool json_;
  bool begun_ = false;
};

} // namespace kassa::bench
