#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kassa::testing {

/// What a replay of tickets over some terminals must come to, worked out from
/// the files alone, by other code than the replay's. Amounts are öre.
struct expected {
  struct z {
    std::string date;
    std::uint64_t receipts = 0;
    std::int64_t sum = 0;
  };
  using sums = std::map<std::string, std::int64_t>;
  struct terminal {
    std::uint64_t receipts = 0;
    std::int64_t grand_total = 0;
    std::vector<z> zs;
    sums groups, rates; ///< Of all its Zs.
  };

  std::uint64_t receipts = 0;
  std::uint64_t skipped_rows = 0;
  std::uint64_t lines = 0;
  std::uint64_t zs = 0;
  std::int64_t total = 0;
  std::map<std::uint64_t, terminal> terminals; ///< By ticket number mod N.
  sums days, hours, articles, groups, rates;   ///< Of the store.
};

expected expected_of(const std::string& articles_csv,
                     const std::string& tickets_csv, std::uint64_t terminals);

} // namespace kassa::testing
