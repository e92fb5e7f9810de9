#include "hub/enrolment.hpp"

#include "proto/base/crypto.hpp"
#include "proto/base/symbols.hpp"

#include <algorithm>

namespace kassa::hub {

code_use judge_code(const v1::HubTerminal& of, std::string_view device_key,
                    std::int64_t now_ms) {
  if (of.device_key().empty())
    return now_ms <= of.code_until_ms() ? code_use::first : code_use::expired;
  if (of.device_key() != device_key)
    return code_use::used;
  return now_ms <= of.bound_ms() + code_again_ms ? code_use::again
                                                 : code_use::expired;
}

std::string recovery_of(std::string_view hub_seed, std::string_view code,
                        std::string_view device_key) {
  constexpr std::size_t half = 10;
  auto bytes = hash256("kassa.recovery.1", {hub_seed, code, device_key});
  return with_check(symbols_of(bytes, half)) + '-'
         + with_check(symbols_of(bytes.substr(half), half));
}

} // namespace kassa::hub
