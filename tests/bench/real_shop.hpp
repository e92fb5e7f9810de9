#pragma once

#include "tests/support/processes.hpp"

#include <memory>
#include <string>

namespace kassa::bench {

/// The two programs side by side, and the command line that drives them. Ends
/// the benchmark with words when a command fails. Its folder goes with it.
class real_shop {
public:
  /// A hub that has published these articles, and a terminal that has them.
  /// @param articles CSV
  real_shop(std::string programs, std::string folder,
            const std::string& articles);
  ~real_shop();

  void kassa(testing::words_t words);
  /// The terminal's daemon ends and starts again.
  void restart_node();

  /// Resident MiB, now and at most since its start.
  double node_rss() const;
  double node_peak() const;
  double hub_rss() const;

private:
  std::string at(const std::string& name) const { return folder_ + "/" + name; }
  void open(const std::string& articles);
  void start_node();
  void run(const testing::words_t& command, std::string* said = nullptr);
  [[nodiscard]] bool has_catalog();

  std::string programs_;
  std::string folder_;
  testing::variables variables_;
  std::unique_ptr<testing::process> hub_;
  std::unique_ptr<testing::process> node_;
};

} // namespace kassa::bench
