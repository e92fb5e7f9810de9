#include "proto/base/enrol_code.hpp"

#include "proto/base/symbols.hpp"

#include <cassert>

namespace kassa {

namespace {

constexpr std::size_t part_size = 15;
static_assert(2 * part_size + 1 == checked_symbols_max);

} // namespace

std::string short_fingerprint(std::string_view sha256) {
  assert(sha256.size() == 32);
  return symbols_of(sha256, part_size);
}

enrol_code make_enrol_code(random_port& random,
                           std::string_view authority_sha256) {
  return {symbols_of(random_bytes(random, 10), part_size),
          short_fingerprint(authority_sha256)};
}

std::string to_text(const enrol_code& code) {
  return grouped(with_check(code.secret + code.fingerprint));
}

result<enrol_code> parse_enrol_code(std::string_view written) {
  auto text = normal_symbols(written);
  if (text.size() != checked_symbols_max || !check_holds(text))
    return errc::enrol_code_mistyped;
  return enrol_code{text.substr(0, part_size),
                    text.substr(part_size, part_size)};
}

} // namespace kassa
