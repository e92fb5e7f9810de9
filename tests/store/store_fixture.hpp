#pragma once

#include "store/keys.hpp"
#include "store/terminal_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kassa::store {

using rows = std::vector<std::pair<std::string, std::string>>;

/// Keeps what `die` was called with.
struct deaths {
  std::vector<std::string> told;

  die_port port() {
    return [this](std::string_view why) { told.emplace_back(why); };
  }
};

inline rows all_of(const reader& from, family where,
                   std::string_view first = {}, std::string_view end = {}) {
  rows out;
  EXPECT_TRUE(from.scan(where, first, end, [&](auto key, auto value) {
    out.emplace_back(key, value);
    return true;
  }));
  return out;
}

inline rows all_back(const reader& from, family where,
                     std::string_view first = {}, std::string_view end = {}) {
  rows out;
  EXPECT_TRUE(from.scan_back(where, first, end, [&](auto key, auto value) {
    out.emplace_back(key, value);
    return true;
  }));
  return out;
}

inline write_set put(family where, std::string key, std::string value) {
  write_set out;
  out.put(where, std::move(key), std::move(value));
  return out;
}

inline std::unique_ptr<terminal_store> open_at(terminal_store::options with) {
  auto out = terminal_store::open(std::move(with));
  EXPECT_TRUE(out) << to_string(out.why());
  return out ? *std::move(out) : nullptr;
}

} // namespace kassa::store
