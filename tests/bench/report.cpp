#include "tests/bench/report.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>

namespace kassa::bench {

double percentile(std::vector<double> samples, double share) {
  assert(!samples.empty());
  std::ranges::sort(samples);
  auto at = static_cast<std::size_t>(
    share * static_cast<double>(samples.size() - 1) + 0.5);
  return samples[at];
}

void report::add(const figure& x) {
  if (!only_.empty() && !only_.contains(x.name))
    return;
  if (json_) {
    std::printf(R"({"name":"%s","value":%.3f,"unit":"%s")", x.name.c_str(),
                x.value, x.unit.c_str());
    if (x.limit)
      std::printf(R"(,"limit":%.3f,"ratio":%.3f)", *x.limit,
                  x.value / *x.limit);
    std::printf("}\n");
  } else {
    if (!begun_)
      std::printf("%-28s %14s  %-10s %14s %8s  %s\n", "name", "value", "unit",
                  "limit", "ratio", "target");
    begun_ = true;
    std::printf("%-28s %14.1f  %-10s ", x.name.c_str(), x.value,
                x.unit.c_str());
    if (x.limit)
      std::printf("%14.1f %8.2f", *x.limit, x.value / *x.limit);
    else
      std::printf("%14s %8s", "", "");
    std::printf("  %s\n", x.target.c_str());
  }
  std::fflush(stdout);
}

} // namespace kassa::bench
