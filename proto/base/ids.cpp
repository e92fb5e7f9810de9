#include "proto/base/ids.hpp"

#include "proto/base/digits.hpp"

#include <algorithm>

namespace kassa {

namespace {

// An issued Terminal-ID is eleven symbols of 32, each an element of GF(2^5)
// (modulus x^5 + x^2 + 1). With x the generator, the sum of symbol i times x^i
// is zero. The weights are not zero, so one wrong symbol shows; they all
// differ, so two swapped ones show, wherever they stand. A sum modulo a number
// below 32 could not do this, and a prime above needs a 33rd symbol.

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t data_symbols = 10;
constexpr std::size_t issued_size = data_symbols + 1;
static_assert(alphabet.size() == 32);

constexpr unsigned times_x(unsigned a) {
  return (a & 16) != 0 ? (a << 1 ^ 0b100101) & 31 : a << 1;
}

/// The weighted sum by Horner's rule; the first symbol has weight x^0.
constexpr unsigned weighted_sum(std::string_view symbols) {
  unsigned sum = 0;
  for (auto i = symbols.size(); i-- > 0;)
    sum = times_x(sum) ^ static_cast<unsigned>(alphabet.find(symbols[i]));
  return sum;
}

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
  auto bytes = random_bytes(random, 7); // 56 bits, of which 50 are used.
  std::uint64_t bits = 0;
  for (char c : bytes)
    bits = bits << 8 | static_cast<unsigned char>(c);
  std::string data;
  for (std::size_t i = 0; i < data_symbols; ++i, bits >>= 5)
    data.push_back(alphabet[bits & 31]);
  // The check symbol stands first in the sum, with weight one, and last in the
  // id: it is the sum of the others.
  return data + alphabet[times_x(weighted_sum(data))];
}

bool issued_check_holds(std::string_view id) {
  auto known
    = [](char c) { return alphabet.find(c) != std::string_view::npos; };
  if (id.size() != issued_size || !std::ranges::all_of(id, known))
    return false;
  auto data = id.substr(0, data_symbols);
  return alphabet[times_x(weighted_sum(data))] == id.back();
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
