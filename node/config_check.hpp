#pragma once

#include "proto/base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// What checks of settings have in common. Their words begin with the setting's
/// name: the line of the file is found by it.
namespace kassa::node {

inline error wrong_setting(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

inline status in_range(std::string_view name, std::int64_t value,
                       std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most)
    return ok;
  return wrong_setting(std::string{name} + " = " + std::to_string(value)
                       + " is not between " + std::to_string(least) + " and "
                       + std::to_string(most));
}

inline status one_of(std::string_view name, const std::string& value,
                     std::initializer_list<std::string_view> known) {
  std::string all;
  for (auto word : known) {
    if (value == word)
      return ok;
    all += (all.empty() ? "" : ", ") + std::string{word};
  }
  return wrong_setting(std::string{name} + " = \"" + value + "\" is none of "
                       + all);
}

} // namespace kassa::node
