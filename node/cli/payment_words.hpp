#pragma once

#include "node/cli/selling.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace kassa::cli {

/// `--electronic`, of every command that makes a receipt.
void add_electronic(CLI::App& command, bool& into);

/// Payments as written: an option that stands without an amount is for what
/// remains. Cash comes last: only cash gives change.
struct payment_words {
  std::string cash, card, swish;
  std::vector<std::string> others;
  CLI::Option* by_cash = nullptr;
  CLI::Option* by_card = nullptr;
  CLI::Option* by_swish = nullptr;
  bool electronic = false;

  void add_to(CLI::App& command);
  [[nodiscard]] result<paying> read() const;
};

} // namespace kassa::cli
