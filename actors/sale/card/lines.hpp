#pragma once

#include "actors/sale/card/machine.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The line protocol of the emulated terminal (README.md): fields parted by
/// tabs, lines ended by LF, at most 1000 bytes each. Pure.
namespace kassa::card::lines {

inline constexpr std::size_t line_max = 1000;

[[nodiscard]] std::string hello();
/// @pre the id is as `request` says
[[nodiscard]] std::string ask(const std::string& id, ore_t amount);

/// Makes sayings of bytes as they come, cut anywhere.
class reader {
public:
  std::vector<saying> feed(std::string_view bytes);
  /// Forgets a line begun: the connection is a new one.
  void reset() { line_.clear(); }

private:
  std::string line_;
};

} // namespace kassa::card::lines
