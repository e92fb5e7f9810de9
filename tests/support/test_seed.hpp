#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace kassa::testing {

/// The seed of $KASSA_SEED, else a new one; printed either way.
inline std::uint64_t test_seed() {
  const char* given = std::getenv("KASSA_SEED");
  const auto seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                     : std::random_device{}();
  std::printf("[ SEED     ] KASSA_SEED=%llu\n",
              static_cast<unsigned long long>(seed));
  return seed;
}

} // namespace kassa::testing
