#include "proto/base/ids.hpp"

#include "proto/base/digits.hpp"
#include "proto/base/symbols.hpp"

#include <algorithm>

namespace kassa {

namespace {

constexpr std::size_t data_symbols = 10;
constexpr std::size_t issued_size = data_symbols + 1;

error invalid(std::string what) {
  return {errc::invalid, {{"what", std::move(what)}}};
}

error bad_org_no(std::string_view text, std::string what) {
  return {errc::bad_org_no,
          {{"org_no", std::string{text}}, {"what", std::move(what)}}};
}

bool luhn_holds(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int twice = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += twice / 10 + twice % 10;
  }
  return sum % 10 == 0;
}

} // namespace

result<scope> make_scope(std::string_view store, std::string_view terminal) {
  if (auto s = check_store_id(store); !s)
    return s.why();
  if (auto s = check_terminal_id(terminal); !s)
    return s.why();
  return scope{std::string{store}, std::string{terminal}};
}

status check_store_id(std::string_view id) {
  auto good
    = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; };
  if (id.empty() || id.size() > 16 || !std::ranges::all_of(id, good))
    return invalid("\"" + std::string{id} + "\" (1-16 [a-z0-9-])");
  return ok;
}

status check_terminal_id(std::string_view id) {
  auto good = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  if (id.size() < 4 || id.size() > 16 || !std::ranges::all_of(id, good))
    return error{errc::bad_terminal_id,
                 {{"terminal", std::string{id}}, {"what", "4-16 [A-Z0-9]"}}};
  return ok;
}

std::string issue_terminal_id(random_port& random) {
  // 56 bits, of which 50 are used.
  return with_check(symbols_of(random_bytes(random, 7), data_symbols));
}

bool issued_check_holds(std::string_view id) {
  return id.size() == issued_size && check_holds(id);
}

result<std::string> parse_org_no(std::string_view text) {
  std::string digits{text};
  if (digits.size() == 11 && digits[6] == '-')
    digits.erase(6, 1);
  if (digits.size() != 10 || !std::ranges::all_of(digits, is_digit))
    return bad_org_no(text, "NNNNNN-NNNN");
  if (!luhn_holds(digits))
    return bad_org_no(text, "kontrollsiffra / check digit");
  return digits;
}

std::string print_org_no(std::string_view digits) {
  std::string out{digits};
  if (out.size() == 10)
    out.insert(6, "-");
  return out;
}

} // namespace kassa
