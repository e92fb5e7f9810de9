#include "actors/sale/gates.hpp"

#include <algorithm>
#include <array>

namespace kassa::sale {

namespace {

constexpr std::array hard{errc::fenced,
                          errc::retired,
                          errc::fork,
                          errc::journal_damaged,
                          errc::older_than_witness,
                          errc::folder_moved};

} // namespace

void gates::block(error why) {
  auto code = why.code;
  reasons_.insert_or_assign(code, std::move(why));
}

void gates::unblock(errc code) {
  reasons_.erase(code);
}

bool gates::has(errc code) const {
  return reasons_.contains(code);
}

std::optional<error> gates::current() const {
  for (auto code : hard)
    if (auto i = reasons_.find(code); i != reasons_.end())
      return i->second;
  if (reasons_.empty())
    return std::nullopt;
  return reasons_.begin()->second;
}

std::optional<error> gates::stops_z() const {
  for (auto code : {errc::older_than_witness, errc::folder_moved})
    if (auto i = reasons_.find(code); i != reasons_.end())
      return i->second;
  return std::nullopt;
}

bool gates::stops_all() const {
  return std::any_of(hard.begin(), hard.end(),
                     [this](errc code) { return has(code); });
}

} // namespace kassa::sale
