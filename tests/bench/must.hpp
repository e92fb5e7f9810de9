#pragma once

#include "proto/base/result.hpp"

#include <cstdio>
#include <cstdlib>

namespace kassa::bench {

/// The value, or the end of the benchmark with the reason.
template <class T>
T must(result<T> x) {
  if (x)
    return *std::move(x);
  std::fprintf(stderr, "kassa-bench: %s\n", to_string(x.why()).c_str());
  std::exit(1);
}

} // namespace kassa::bench
